import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { Problem, type ProblemCode } from '../../domain/problem.ts'

/** The one place on the server that knows HTTP's numbers. */
const statuses: Partial<Record<ProblemCode, ContentfulStatusCode>> = {
  SIGN_IN_REQUIRED: 401,
  SIGN_IN_FAILED: 401,
  SIGN_IN_TOO_OFTEN: 429,
  TOO_MANY_REQUESTS: 429,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  BODY_MALFORMED: 400,
  BODY_INVALID: 422,
  BODY_TOO_LARGE: 413,
  CURSOR_INVALID: 400,
  DEVICE_OF_ANOTHER: 403,
  DEVICE_FORK: 409,
  EPOCH_CHANGED: 409,
  PROTOCOL_UNSUPPORTED: 426,
  STORAGE_UNAVAILABLE: 503,
  STORAGE_FULL: 507,
  SERVER_FAILED: 500,
}

/** Problems of one mutation travel inside a reply; alone they would be a refusal of its content. */
const OTHERWISE = 422

/** A problem as JSON: { code, message, detail? } (problemBodySchema). */
function problemResponse(c: Context, { code, message, detail }: Problem): Response {
  if (typeof detail.seconds === 'number') c.header('Retry-After', String(Math.max(1, Math.ceil(detail.seconds))))
  const body = Object.keys(detail).length > 0 ? { code, message, detail } : { code, message }
  return c.json(body, statuses[code] ?? OTHERWISE)
}

/** Whatever was thrown, as a reply; what nobody expected goes to `logError` and stays out of it. */
export function errorResponse(c: Context, error: unknown, logError: (error: unknown) => void): Response {
  if (!(error instanceof Problem)) logError(error)
  else if (error.cause !== undefined) logError(error.cause)
  return problemResponse(c, error instanceof Problem ? error : new Problem('SERVER_FAILED'))
}
