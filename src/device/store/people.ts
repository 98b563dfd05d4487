import Dexie, { type EntityTable } from 'dexie'
import { type Person, personSchema } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import { checkPin, type Lock, newKey, type Opened, openByPin, openBySecret, TRIES_MAX, type Wrapped } from './lock.ts'
import { opensSeal, sealFor } from './lost-seal.ts'
import { forgetMarker, type Unsent, unsentOf } from './marker.ts'
import { openDatabase } from './open-database.ts'
import { type Packed, packWith, type StoreKey, unpackWith } from './packing.ts'
import { storeName } from './store.ts'
import { newSession, readSession } from './tab-session.ts'
import { noteWiped, tabletNumber } from './tablet.ts'

/**
 * Who has used this tablet, and how each one's store is opened. It knows no
 * inspection: those lie in each person's own store.
 */
type PersonRow = {
  id: string
  isCurrent: 0 | 1
  /** What everybody may read who holds the tablet: whose PIN to ask for. Absent where an older version wrote the row. */
  label?: Label
  /** Absent until a PIN was chosen: then the store lies open, as older versions left it. */
  lock?: Lock
  /** The account's store key, so that what is noted outside the store can be sealed for the account. */
  account?: Packed<string>
  /** How an order to wipe this store is known to be the server's (lost-seal.ts). */
  lostSeal?: string
  /** Has signed out here: their session is over, and nothing of theirs is sent before they come in again. */
  left?: 1
  /** The order is being carried out: nobody comes in here any more. */
  isWiped?: 1
  person: Packed<Person>
}
type Label = Pick<Person, 'name' | 'role'>

/** A store's key under a text that one tab keeps in its session: a reload, or Android's camera, needs no PIN. */
type TabRow = { id: string; personId: string; at: number; wrapped: Wrapped }

class Registry extends Dexie {
  declare person: EntityTable<PersonRow, 'id'>
  declare tab: EntityTable<TabRow, 'id'>

  constructor() {
    super('so-kiem', { chromeTransactionDurability: 'strict', cache: 'disabled' })
    this.version(1).stores({ person: 'id, isCurrent' })
    this.version(2).stores({ tab: 'id, personId' })
  }
}

let registered: Registry | undefined
const registry = () => (registered ??= new Registry())

/** A person with the key to their store; without one where they must choose a PIN first. */
export type Entered = {
  person: Person
  key: StoreKey
  accountKey: string | null
  /** False: a PIN must be chosen now, because there is none (any more). */
  hasPin: boolean
}

/** Somebody who has used this tablet. */
export type Known = Label & {
  id: string
  isCurrent: boolean
  /** False where the PIN was tried too often: only the account opens. */
  hasPin: boolean
  /** False where the tablet has not heard from the server since the PIN was chosen: only the PIN opens. */
  hasAccount: boolean
  /** What was not sent when this person was here last, and what of it others have sent since. */
  unsent: Unsent | null
  /** Whether others send what waits while the store is locked. */
  isRelayed: boolean
}

/** Everybody whose store on this tablet is locked, whoever was here last first. */
export async function listKnown(): Promise<Known[]> {
  const rows = await registry().person.toArray()
  const known = await Promise.all(
    rows.map(async ({ id, isCurrent, label, lock, person, left, isWiped }): Promise<Known | null> => {
      if (isWiped) return null
      const { name, role } = label ?? ('plain' in person ? person.plain : { name: '', role: null })
      return lock && role
        ? {
            id,
            name,
            role,
            isCurrent: isCurrent === 1,
            hasPin: lock.pin !== null,
            hasAccount: lock.account !== null,
            unsent: unsentOf(id),
            isRelayed: lock.account !== null && !left,
          }
        : null
    }),
  )
  return known.filter((each) => each !== null).sort((a, b) => Number(b.isCurrent) - Number(a.isCurrent))
}

/** Everybody else who has a store on this tablet, with or without a PIN. */
export async function listOthers(own: string): Promise<{ id: string; name: string }[]> {
  const rows = await registry()
    .person.filter(({ id, isWiped }) => id !== own && !isWiped)
    .toArray()
  return rows.map(({ id, label, person }) => ({
    id,
    name: label?.name ?? ('plain' in person ? person.plain.name : ''),
  }))
}

/**
 * Who is here, without asking anything: the person of this tab's session, or one
 * who has not chosen a PIN yet. `locked` where only a PIN or the account opens.
 * @throws Problem STORE_BLOCKED | STORE_REFUSED | STORE_NO_ROOM | STORE_NOT_OPENED
 */
