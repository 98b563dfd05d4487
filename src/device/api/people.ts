import * as z from 'zod/mini'
import {
  type newPersonSchema,
  type Opened,
  type PersonRow,
  passwordsReplySchema,
  peopleReplySchema,
  personReplySchema,
  type reachSchema,
  type SessionRow,
  sessionsReplySchema,
  temporaryPasswordReplySchema,
} from '../../protocol/people-wire.ts'
import type { Ask } from './ask.ts'

/** Accounts, asked of the server. Each throws what `Ask` throws, and the problems that are named. */

export type NewPerson = z.output<typeof newPersonSchema>
export type Reach = z.output<typeof reachSchema>
/** The password is said this once. */
export type WithPassword = z.infer<typeof temporaryPasswordReplySchema>

const at = (id: string) => `/api/people/${encodeURIComponent(id)}`

/** Every account of the administrator's province. */
export async function listPeople(ask: Ask): Promise<PersonRow[]> {
  return (await ask('GET', '/api/people', peopleReplySchema)).people
}

/** @throws Problem USERNAME_TAKEN, REACH_UNKNOWN */
export function openAccount(ask: Ask, person: NewPerson): Promise<WithPassword> {
  return ask('POST', '/api/people', temporaryPasswordReplySchema, person)
}

/** @throws Problem NOT_FOUND, OWN_ACCOUNT, LAST_ADMINISTRATOR */
export async function lockAccount(ask: Ask, id: string): Promise<PersonRow> {
  return (await ask('POST', `${at(id)}/lock`, personReplySchema, {})).person
}

/** Also opens a name that wrong passwords have closed. @throws Problem NOT_FOUND */
export async function unlockAccount(ask: Ask, id: string): Promise<PersonRow> {
  return (await ask('POST', `${at(id)}/unlock`, personReplySchema, {})).person
}

/** @throws Problem NOT_FOUND, OWN_ACCOUNT */
export function resetPassword(ask: Ask, id: string): Promise<WithPassword> {
  return ask('POST', `${at(id)}/reset-password`, temporaryPasswordReplySchema, {})
}

/** Of many at once; none of them where one cannot be. @throws Problem NOT_FOUND, OWN_ACCOUNT, IMPORT_BUSY */
export async function resetPasswords(ask: Ask, ids: readonly string[]): Promise<Opened[]> {
  return (await ask('POST', '/api/people/reset-passwords', passwordsReplySchema, { ids }, 'long')).opened
}

/** @param was the name that is corrected. @throws Problem NOT_FOUND, PLACES_CHANGED: somebody was faster */
export async function renamePerson(ask: Ask, id: string, was: string, name: string): Promise<PersonRow> {
  return (await ask('PUT', `${at(id)}/name`, personReplySchema, { name, was })).person
}

/** @throws Problem NOT_FOUND, REACH_UNKNOWN, OWN_ACCOUNT, LAST_ADMINISTRATOR */
export async function changeReach(ask: Ask, id: string, reach: Reach): Promise<PersonRow> {
  return (await ask('PUT', `${at(id)}/reach`, personReplySchema, reach)).person
}

/** Where somebody is signed in, newest use first. @throws Problem NOT_FOUND */
export async function sessionsOf(ask: Ask, id: string): Promise<SessionRow[]> {
  return (await ask('GET', `${at(id)}/sessions`, sessionsReplySchema)).sessions
}

/** Where the asker is signed in, newest use first. */
export async function ownSessions(ask: Ask): Promise<SessionRow[]> {
  return (await ask('GET', '/api/sessions', sessionsReplySchema)).sessions
}

const doneSchema = z.object({ ok: z.literal(true) })

/** For somebody who has lost what makes their codes: the password alone opens the account again. @throws Problem NOT_FOUND, OWN_ACCOUNT */
export async function resetSecondFactor(ask: Ask, id: string): Promise<void> {
  await ask('POST', `${at(id)}/reset-second-factor`, doneSchema, {})
}

/**
 * Ends a session of somebody else, or one's own elsewhere.
 * @param password needed for one's own: a tablet left open must not throw its owner out everywhere else
 * @throws Problem NOT_FOUND, PASSWORD_WRONG, SIGN_IN_LOCKED
 */
export async function endSession(ask: Ask, id: string, password?: string): Promise<void> {
  await ask('DELETE', `/api/sessions/${encodeURIComponent(id)}`, doneSchema, password === undefined ? {} : { password })
}

/** Ends every other session too. @throws Problem PASSWORD_WEAK {why}, PASSWORD_SAME, PASSWORD_WRONG, SIGN_IN_LOCKED */
export async function changePassword(ask: Ask, change: { current: string; next: string }): Promise<void> {
  await ask('POST', '/api/password', doneSchema, change)
}
