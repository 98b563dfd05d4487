import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { nuocThai } from '../../src/criteria/nuoc-thai.ts'
import type { Facts } from '../../src/domain/facts.ts'
import type { Person } from '../../src/domain/people.ts'
import { publishChecklists } from '../../src/server/publish-checklists.ts'
import { openDatabase } from '../../src/server/storage/database.ts'
import { addFacility } from '../../src/server/storage/facilities.ts'
import { publish } from '../../src/server/storage/feed.ts'
import { migrate } from '../../src/server/storage/migrations.ts'
import { addPerson } from '../../src/server/storage/people.ts'
import { addProvince } from '../../src/server/storage/provinces.ts'
import { addArea } from '../support/areas.ts'
import { facts, wastewater } from '../support/builders.ts'
import { tinyChecklist } from '../support/server-checklist.ts'

/** A province just large enough that views differ: three communes, six facilities, four people. */

export const PROVINCE = 'province'
export const AREAS = ['north', 'south', 'east'] as const

const station: Facts = facts({ type: 'communeStation', beds: null })
const hospital: Facts = facts({ wastewater: wastewater({ operatingSince: '2012-05-01' }) })

const facilities = [
  { id: 'station-north', areaId: 'north', facts: station },
  { id: 'hospital-north', areaId: 'north', facts: hospital },
  { id: 'station-south', areaId: 'south', facts: station },
  { id: 'clinic-south', areaId: 'south', facts: facts({ type: 'clinic', beds: null }) },
  { id: 'station-east', areaId: 'east', facts: station },
  { id: 'hospital-east', areaId: 'east', facts: hospital },
]

function person(id: string, role: Person['role'], areaIds: string[], facilityId: string | null = null): Person {
  return { id, username: id, name: `${id} (thử)`, role, provinceId: PROVINCE, areaIds, facilityId }
}

export const people = {
  kiem: person('kiem', 'inspector', ['north', 'south']),
  tra: person('tra', 'inspector', ['east', 'south']),
  tram: person('tram', 'facility', [], 'station-south'),
  giam: person('giam', 'supervisor', ['north', 'south', 'east']),
} as const
export type PersonId = keyof typeof people

/** One folder for every file of this process; gone when it ends. */
const folder = mkdtempSync(join(tmpdir(), 'so-kiem-sim-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

let files = 0
export const newFile = () => join(folder, `${++files}.sqlite`)

/** With or without a real checklist: forty long items cost as much as ten small worlds. */
const templates = new Map<boolean, Promise<string>>()

async function makeTemplate(hasReal: boolean): Promise<string> {
  const file = newFile()
  const db = openDatabase(file)
  await migrate(db)
  await publishChecklists(db, hasReal ? [tinyChecklist, nuocThai] : [tinyChecklist], 0)
  await db.transaction().execute(async (trx) => {
    await addProvince(trx, { id: PROVINCE, name: 'Tỉnh thử' }, 0)
    for (const id of AREAS) await addArea(trx, { id, provinceId: PROVINCE, name: `Xã ${id}` })
    for (const each of facilities)
      await addFacility(trx, PROVINCE, { ...each, name: each.id, address: '', demonstration: true })
    for (const each of Object.values(people)) await addPerson(trx, each, '', 0)
    const published = facilities.map(({ id }) => ({ entity: 'facility' as const, entityId: id }))
    await publish(trx, PROVINCE, published)
  })
  // A fixed name: the epoch is part of what a seed repeats.
  await db.updateTable('tenant_clock').set({ epoch: 'epoch-1' }).execute()
  await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db)
  await db.destroy()
  return file
}

/** A database file of its own with the province in it. Made once, then copied: a copy takes a millisecond. */
export async function newProvince(hasReal: boolean): Promise<string> {
  const template = templates.get(hasReal) ?? makeTemplate(hasReal)
  templates.set(hasReal, template)
  const file = newFile()
  copyFileSync(await template, file)
  return file
}

export function removeFile(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true })
}
