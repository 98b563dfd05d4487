import * as z from 'zod/mini'
import { roleSchema } from '../domain/people.ts'

/**
 * What goes over the wire about accounts: plain JSON under /api, asked while online.
 * No part of the sync, and not pinned with it.
 */

const idSchema = z.string().check(z.minLength(1), z.maxLength(64))
const passwordSchema = z.string().check(z.minLength(1), z.maxLength(200))

/** What an account may reach: areas of the province, or one facility of it for the role of a facility. */
const reachShape = {
  role: roleSchema,
  areaIds: z.array(idSchema).check(z.maxLength(1000)),
  facilityId: z.nullable(idSchema),
}

/** A request that says everything by its address. */
export const nothingSchema = z.strictObject({})

/** PUT /api/people/:id/reach */
export const reachSchema = z.strictObject(reachShape)

const nameSchema = z
  .string()
  .check(z.trim(), z.minLength(1, 'Nhập họ và tên.'), z.maxLength(100, 'Họ và tên dài quá 100 ký tự.'))

/** PUT /api/people/:id/name */
export const personNameSchema = z.strictObject({
  name: nameSchema,
  /** The name that its author saw: where it is another one by now, somebody was faster. */
  was: z.string().check(z.maxLength(200)),
})

/** POST /api/people. The server chooses the first password. */
export const newPersonSchema = z.strictObject({
  username: z
    .string()
    .check(
      z.trim(),
      z.toLowerCase(),
      z.regex(/^[a-z0-9_.]{3,64}$/, 'Gồm 3 đến 64 chữ cái không dấu, chữ số, dấu chấm hoặc gạch dưới.'),
    ),
  name: nameSchema,
  ...reachShape,
})

/** An account as its administrators see it. Instants in milliseconds since 1970. */
export const personRowSchema = z.object({
  id: z.string(),
  username: z.string(),
  name: z.string(),
  ...reachShape,
  locked: z.boolean(),
  /** Whether the password is still the one that the server chose. */
  mustChange: z.boolean(),
  /** Whether signing in asks for a code beside the password. */
  secondFactor: z.boolean(),
  /** Null where nobody has used the account yet. */
  lastSeen: z.nullable(z.number()),
})
export type PersonRow = z.infer<typeof personRowSchema>

/** GET /api/people */
export const peopleReplySchema = z.object({ people: z.array(personRowSchema) })

/** PUT /api/people/:id/name and …/reach, POST /api/people/:id/lock and …/unlock */
export const personReplySchema = z.object({ person: personRowSchema })

/** POST /api/people and POST /api/people/:id/reset-password: the only time the password is said. */
export const temporaryPasswordReplySchema = z.object({ person: personRowSchema, temporaryPassword: z.string() })

/** One after the other they take a minute or two of a busy server. */
export const RESET_MAX = 300

/** POST /api/people/reset-passwords */
export const resetPasswordsSchema = z.strictObject({
  ids: z.array(idSchema).check(z.minLength(1), z.maxLength(RESET_MAX)),
})

/** An account with the password that is said this once. */
export const openedSchema = z.object({ username: z.string(), name: z.string(), temporaryPassword: z.string() })
export type Opened = z.infer<typeof openedSchema>

/** Its reply, in the order of the ids. */
export const passwordsReplySchema = z.object({ opened: z.array(openedSchema) })

/** DELETE /api/sessions/:id. The password is asked for where somebody ends one of their own elsewhere. */
export const endSessionSchema = z.strictObject({ password: z.optional(passwordSchema) })

/** POST /api/password */
export const passwordChangeSchema = z.strictObject({ current: passwordSchema, next: passwordSchema })

/** GET /api/second-factor */
export const secondFactorReplySchema = z.object({
  /** Null where it is off. */
  factor: z.nullable(z.object({ since: z.number(), codesLeft: z.int() })),
  /** Whether the asker's role may turn it on. */
  offered: z.boolean(),
})
export type SecondFactorState = z.infer<typeof secondFactorReplySchema>

/** POST /api/second-factor and POST /api/second-factor/off: one's own password. */
export const passwordOnlySchema = z.strictObject({ password: passwordSchema })

/** POST /api/second-factor: the secret as text, and as the address an app reads from a picture. */
export const secondFactorSecretSchema = z.object({ secret: z.string(), address: z.string() })
export type SecondFactorSecret = z.infer<typeof secondFactorSecretSchema>

/** POST /api/second-factor/confirm */
export const codeOnlySchema = z.strictObject({ code: z.string().check(z.minLength(1), z.maxLength(20)) })
/** The only time they are said. */
export const recoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()) })

/** GET /api/sessions and GET /api/people/:id/sessions */
export const sessionsReplySchema = z.object({
  sessions: z.array(
    z.object({
      id: z.string(),
      /** What the browser called itself. */
      userAgent: z.string(),
      address: z.string(),
      since: z.number(),
      lastSeen: z.number(),
      /** Whether this reply went to it. */
      current: z.boolean(),
      /** Somebody else has signed in there, and it only stands for what still waits; absent where the server is older. */
      displaced: z.optional(z.boolean()),
    }),
  ),
})
export type SessionRow = z.infer<typeof sessionsReplySchema>['sessions'][number]
