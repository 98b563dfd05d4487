import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import { type AuditEvent, appendAudit } from '../audit/append.ts'
import { type Account, countAdministrators, findAccount } from '../storage/people.ts'
import type { Database } from '../storage/schema.ts'
import { transact } from '../storage/transaction.ts'

/** What an administrator does: who, when, and on which database. */
export type Act = {
  db: Database
  by: Person
  /** Milliseconds since 1970. */
  now: number
}

/**
 * Carries out what an administrator does, in one transaction: done as a whole, or
 * not at all. Asked again inside it: whoever was locked or demoted a moment ago
 * administers nothing any more, so that two who lock each other leave one.
 *
 * @throws Problem FORBIDDEN: nothing was changed
 */
export async function administer<T>({ db, by }: Act, work: (trx: Database) => Promise<T>): Promise<T> {
  return transact(db, { province: by.provinceId }, async (trx) => {
    const account = await findAccount(trx, by.id)
    if (account?.lockedAt !== null || account.person.role !== 'administrator') throw new Problem('FORBIDDEN')
    return work(trx)
  })
}

/**
 * Nobody takes their own rights away; of others an administrator is always left, who does it.
 * @throws Problem OWN_ACCOUNT, or LAST_ADMINISTRATOR where nobody else could do it either
 */
export async function refuseOwn(trx: Database, { by }: Pick<Act, 'by'>, userId: string): Promise<void> {
  if (userId !== by.id) return
  throw new Problem((await countAdministrators(trx, by.provinceId)) === 1 ? 'LAST_ADMINISTRATOR' : 'OWN_ACCOUNT')
}

/**
 * An account of the administrator's province.
 * @throws Problem NOT_FOUND: somebody else's and nobody's look the same
 */
export async function accountFor(db: Database, by: Person, userId: string): Promise<Account> {
  const account = await findAccount(db, userId)
  if (account?.person.provinceId !== by.provinceId) throw new Problem('NOT_FOUND')
  return account
}

/** Puts what an administrator has just done into the audit log. */
export async function note(
  trx: Database,
  { by, now }: Pick<Act, 'by' | 'now'>,
  event: Pick<AuditEvent, 'what' | 'subject' | 'detail'>,
): Promise<void> {
  await appendAudit(trx, { province: by.provinceId, who: by.id, at: now, ...event } as AuditEvent)
}
