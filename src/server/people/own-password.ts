import { weaknessOf } from '../../domain/password.ts'
import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import type { Auth } from '../auth/auth.ts'
import { setPassword } from '../storage/passwords.ts'
import type { Database } from '../storage/schema.ts'
import { endSessionsOf } from '../storage/sessions.ts'
import { transact } from '../storage/transaction.ts'
import { note } from './act.ts'

type Change = { current: string; next: string }

/**
 * Changes a person's own password; every session but the one they ask with ends.
 * @throws Problem PASSWORD_WEAK (detail: why), PASSWORD_SAME, PASSWORD_WRONG, SIGN_IN_LOCKED
 */
export async function changePassword(
  { db, auth, now }: { db: Database; auth: Pick<Auth, 'checkPassword' | 'hashPassword'>; now: number },
  { person, sessionId }: { person: Person; sessionId: string },
  { current, next }: Change,
): Promise<void> {
  const why = weaknessOf(next, person.username)
  if (why !== null) throw new Problem('PASSWORD_WEAK', { why })
  const checked = await auth.checkPassword(person, current)
  if (next === current) throw new Problem('PASSWORD_SAME')
  const hash = await auth.hashPassword(next)
  await transact(db, { province: person.provinceId }, async (trx) => {
    // Reset by an administrator meanwhile: what was typed is the password no more.
    if (!(await setPassword(trx, person, hash, { mustChange: false, now, instead: checked })))
      throw new Problem('PASSWORD_WRONG')
    await note(trx, { by: person, now }, { what: 'password.changed', subject: person.id, detail: {} })
    const sessions = await endSessionsOf(trx, person.id, sessionId)
    if (sessions > 0)
      await note(trx, { by: person, now }, { what: 'session.ended', subject: person.id, detail: { sessions } })
  })
}
