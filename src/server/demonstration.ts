import { roleNames } from '../domain/people.ts'
import type { Welcome } from '../protocol/wire.ts'
import { appendAudit } from './audit/append.ts'
import type { Auth } from './auth/auth.ts'
import { accounts, facilities, NOTICE, PASSWORD, PROVINCE, places } from './demonstration-data.ts'
import { owesVisits } from './demonstration-visits.ts'
import { addFacility } from './storage/facilities.ts'
import { publish } from './storage/feed.ts'
import { addPerson, setDisabled } from './storage/people.ts'
import { writePlaces } from './storage/places.ts'
import { addProvince, listProvinces } from './storage/provinces.ts'
import type { Database } from './storage/schema.ts'
import { transact } from './storage/transaction.ts'

const OF_PROVINCE = { province: PROVINCE.id, who: 'system', subject: PROVINCE.id } as const

/**
 * Fills an empty database with the invented province; leaves any other alone.
 * The ids are fixed: a database made again has the same places and people.
 * @param withVisits whether `bringVisits` is to follow
 */
export async function loadDemonstration(
  db: Database,
  auth: Pick<Auth, 'hashPassword'>,
  now: number,
  withVisits = false,
): Promise<void> {
  // One for all: everybody may know the password, and each takes a quarter of a second of the first start.
  const hash = await auth.hashPassword(PASSWORD)
  await transact(db, 'everything', async (trx) => {
    // Asked inside the transaction: two servers that start at once fill it once.
    if ((await listProvinces(trx)).length > 0) return
    await addProvince(trx, PROVINCE, now)
    const justAreas = { ...places, stays: [] }
    await writePlaces(trx, PROVINCE.id, { areas: [], stays: [] }, justAreas)
    for (const facility of facilities) await addFacility(trx, PROVINCE.id, { ...facility, demonstration: true })
    await writePlaces(trx, PROVINCE.id, justAreas, places)
    for (const account of accounts) {
      const person = { ...account, areaIds: [...account.areaIds], provinceId: PROVINCE.id }
      await addPerson(trx, person, hash, now)
    }
    if (withVisits) await owesVisits(trx, now)
    const detail = { accounts: accounts.length, facilities: facilities.length }
    await appendAudit(trx, { ...OF_PROVINCE, what: 'demonstration.loaded', at: now, detail })
    await publish(
      trx,
      PROVINCE.id,
      facilities.map(({ id }) => ({ entity: 'facility', entityId: id })),
    )
  })
}

/**
 * Everybody knows the password of the invented accounts: where the demonstration
 * is off they are closed, whatever was loaded into the database before.
 */
export async function openDemonstration(db: Database, isOn: boolean, now: number): Promise<void> {
  const ids = accounts.map(({ id }) => id)
  await transact(db, 'everything', async (trx) => {
    const changed = await setDisabled(trx, PROVINCE.id, ids, isOn ? null : now)
    if (changed === 0) return
    const what = isOn ? 'demonstration.opened' : 'demonstration.closed'
    await appendAudit(trx, { ...OF_PROVINCE, what, at: now, detail: { accounts: changed } })
  })
}

/** What the sign-in page says of it; null in a database that holds real work. */
export async function demonstrationNotice(db: Database): Promise<Welcome['demonstration']> {
  const provinces = await listProvinces(db)
  if (!provinces.includes(PROVINCE.id)) return null
  return {
    notice: NOTICE,
    password: PASSWORD,
    accounts: accounts.map(({ username, name, role }) => ({ username, name, role: roleNames[role] })),
  }
}
