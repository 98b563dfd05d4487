import { Problem, type ProblemCode } from '../../domain/problem.ts'

/** What SQLite says when the machine fails, not the data: its primary result code, and the same in words. */
const failures: readonly [primary: number, words: string, ProblemCode][] = [
  [5, 'database is locked', 'STORAGE_UNAVAILABLE'],
  [6, 'database table is locked', 'STORAGE_UNAVAILABLE'],
  [8, 'attempt to write a readonly database', 'STORAGE_UNAVAILABLE'],
  [10, 'disk I/O error', 'STORAGE_UNAVAILABLE'],
  [11, 'database disk image is malformed', 'STORAGE_UNAVAILABLE'],
  [13, 'database or disk is full', 'STORAGE_FULL'],
  [14, 'unable to open database file', 'STORAGE_UNAVAILABLE'],
  [26, 'file is not a database', 'STORAGE_UNAVAILABLE'],
]

/** The same from the file system, where pictures lie. */
const fileFailures: Readonly<Record<string, ProblemCode>> = {
  ENOSPC: 'STORAGE_FULL',
  EDQUOT: 'STORAGE_FULL',
  EIO: 'STORAGE_UNAVAILABLE',
  EROFS: 'STORAGE_UNAVAILABLE',
}

/**
 * A failure of disk or lock as the Problem that people and devices understand:
 * nothing was acknowledged, waiting helps. Anything else comes back as it is.
 */
export function asStorageProblem(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  // The driver gives the number with `run`, but only the words with `all`: an INSERT … RETURNING on a full disk.
  const number = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : null
  const failure = failures.find(([primary, words]) =>
    number === null ? error.message.includes(words) : primary === number,
  )
  const code = failure?.[2] ?? ('code' in error ? fileFailures[String(error.code)] : undefined)
  if (!code) return error
  const problem = new Problem(code)
  problem.cause = error
  return problem
}