export async function enterAgain(now: number): Promise<Entered | 'locked' | null> {
  const db = registry()
  await openDatabase(db)
  const session = readSession()
  const [row, tab] = await db.transaction('r', db.person, db.tab, () =>
    Promise.all([db.person.where({ isCurrent: 1 }).first(), session ? db.tab.get(session.id) : undefined]),
  )
  // Of tabs that are long gone nothing stays; nobody waits for it. Whether this one may go on is decided below.
  db.tab
    .filter(({ id, at }) => id !== session?.id && Math.abs(now - at) > 4 * OPEN_KEPT)
    .delete()
    .catch((error: unknown) => console.warn(error))
  if (!row || row.isWiped) return null
  if (!row.lock) return entered(row, null)
  return (await enterByTab(row, tab, now)) ?? 'locked'
}

/**
 * Opens by PIN; needs no network. The try is counted before it is made, so that a
 * tablet switched off in between gives none away.
 * @param accountKey what the server tells of it: from now on it opens too. Nobody waits for a poor line to whom it was told before
 * @throws Problem PIN_WRONG {left} | PIN_USED_UP: from now on only the account opens
 */
export async function enterByPin(
  id: string,
  pin: string,
  now: number,
  accountKey: string | null | Promise<string | null> = null,
): Promise<Entered> {
  const opened = await tryPin(id, pin)
  const learning = learnAccount(id, opened, accountKey)
  if (accountKey instanceof Promise && (await keyUnderAccount(id)) !== null)
    learning.catch((error: unknown) => console.warn(error))
  else await learning
  return come(id, opened, now)
}

async function learnAccount(id: string, opened: Opened, told: string | null | Promise<string | null>): Promise<void> {
  const accountKey = await told
  if (accountKey === null) return
  const account = await opened.underSecret(accountKey)
  const sealed = await packWith(opened.key, accountKey)
  await registry()
    .person.where({ id })
    .modify((row) => {
      // The tablet may have been declared lost meanwhile: no way comes back to a key that was put away.
      if (!row.lock || row.isWiped) return
      row.lock = { ...row.lock, account }
      row.account = sealed
    })
}

/** @throws Problem PIN_WRONG {left} | PIN_USED_UP */
async function tryPin(id: string, pin: string): Promise<Opened> {
  const db = registry()
  const tried = await db.transaction('rw', db.person, async () => {
    const row = await db.person.get(id)
    if (!row?.lock?.pin || row.lock.pin.wrongTries >= TRIES_MAX) throw new Problem('PIN_USED_UP')
    const counted = { ...row.lock.pin, wrongTries: row.lock.pin.wrongTries + 1 }
    await db.person.update(id, { lock: { ...row.lock, pin: counted } })
    return counted
  })
  const opened = await openByPin(tried, pin)
  // Coming in takes the count back (`come`).
  if (opened) return opened
  const left = TRIES_MAX - tried.wrongTries
  if (left > 0) throw new Problem('PIN_WRONG', { left })
  // Not only refused: gone, so that nobody can go on with a copy of the counter.
  await changeLock(id, (before) => ({ ...before, pin: null }))
  throw new Problem('PIN_USED_UP')
}

/**
 * Somebody has signed in, which the server has just confirmed.
 * @returns `locked` where the store is under a PIN that this account does not open (the server's key is a new one)
 */
export async function enterByAccount(
  person: Person,
  accountKey: string | null,
  now: number,
): Promise<Entered | 'locked'> {
  await finishWipes()
  const db = registry()
  const row = await db.person.get(person.id)
  if (!row?.lock) {
    await makeCurrent({ id: person.id, isCurrent: 1, label: labelOf(person), person: await packWith(null, person) })
    return { person, key: null, accountKey, hasPin: false }
  }
  const opened = row.lock.account && accountKey ? await openBySecret(row.lock.account, accountKey) : null
  if (!opened) return 'locked'
  await keepSealed(person, opened, accountKey)
  return come(person.id, opened, now)
}

/**
 * Chooses a PIN, the first or another. The store's key is made with the first one,
 * and what lies in the store is sealed by `sealRows`.
 * @param was the way in that the person has just shown; null for the first PIN
 * @throws Problem PIN_WEAK | PIN_WRONG | PIN_USED_UP
 */
