import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import { findAccount } from '../storage/people.ts'
import type { Database } from '../storage/schema.ts'
import { endSession, listSessions, ownerOfSession, type Session } from '../storage/sessions.ts'
import { type Act, accountFor, note } from './act.ts'

/** The sessions of somebody in the administrator's province. @throws Problem NOT_FOUND */
export async function sessionsOf(db: Database, by: Person, userId: string, now: number): Promise<Session[]> {
  await accountFor(db, by, userId)
  return listSessions(db, userId, now)
}

/**
 * Ends one session: one's own, or that of anybody in the province for who may.
 * @throws Problem NOT_FOUND: somebody else's and nobody's look the same
 */
export async function endSessionBy({ db, by, now }: Act, id: string, wholeProvince: boolean): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const owner = await ownerOfSession(trx, id)
    const account = owner === null ? null : await findAccount(trx, owner)
    const isOwn = owner === by.id
    const isWithin = wholeProvince && account?.person.provinceId === by.provinceId
    if (!isOwn && !isWithin) throw new Problem('NOT_FOUND')
    await endSession(trx, id)
    await note(trx, { by, now }, { what: 'session.ended', subject: owner ?? '', detail: { sessions: 1 } })
  })
}
