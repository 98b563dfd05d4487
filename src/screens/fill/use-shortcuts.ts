import { useEffect, useRef } from 'react'

type Shortcuts = { find: () => void; nextBlank: () => void; undo: () => void }

/** Ctrl+K finds an item, Alt+↓ goes to the next one without an answer, Ctrl+Z takes the last answer back. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts)
  useEffect(() => {
    latest.current = shortcuts
  })
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const act = actOf(event)
      if (!act || document.querySelector('dialog[open]')) return
      event.preventDefault()
      latest.current[act]()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}

function actOf(event: KeyboardEvent): keyof Shortcuts | null {
  const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
  const key = event.key.toLowerCase()
  if (isCommand && key === 'k') return 'find'
  if (event.altKey && !event.ctrlKey && key === 'arrowdown') return 'nextBlank'
  // A field takes its own text back.
  return isCommand && key === 'z' && !isTyping(event.target) ? 'undo' : null
}

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true
  return target instanceof HTMLInputElement && target.type !== 'radio' && target.type !== 'checkbox'
}
