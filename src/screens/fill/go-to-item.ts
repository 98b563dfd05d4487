/** Brings an item under the bar and puts the focus on its question. */
export function goToItem(itemId: string): void {
  const card = document.getElementById(itemId)
  if (!card) return
  card.scrollIntoView({ block: 'start' })
  card.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true })
  // Cards above take their real height only when they are near: aim again once they have it.
  requestAnimationFrame(() => requestAnimationFrame(() => card.scrollIntoView({ block: 'start' })))
}
