/** Brings an item under the bar and puts the focus on its question. */
export function goToItem(itemId: string): void {
  const card = document.getElementById(itemId)
  if (!card) return
  card.scrollIntoView({ block: 'start' })
  card.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true })
  // Cards above take their real height only when they are near: aim again once they have it.
  requestAnimationFrame(() => requestAnimationFrame(() => card.scrollIntoView({ block: 'start' })))
}

/** The item at which somebody is: the one with the focus, else the one before the first that is wholly in sight. */
export function itemInSight(): string | null {
  const focused = document.activeElement?.closest<HTMLElement>('[data-item]')
  if (focused) return focused.dataset.item ?? null
  const cards = [...document.querySelectorAll<HTMLElement>('[data-item]')]
  const first = cards.findIndex((card) => card.getBoundingClientRect().top > 0)
  return cards[first - 1]?.dataset.item ?? null
}
