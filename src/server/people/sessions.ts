import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import type { Auth } from '../auth/auth.ts'
import { findAccount } from '../storage/people.ts'
import type { Database } from '../storage/schema.ts'
import { endSession, listSessions, ownerOfSession, type Session } from '../storage/sessions.ts'
import { transact } from '../storage/transaction.ts'
import { accountFor, note } from './act.ts'

/** The sessions of somebody in the administrator's province. @throws Problem NOT_FOUND */
export async function sessionsOf(db: Database, by: Person, userId: string, now: number): Promise<Session[]> {
  await accountFor(db, by, userId)
  return listSessions(db, userId, now)
}

type Ending = { id: string; password: string | undefined; wholeProvince: boolean }

/**
 * Ends one session: one's own, or that of anybody in the province for who may. One's
 * own elsewhere by the password again: whoever finds a tablet open must not be able
 * to throw its owner out everywhere else.
 * @throws Problem NOT_FOUND: somebody else's and nobody's look the same; PASSWORD_WRONG, SIGN_IN_LOCKED
 */
export async function endSessionBy(
  { db, auth, now }: { db: Database; auth: Pick<Auth, 'checkPassword'>; now: number },
  { person: by, sessionId }: { person: Person; sessionId: string },
  { id, password, wholeProvince }: Ending,
): Promise<void> {
  if (id !== sessionId && (await ownerOfSession(db, id)) === by.id) {
    if (password === undefined) throw new Problem('PASSWORD_WRONG')
    await auth.checkPassword(by, password)
  }
  await transact(db, { province: by.provinceId }, async (trx) => {
    const owner = await ownerOfSession(trx, id)
    const account = owner === null ? null : await findAccount(trx, owner)
    const isOwn = owner === by.id
    const isWithin = wholeProvince && account?.person.provinceId === by.provinceId
    if (!isOwn && !isWithin) throw new Problem('NOT_FOUND')
    await endSession(trx, id)
    await note(trx, { by, now }, { what: 'session.ended', subject: owner ?? '', detail: { sessions: 1 } })
  })
}
