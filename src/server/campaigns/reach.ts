import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import type { Reach } from '../../domain/rights.ts'
import { findAccount, listAccounts } from '../storage/people.ts'
import type { Database } from '../storage/schema.ts'
import { transact } from '../storage/transaction.ts'

/** Who plans campaigns, how far: a supervisor over their areas, an administrator over the province. */
export type Planner = { person: Person; reach: Reach }

/** Ids of areas that a planner reaches; null: all of the province. */
export function areasOf({ person, reach }: Planner): readonly string[] | null {
  return reach === 'province' ? null : person.areaIds
}

/** Whether a facility's area lies in a planner's reach. */
export function isReached(planner: Planner, areaId: string): boolean {
  return areasOf(planner)?.includes(areaId) ?? true
}

/**
 * Carries out what a planner does, in one transaction. Who they are is asked again
 * inside it: whoever was locked or lost an area a moment ago plans nothing there.
 * @throws Problem FORBIDDEN: nothing was changed
 */
export async function plan<T>(
  db: Database,
  { person, reach }: Planner,
  work: (trx: Database, planner: Planner) => Promise<T>,
): Promise<T> {
  return transact(db, { province: person.provinceId }, async (trx) => {
    const account = await findAccount(trx, person.id)
    if (account?.lockedAt !== null || account.person.role !== person.role) throw new Problem('FORBIDDEN')
    return work(trx, { person: account.person, reach })
  })
}

export type Inspector = { id: string; name: string; areaIds: string[] }

/** Who can be sent: inspectors with an open account who have an area of the planner's. */
export async function inspectorsFor(db: Database, planner: Planner): Promise<Inspector[]> {
  const accounts = await listAccounts(db, planner.person.provinceId)
  return accounts
    .filter(({ person, lockedAt }) => person.role === 'inspector' && lockedAt === null)
    .map(({ person: { id, name, areaIds } }) => ({
      id,
      name,
      areaIds: areaIds.filter((areaId) => isReached(planner, areaId)),
    }))
    .filter(({ areaIds }) => areaIds.length > 0)
    .sort((a, b) => a.name.localeCompare(b.name, 'vi'))
}
