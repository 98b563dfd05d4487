import { useEffect } from 'react'
import type { AnswerBoard } from './answer-board.ts'

/** The browser asks before a page is left of which something did not reach the store. */
export function useUnsavedGuard(board: Pick<AnswerBoard, 'summary' | 'begun'> | null): void {
  useEffect(() => {
    if (!board) return
    const ask = (event: BeforeUnloadEvent) => {
      const { saving, failed } = board.summary()
      if (saving > 0 || failed.length > 0 || board.begun.state() !== 'kept') event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [board])
}