export async function choosePin(
  { person, accountKey }: Pick<Entered, 'person' | 'accountKey'>,
  pin: string,
  now: number,
  was: { pin: string } | null = null,
): Promise<Entered> {
  checkPin(pin)
  const lock = (await registry().person.get(person.id))?.lock
  const opened = lock ? await shown(person.id, lock, was, accountKey) : await newKey()
  const chosen: Lock = {
    pin: await opened.underPin(pin),
    account: accountKey ? await opened.underSecret(accountKey) : (lock?.account ?? null),
  }
  await makeCurrent({ ...(await sealedRow(person, opened.key, accountKey)), isCurrent: 1, lock: chosen }, lock)
  return come(person.id, opened, now)
}

/** The key, by what the person has just shown: the present PIN, or where there is none any more the account. */
async function shown(id: string, lock: Lock, was: { pin: string } | null, accountKey: string | null): Promise<Opened> {
  if (was) return tryPin(id, was.pin)
  const opened = lock.pin === null && lock.account && accountKey ? await openBySecret(lock.account, accountKey) : null
  if (!opened) throw new Problem('STORE_LOCKED')
  return opened
}

/** This tab locks itself: from here on the PIN is asked for. */
export async function lockTab(): Promise<void> {
  const session = readSession()
  session?.clear()
  if (session) await registry().tab.delete(session.id)
}

/** Notes that this tab is in use. */
export async function touchTab(now: number): Promise<void> {
  const session = readSession()
  if (!session) return
  session.write(now)
  await registry().tab.update(session.id, { at: now })
}

/** Signs out on this device. Every store stays: what was not sent waits for the same person. */
export async function leave(): Promise<void> {
  await lockTab()
  await registry().person.where({ isCurrent: 1 }).modify({ isCurrent: 0, left: 1 })
}

/** Somebody whose store is locked here, with its key under the account's. */
export type Absent = { id: string; key: Wrapped }

/**
 * Everybody for whom a page may send what waits: their store opens by an account, it
 * is open in no tab, and they have not signed out.
 * @param here whose store this page has open itself; null for nobody's
 */
export async function listAbsent(here: string | null, now: number): Promise<Absent[]> {
  const db = registry()
  const [rows, tabs] = await Promise.all([db.person.toArray(), db.tab.toArray()])
  // A tab that nobody has looked at for so long locks itself before it does anything else.
  const open = new Set(tabs.filter(({ at }) => Math.abs(now - at) < OPEN_KEPT).map(({ personId }) => personId))
  return rows.flatMap(({ id, lock, left, isWiped }) =>
    lock?.account && !left && !isWiped && id !== here && !open.has(id) ? [{ id, key: lock.account }] : [],
  )
}

/** The key of somebody's store under their account's, as a file of theirs takes it along; null where the account does not open it. */
export async function keyUnderAccount(id: string): Promise<Wrapped | null> {
  return (await registry().person.get(id))?.lock?.account ?? null
}

/** The account's secret, for who is at work in their store. Null where it is not known here. */
export async function accountSecret(id: string, key: StoreKey): Promise<string | null> {
  const account = (await registry().person.get(id))?.account
  return account ? unpackWith(key, account) : null
}

/** From now on an order to wipe this person's store here is known to be the server's, also while it is locked. */
export async function keepLostSeal(id: string, accountKey: string): Promise<void> {
  const tablet = tabletNumber()
  if (tablet !== null) await registry().person.update(id, { lostSeal: await sealFor(accountKey, tablet) })
}

/**
 * What an order to wipe finds here: the lock of the store it names, where it is
 * proven to be the server's; `unproven` where it is not, `gone` where there is no such store.
 */
export async function findOrdered(id: string, proof: string): Promise<{ lock: Lock | null } | 'unproven' | 'gone'> {
  const row = await registry().person.get(id)
  if (!row) return 'gone'
  return row.lostSeal && (await opensSeal(proof, row.lostSeal)) ? { lock: row.lock ?? null } : 'unproven'
}

/**
 * Wipes one person's store on this tablet: the ways to its key first, so that a
 * tablet switched off in between keeps nothing that could be opened; then the store
 * with its pictures, and what stands beside it. Everybody else's stays.
 */
export async function wipe(id: string): Promise<void> {
  const db = registry()
  await db.transaction('rw', db.person, db.tab, async () => {
    await db.tab.where({ personId: id }).delete()
    await db.person.update(id, { isWiped: 1, isCurrent: 0, lock: { pin: null, account: null } })
  })
  if (readSession()?.personId === id) readSession()?.clear()
  await finishWipes()
}

