import { Problem } from '../../domain/problem.ts'

/** Lists of one person within a minute: enough to correct cells and look again. */
const LISTS_PER_MINUTE = 10
const MINUTE = 60_000

export type Turn = ReturnType<typeof createTurn>

/**
 * One list at a time, so that files never take more memory than one does and hashing
 * leaves threads for others; and of one person so many within a minute.
 * @throws Problem IMPORT_BUSY
 */
export function createTurn() {
  let isTaken = false
  const asked = new Map<string, number[]>()
  return async <T>(personId: string, at: number, work: () => Promise<T>): Promise<T> => {
    for (const [id, times] of asked) if (times.every((time) => time <= at - MINUTE)) asked.delete(id)
    const lately = (asked.get(personId) ?? []).filter((time) => time > at - MINUTE)
    if (isTaken || lately.length >= LISTS_PER_MINUTE) throw new Problem('IMPORT_BUSY', { seconds: 60 })
    asked.set(personId, [...lately, at])
    isTaken = true
    try {
      return await work()
    } finally {
      isTaken = false
    }
  }
}
