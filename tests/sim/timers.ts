/**
 * The timers of one page. They never ring by themselves: the simulation lets time
 * pass, and looks which are due.
 */
export function createTimers(now: () => number) {
  const waiting = new Set<{ at: number; then: () => void }>()
  return {
    after(milliseconds: number, then: () => void): () => void {
      const timer = { at: now() + milliseconds, then }
      waiting.add(timer)
      return () => waiting.delete(timer)
    },
    /** @returns whether any was due */
    ring(): boolean {
      const due = [...waiting].filter(({ at }) => at <= now()).sort((a, b) => a.at - b.at)
      for (const timer of due) {
        // One that rang before it may have forgotten it.
        if (waiting.delete(timer)) timer.then()
      }
      return due.length > 0
    },
  }
}
