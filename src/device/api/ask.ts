import { Problem, type ProblemCode } from '../../domain/problem.ts'
import { createTransport, type Method, type Transport } from '../sync/transport.ts'

/**
 * A question to the server under /api, answered while the person waits. Nothing of
 * it is queued or sent again by itself.
 * @throws Problem what the server said, or NEEDS_NETWORK, REPLY_UNHEARD, SERVER_TROUBLED, SESSION_ENDED, INTERCEPTED
 */
export type Ask = Transport['call']

/** Asks in one person's name alone: a session of somebody else on this tablet is no answer. */
export function createAsk(personId: string): Ask {
  const transport = createTransport({ personId })
  return async (method, path, schema, body, wait) => {
    try {
      return await transport.call(method, path, schema, body, wait)
    } catch (error) {
      throw error instanceof Problem ? inWaiting(error, method) : error
    }
  }
}

/** The transport speaks of work that is safe here and sent later; who waits for an answer is told something else. */
function inWaiting(problem: Problem, method: Method): Problem {
  const code = codeFor(problem.code, method)
  return code === problem.code ? problem : new Problem(code, problem.detail)
}

function codeFor(code: ProblemCode, method: Method): ProblemCode {
  switch (code) {
    case 'OFFLINE':
    case 'TIMED_OUT':
      // A change may have been made although nobody heard of it.
      return method === 'GET' || !navigator.onLine ? 'NEEDS_NETWORK' : 'REPLY_UNHEARD'
    case 'TOO_MANY_REQUESTS':
    case 'STORAGE_UNAVAILABLE':
    case 'STORAGE_FULL':
    case 'SERVER_NOT_READY':
    case 'SERVER_FAILED':
      return 'SERVER_TROUBLED'
    case 'SIGN_IN_REQUIRED':
      return 'SESSION_ENDED'
    default:
      return code
  }
}
