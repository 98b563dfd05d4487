import Dexie, { type EntityTable } from 'dexie'
import { type Person, personSchema } from '../../domain/people.ts'
import { type Packed, pack, unpack } from './packing.ts'

/** Who has used this tablet. It knows no inspection: those lie in each person's own store. */
type PersonRow = { id: string; isCurrent: 0 | 1; person: Packed<Person> }

class Registry extends Dexie {
  declare person: EntityTable<PersonRow, 'id'>

  constructor() {
    super('so-kiem', { chromeTransactionDurability: 'strict', cache: 'disabled' })
    this.version(1).stores({ person: 'id, isCurrent' })
  }
}

let opened: Registry | undefined
const registry = () => (opened ??= new Registry())

/** Who is signed in on this device; needs no network. Null when nobody is. */
export async function currentPerson(): Promise<Person | null> {
  const row = await registry().person.where({ isCurrent: 1 }).first()
  if (!row) return null
  const parsed = personSchema.safeParse(await unpack(row.person))
  return parsed.success ? parsed.data : null
}

/** Remembers who has just signed in. */
export async function keepPerson(person: Person): Promise<void> {
  const row: PersonRow = { id: person.id, isCurrent: 1, person: await pack(person) }
  const db = registry()
  await db.transaction('rw', db.person, async () => {
    await db.person.where({ isCurrent: 1 }).modify({ isCurrent: 0 })
    await db.person.put(row)
  })
}

/** Signs out on this device. Every store stays: what was not sent waits for the same person. */
export async function leave(): Promise<void> {
  await registry().person.where({ isCurrent: 1 }).modify({ isCurrent: 0 })
}
