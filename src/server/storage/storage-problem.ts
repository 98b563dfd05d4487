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

/**
 * The same from PostgreSQL, by SQLSTATE: the first that fits, a class being its
 * first two signs. 25006 is a replica, or a primary that has become one.
 */
const states: readonly [state: string, ProblemCode][] = [
  ['53100', 'STORAGE_FULL'],
  // A text with a NUL in it: none of ours has one.
  ['22021', 'BODY_INVALID'],
  ['08', 'STORAGE_UNAVAILABLE'],
  ['53', 'STORAGE_UNAVAILABLE'],
  ['57', 'STORAGE_UNAVAILABLE'],
  ['58', 'STORAGE_UNAVAILABLE'],
  ['XX', 'STORAGE_UNAVAILABLE'],
  ['25006', 'STORAGE_UNAVAILABLE'],
  ['25P03', 'STORAGE_UNAVAILABLE'],
  ['28', 'STORAGE_UNAVAILABLE'],
  ['3D000', 'STORAGE_UNAVAILABLE'],
  ['40001', 'STORAGE_UNAVAILABLE'],
  ['40P01', 'STORAGE_UNAVAILABLE'],
  ['55P03', 'STORAGE_UNAVAILABLE'],
]

/** What the driver says in words alone: the line is gone, or no connection was free in time. */
const lineWords = /Connection terminated|connection error|timeout exceeded when trying to connect|Connection ended/i

/** The same from the file system, where pictures lie, and from the line to a database. */
const otherFailures: Readonly<Record<string, ProblemCode>> = {
  ENOSPC: 'STORAGE_FULL',
  EDQUOT: 'STORAGE_FULL',
  EIO: 'STORAGE_UNAVAILABLE',
  EROFS: 'STORAGE_UNAVAILABLE',
  ECONNREFUSED: 'STORAGE_UNAVAILABLE',
  ECONNRESET: 'STORAGE_UNAVAILABLE',
  EHOSTUNREACH: 'STORAGE_UNAVAILABLE',
  ENETUNREACH: 'STORAGE_UNAVAILABLE',
  ENOTFOUND: 'STORAGE_UNAVAILABLE',
  EAI_AGAIN: 'STORAGE_UNAVAILABLE',
  EPIPE: 'STORAGE_UNAVAILABLE',
  ETIMEDOUT: 'STORAGE_UNAVAILABLE',
}

/**
 * A failure of disk or lock as the Problem that people and devices understand:
 * nothing was acknowledged, waiting helps. Anything else comes back as it is.
 */
export function asStorageProblem(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Problem) return error
  const code = codeOf(error)
  if (!code) return error
  const problem = new Problem(code)
  // What the sender did is no failure of ours, and is not looked into.
  if (code !== 'BODY_INVALID') problem.cause = error
  return problem
}

function codeOf(error: Error): ProblemCode | undefined {
  const code = 'code' in error ? String(error.code) : null
  // The socket of a database that is not there; a file that is not there is none of these failures.
  if (code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect') return 'STORAGE_UNAVAILABLE'
  if ('severity' in error && code !== null) return states.find(([state]) => code.startsWith(state))?.[1]
  // The driver gives the number with `run`, but only the words with `all`: an INSERT … RETURNING on a full disk.
  const number = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : null
  const failure = failures.find(([primary, words]) =>
    number === null ? error.message.includes(words) : primary === number,
  )
  if (failure) return failure[2]
  if (lineWords.test(error.message)) return 'STORAGE_UNAVAILABLE'
  return code === null ? undefined : otherFailures[code]
}

/** Whether a transaction met another one and would go through if it were tried again: nothing of it was done. */
export function isConflict(error: unknown): boolean {
  if (!(error instanceof Problem) || !(error.cause instanceof Error) || !('code' in error.cause)) return false
  return error.cause.code === '40001' || error.cause.code === '40P01'
}
