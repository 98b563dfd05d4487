import { type RefObject, useEffect, useRef } from 'react'

/**
 * Keys of the queue: ↑ ↓ or K J go from line to line, Home and End to the first and the last,
 * Space chooses; Enter opens, as of any link. From outside only K and J come in: arrows scroll there.
 *
 * @param lines the list; each line's link names it in `data-line`
 */
export function useQueueKeys(lines: RefObject<HTMLElement | null>, choose: (id: string) => void): void {
  const latest = useRef(choose)
  useEffect(() => {
    latest.current = choose
  })
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey
      if (!isPlain || isTyping(event.target) || document.querySelector('dialog[open]')) return
      const links = [...(lines.current?.querySelectorAll<HTMLElement>('[data-line]') ?? [])]
      const at = links.findIndex((link) => link.closest('li')?.contains(document.activeElement))
      if (links.length === 0 || (at < 0 && !isLetter(event.key))) return
      const id = links[at]?.dataset.line
      if (event.key === ' ' && event.target === links[at] && id !== undefined) {
        event.preventDefault()
        latest.current(id)
        return
      }
      const to = goal(event.key, at, links.length)
      if (to === null) return
      event.preventDefault()
      links[to]?.focus()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [lines])
}

/** Which line a key goes to; null where it goes nowhere. @param at −1 outside the list */
function goal(key: string, at: number, count: number): number | null {
  switch (key.length === 1 ? key.toLowerCase() : key) {
    case 'ArrowDown':
    case 'j':
      return Math.min(at + 1, count - 1)
    case 'ArrowUp':
    case 'k':
      return Math.max(at - 1, 0)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}

const isLetter = (key: string) => /^[jk]$/i.test(key)

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true
  return target instanceof HTMLInputElement && target.type !== 'checkbox'
}
