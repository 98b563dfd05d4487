import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import type { Auth } from '../auth/auth.ts'
import type { Database } from '../storage/schema.ts'
import { deleteFactor } from '../storage/second-factors.ts'
import { transact } from '../storage/transaction.ts'
import { type Act, accountFor, administer, note } from './act.ts'

/** Turns one's own second factor off, for who shows the password. @throws Problem PASSWORD_WRONG, SIGN_IN_LOCKED */
export async function turnOff(
  { db, auth, now }: { db: Database; auth: Pick<Auth, 'checkPassword'>; now: number },
  person: Person,
  password: string,
): Promise<void> {
  await auth.checkPassword(person, password)
  await transact(db, 'rows', async (trx) => {
    if (await deleteFactor(trx, person))
      await note(trx, { by: person, now }, { what: 'secondFactor.off', subject: person.id, detail: {} })
  })
}

/**
 * Takes away the second factor of somebody who has lost it; they sign in with their password alone.
 * @throws Problem NOT_FOUND, OWN_ACCOUNT: one's own is turned off with the password
 */
export async function resetFactor(act: Act, userId: string): Promise<void> {
  await administer(act, async (trx) => {
    const { person } = await accountFor(trx, act.by, userId)
    if (userId === act.by.id) throw new Problem('OWN_ACCOUNT')
    if (await deleteFactor(trx, person))
      await note(trx, act, { what: 'secondFactor.reset', subject: userId, detail: {} })
  })
}
