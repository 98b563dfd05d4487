import { randomUUID } from 'node:crypto'
import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import { appendAudit } from '../audit/append.ts'
import { addPerson, hasUsername } from '../storage/people.ts'
import { addProvince, listAreas, provincesCalled } from '../storage/provinces.ts'
import type { Database } from '../storage/schema.ts'
import { transact } from '../storage/transaction.ts'

type Wanted = {
  /** Id or name; a name that no province has makes one. */
  province: string
  username: string
  name: string
  passwordHash: string
  /** Whether the password was chosen by a machine and stood on a screen. */
  mustChange: boolean
}

/**
 * Opens an administrator's account from outside the app, for a province that has
 * nobody who could: there is no account yet, or the only one is lost.
 *
 * @throws Problem USERNAME_TAKEN, REACH_UNKNOWN where several provinces bear the name
 */
export async function openAdministrator(
  db: Database,
  { province: called, username, name, passwordHash, mustChange }: Wanted,
  now: number,
): Promise<{ person: Person; province: { id: string; name: string; isNew: boolean } }> {
  return transact(db, 'everything', async (trx) => {
    if (await hasUsername(trx, username)) throw new Problem('USERNAME_TAKEN')
    const [known, another] = await provincesCalled(trx, called)
    if (another) throw new Problem('REACH_UNKNOWN')
    const province = known ?? { id: randomUUID(), name: called }
    if (!known) await addProvince(trx, province, now)
    const areaIds = await listAreas(trx, province.id)
    const person: Person = {
      id: randomUUID(),
      username,
      name,
      role: 'administrator',
      provinceId: province.id,
      areaIds,
      facilityId: null,
    }
    await addPerson(trx, person, passwordHash, now, { mustChange })
    const detail = { role: person.role, areas: [...areaIds].sort(), facility: null }
    // Whoever has the server in their hands: no account of the app.
    const line = { what: 'account.created', province: province.id, who: 'system', at: now, subject: person.id } as const
    await appendAudit(trx, { ...line, detail })
    return { person, province: { ...province, isNew: !known } }
  })
}