/** Goes on with what a tablet that was switched off had begun. */
export async function finishWipes(): Promise<void> {
  const rows = await registry()
    .person.filter(({ isWiped }) => isWiped === 1)
    .toArray()
  for (const { id, label } of rows) {
    forgetMarker(id)
    // With its pictures. Other tabs that have it open let go of it by themselves.
    await Dexie.delete(storeName(id))
    // Of two tabs that are at it one says so.
    const isMine = await registry().transaction('rw', registry().person, async () => {
      const isThere = (await registry().person.get(id)) !== undefined
      await registry().person.delete(id)
      return isThere
    })
    if (isMine) noteWiped({ name: label?.name ?? '', at: Date.now() })
  }
}

/** So long a tab that nobody looks at stays open. */
export const OPEN_KEPT = 15 * 60_000

async function enterByTab(row: PersonRow, tab: TabRow | undefined, now: number): Promise<Entered | null> {
  const session = readSession()
  if (!session || session.personId !== row.id) return null
  const isFresh = now >= session.at && now - session.at < OPEN_KEPT
  const opened = isFresh && tab ? await openBySecret(tab.wrapped, session.secret) : null
  if (!opened) {
    await lockTab()
    return null
  }
  return entered(row, opened.key)
}

/** The person is here: current on this tablet, and known to this tab. */
async function come(id: string, opened: Opened, now: number): Promise<Entered> {
  const db = registry()
  const former = readSession()
  const session = newSession(id)
  const wrapped = session && (await opened.underSecret(session.secret))
  // At once: each transaction is flushed to the disk, and somebody stands there waiting.
  const row = await db.transaction('rw', db.person, db.tab, async () => {
    await db.person.where({ isCurrent: 1 }).modify({ isCurrent: 0 })
    await db.person.where({ id }).modify((each) => {
      each.isCurrent = 1
      delete each.left
      if (each.lock?.pin) each.lock.pin.wrongTries = 0
    })
    // Whoever was here in this tab is not any more, and what it kept for them is of no use.
    if (former) await db.tab.delete(former.id)
    if (session && wrapped) await db.tab.put({ id: session.id, personId: id, at: now, wrapped })
    return db.person.get(id)
  })
  if (!row) throw new Problem('STORE_LOCKED')
  session?.write(now)
  return entered(row, opened.key)
}

async function entered({ person, account, lock }: PersonRow, key: StoreKey): Promise<Entered> {
  const parsed = personSchema.safeParse(await unpackWith(key, person))
  if (!parsed.success) throw new Problem('STORE_LOCKED')
  return {
    person: parsed.data,
    key,
    accountKey: account ? await unpackWith(key, account) : null,
    hasPin: Boolean(lock?.pin),
  }
}

const labelOf = ({ name, role }: Person): Label => ({ name, role })

async function sealedRow(person: Person, key: CryptoKey, accountKey: string | null): Promise<Omit<PersonRow, 'lock'>> {
  return {
    id: person.id,
    isCurrent: 0,
    label: labelOf(person),
    person: await packWith(key, person),
    ...(accountKey && { account: await packWith(key, accountKey) }),
  }
}

async function keepSealed(person: Person, opened: Opened, accountKey: string | null): Promise<void> {
  const { isCurrent: _isCurrent, ...row } = await sealedRow(person, opened.key, accountKey)
  await registry().person.update(person.id, row)
}

/**
 * @param basedOn the lock that was there when this one was made
 * @throws Problem STORE_LOCKED: another tab has put the first lock on meanwhile. It must never be replaced by one of
 *   another key: what is sealed already would open no more.
 */
async function makeCurrent(row: PersonRow, basedOn?: Lock): Promise<void> {
  const db = registry()
  await db.transaction('rw', db.person, async () => {
    const lock = (await db.person.get(row.id))?.lock
    if (lock && row.lock && !basedOn) throw new Problem('STORE_LOCKED')
    await db.person.where({ isCurrent: 1 }).modify({ isCurrent: 0 })
    await db.person.put({ ...row, ...((row.lock ?? lock) && { lock: row.lock ?? lock }) } as PersonRow)
  })
}

async function changeLock(id: string, change: (lock: Lock) => Lock): Promise<void> {
  const db = registry()
  await db.transaction('rw', db.person, async () => {
    const row = await db.person.get(id)
    if (row?.lock) await db.person.update(id, { lock: change(row.lock) })
  })
}
