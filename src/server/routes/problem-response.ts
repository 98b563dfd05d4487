import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { Problem, type ProblemCode } from '../../domain/problem.ts'

/** The one place on the server that knows HTTP's numbers. */
const statuses: Partial<Record<ProblemCode, number>> = {
  SIGN_IN_REQUIRED: 401,
  SIGN_IN_FAILED: 401,
  SIGN_IN_TOO_OFTEN: 429,
  SIGN_IN_LOCKED: 429,
  SECOND_FACTOR_REQUIRED: 401,
  SECOND_FACTOR_WRONG: 401,
  SECOND_FACTOR_ON: 409,
  PASSWORD_EXPIRED: 403,
  TOO_MANY_REQUESTS: 429,
  FORBIDDEN: 403,
  PASSWORD_CHANGE_REQUIRED: 403,
  OWN_ACCOUNT: 403,
  LAST_ADMINISTRATOR: 409,
  USERNAME_TAKEN: 409,
  PLACES_CHANGED: 409,
  AREA_NAME_TAKEN: 409,
  CAMPAIGN_CHANGED: 409,
  CAMPAIGN_CLOSED: 409,
  CAMPAIGN_WIDER: 403,
  IMPORT_TOO_LARGE: 413,
  IMPORT_CHANGED: 409,
  IMPORT_BUSY: 429,
  NOT_FOUND: 404,
  BODY_MALFORMED: 400,
  BODY_INVALID: 422,
  PERIOD_INVALID: 422,
  BODY_TOO_LARGE: 413,
  CURSOR_INVALID: 400,
  DEVICE_OF_ANOTHER: 403,
  DEVICE_LOST: 403,
  DEVICE_IN_HAND: 409,
  LOST_CARRIED_OUT: 409,
  DEVICE_FORK: 409,
  FILE_ACCOUNT_CLOSED: 403,
  FILE_TABLET_LOST: 403,
  FILE_SESSION_ENDED: 403,
  EPOCH_CHANGED: 409,
  PROTOCOL_UNSUPPORTED: 426,
  PHOTO_NOT_ANNOUNCED: 403,
  PHOTO_TOO_LARGE: 413,
  PHOTO_NOT_IMAGE: 415,
  // The number that tus servers use for a checksum that does not match.
  PHOTO_DIFFERS: 460,
  STORAGE_UNAVAILABLE: 503,
  STORAGE_FULL: 507,
  SERVER_NOT_READY: 503,
  SERVER_FAILED: 500,
}

/** Problems of one mutation travel inside a reply; alone they would be a refusal of its content. */
const OTHERWISE = 422

/** For what is said in another form than JSON. */
export function statusOf(code: ProblemCode): ContentfulStatusCode {
  return (statuses[code] ?? OTHERWISE) as ContentfulStatusCode
}

/** A problem as JSON text, { code, message, detail? } (problemBodySchema), and its status. */
function written({ code, message, detail }: Problem): { status: ContentfulStatusCode; body: string } {
  const body = Object.keys(detail).length > 0 ? { code, message, detail } : { code, message }
  return { status: statusOf(code), body: JSON.stringify(body) }
}

function problemResponse(c: Context, problem: Problem): Response {
  const { detail } = problem
  if (typeof detail.seconds === 'number') c.header('Retry-After', String(Math.max(1, Math.ceil(detail.seconds))))
  const { status, body } = written(problem)
  return c.body(body, status, { 'Content-Type': 'application/json' })
}

/** Whatever was thrown, as a reply; what nobody expected goes to `logError` and stays out of it. */
export function errorResponse(c: Context, error: unknown, logError: (error: unknown) => void): Response {
  return problemResponse(c, expected(error, logError))
}

/** The same for the upload library, which writes its replies itself. */
export function uploadError(error: unknown, logError: (error: unknown) => void): { status_code: number; body: string } {
  const { status, body } = written(expected(error, logError))
  return { status_code: status, body }
}

function expected(error: unknown, logError: (error: unknown) => void): Problem {
  if (!(error instanceof Problem)) logError(error)
  else if (error.cause !== undefined) logError(error.cause)
  return error instanceof Problem ? error : new Problem('SERVER_FAILED')
}
