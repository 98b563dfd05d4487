import { randomUUID } from 'node:crypto'
import { dateInVietnam } from '../../domain/date.ts'
import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import { tryName } from '../auth/sign-in-lock.ts'
import { findFacility } from '../storage/facilities.ts'
import { setPassword } from '../storage/passwords.ts'
import {
  type Account,
  addPerson,
  hasUsername,
  lastSeenIn,
  listAccounts,
  type Reach,
  setDisabled,
  setName,
  setReach,
} from '../storage/people.ts'
import { listAreas } from '../storage/provinces.ts'
import { rememberReach } from '../storage/reach.ts'
import type { Database } from '../storage/schema.ts'
import { endSessionsOf } from '../storage/sessions.ts'
import { clearTries } from '../storage/sign-in-tries.ts'
import { type Act, accountFor, administer, note, refuseOwn } from './act.ts'
import { hashAll, temporaryPassword } from './temporary-password.ts'

/** An account, and when it was last heard of; null for never. */
export type Listed = Account & { lastSeen: number | null }

/** Who does it and when, inside a transaction that is already open. */
type Deed = Pick<Act, 'by' | 'now'>

/** Every account of the administrator's province. */
export async function listPeople(db: Database, by: Person): Promise<Listed[]> {
  const seen = await lastSeenIn(db, by.provinceId)
  const accounts = await listAccounts(db, by.provinceId)
  return accounts.map((account) => ({ ...account, lastSeen: seen.get(account.person.id) ?? null }))
}

/**
 * Opens an account in the administrator's province with a password that its owner has to change.
 * @throws Problem USERNAME_TAKEN, REACH_UNKNOWN
 */
export async function openAccount(
  act: Act,
  wanted: { username: string; name: string } & Reach,
  passwordHash: string,
): Promise<Account> {
  return administer(act, async (trx) => accountFor(trx, act.by, await openAccountIn(trx, act, wanted, passwordHash)))
}

/**
 * The same inside a transaction that is already an administrator's.
 * @returns the account's id
 */
export async function openAccountIn(
  trx: Database,
  act: Deed,
  wanted: { username: string; name: string } & Reach,
  passwordHash: string,
): Promise<string> {
  const { provinceId } = act.by
  const reach = await reachWithin(trx, provinceId, wanted)
  if (await hasUsername(trx, wanted.username)) throw new Problem('USERNAME_TAKEN')
  const { username, name } = wanted
  const person: Person = { id: randomUUID(), username, name, provinceId, ...reach }
  await addPerson(trx, person, passwordHash, act.now, { mustChange: true })
  await note(trx, act, { what: 'account.created', subject: person.id, detail: asNoted(reach) })
  return person.id
}

/**
 * Closes an account at once, wherever it is signed in. What it has sent stays.
 * @throws Problem NOT_FOUND, OWN_ACCOUNT, LAST_ADMINISTRATOR
 */
export async function lockAccount(act: Act, userId: string): Promise<Account> {
  return administer(act, async (trx) => {
    const { lockedAt } = await accountFor(trx, act.by, userId)
    await refuseOwn(trx, act, userId)
    // Locked before: it has been since then.
    if (lockedAt === null) {
      await setDisabled(trx, act.by.provinceId, [userId], act.now)
      await note(trx, act, { what: 'account.locked', subject: userId, detail: {} })
    }
    await endAll(trx, act, userId)
    return accountFor(trx, act.by, userId)
  })
}

/**
 * Corrects the name of a person. What they have handed in keeps the name under which it was sealed.
 * @throws Problem NOT_FOUND, PLACES_CHANGED: it is not `was` any more
 */
export async function renamePerson(act: Act, userId: string, { name, was }: { name: string; was: string }) {
  return administer(act, async (trx) => {
    const account = await accountFor(trx, act.by, userId)
    if (account.person.name !== was) throw new Problem('PLACES_CHANGED')
    if (name === was) return account
    await setName(trx, userId, name, act.now)
    await note(trx, act, { what: 'account.renamed', subject: userId, detail: {} })
    return accountFor(trx, act.by, userId)
  })
}

/** Opens a closed account, and a name that wrong passwords have closed. @throws Problem NOT_FOUND */
export async function unlockAccount(act: Act, userId: string): Promise<Account> {
  return administer(act, async (trx) => {
    const { person } = await accountFor(trx, act.by, userId)
    await setDisabled(trx, act.by.provinceId, [userId], null)
    await clearTries(trx, tryName(person.username))
    await note(trx, act, { what: 'account.unlocked', subject: userId, detail: {} })
    return accountFor(trx, act.by, userId)
  })
}

/**
 * Puts a temporary password in the place of a lost one. Every session ends: nobody knows who had the old one.
 * @throws Problem NOT_FOUND, OWN_ACCOUNT
 */
export async function resetPassword(act: Act, userId: string, passwordHash: string): Promise<Account> {
  return administer(act, async (trx) => {
    await resetPasswordIn(trx, act, userId, passwordHash)
    return accountFor(trx, act.by, userId)
  })
}

/** The same inside a transaction that is already an administrator's. @returns whose it was */
async function resetPasswordIn(trx: Database, act: Deed, userId: string, passwordHash: string): Promise<Person> {
  const { person } = await accountFor(trx, act.by, userId)
  // One's own is changed by who knows it: a tablet left open is no way to take an account over.
  if (userId === act.by.id) throw new Problem('OWN_ACCOUNT')
  await setPassword(trx, person, passwordHash, { mustChange: true, now: act.now })
  await note(trx, act, { what: 'password.reset', subject: userId, detail: {} })
  await endAll(trx, act, userId)
  await clearTries(trx, tryName(person.username))
  return person
}

/**
 * The same for many, as after an import whose reply was lost: all of them or none.
 * Passwords are chosen and hashed before the transaction.
 *
 * @returns in the order of the ids; the passwords are said this once
 * @throws Problem NOT_FOUND, OWN_ACCOUNT
 */
export async function resetPasswords(
  { db, by, now }: Pick<Act, 'db' | 'by'> & { now: () => number },
  userIds: readonly string[],
  hashPassword: (password: string) => Promise<string>,
): Promise<{ username: string; name: string; temporaryPassword: string }[]> {
  const wanted = [...new Set(userIds)]
  const known = new Set((await listAccounts(db, by.provinceId)).map(({ person }) => person.id))
  // Said before a minute of hashing; what holds is asked again inside.
  if (!wanted.every((id) => known.has(id))) throw new Problem('NOT_FOUND')
  if (wanted.includes(by.id)) throw new Problem('OWN_ACCOUNT')
  const passwords = wanted.map(temporaryPassword)
  const hashes = await hashAll(passwords, hashPassword)
  const act = { db, by, now: now() }
  return administer(act, async (trx) => {
    const reset = []
    for (const [index, id] of wanted.entries()) {
      const { username, name } = await resetPasswordIn(trx, act, id, hashes[index] ?? '')
      reset.push({ username, name, temporaryPassword: passwords[index] ?? '' })
    }
    return reset
  })
}

/**
 * Gives an account another role and reach, from the next request on.
 * @throws Problem NOT_FOUND, REACH_UNKNOWN, OWN_ACCOUNT, LAST_ADMINISTRATOR
 */
export async function changeReach(act: Act, userId: string, wanted: Reach): Promise<Account> {
  return administer(act, async (trx) => {
    await changeReachIn(trx, act, userId, wanted)
    return accountFor(trx, act.by, userId)
  })
}

/** The same inside a transaction that is already an administrator's. */
export async function changeReachIn(trx: Database, act: Deed, userId: string, wanted: Reach): Promise<void> {
  const { person } = await accountFor(trx, act.by, userId)
  if (wanted.role !== 'administrator') await refuseOwn(trx, act, userId)
  const reach = await reachWithin(trx, act.by.provinceId, wanted)
  await rememberReach(trx, person.provinceId, { userId }, dateInVietnam(act.now))
  await setReach(trx, person, reach)
  const detail = { from: asNoted(person), to: asNoted(reach) }
  await note(trx, act, { what: 'reach.changed', subject: userId, detail })
}

/** The reach as it is kept: areas once each, a facility for the role of one. @throws Problem REACH_UNKNOWN */
async function reachWithin(trx: Database, provinceId: string, { role, areaIds, facilityId }: Reach): Promise<Reach> {
  const wanted = [...new Set(areaIds)]
  const areas = new Set(await listAreas(trx, provinceId))
  const fits =
    role === 'facility'
      ? wanted.length === 0 && facilityId !== null && (await findFacility(trx, provinceId, facilityId)) !== null
      : facilityId === null && wanted.every((id) => areas.has(id))
  if (!fits) throw new Problem('REACH_UNKNOWN')
  return { role, areaIds: wanted, facilityId }
}

/** What the audit log keeps of a reach. */
const asNoted = ({ role, areaIds, facilityId }: Reach) => ({ role, areas: [...areaIds].sort(), facility: facilityId })

async function endAll(trx: Database, act: Deed, userId: string): Promise<void> {
  const sessions = await endSessionsOf(trx, userId)
  if (sessions > 0) await note(trx, act, { what: 'session.ended', subject: userId, detail: { sessions } })
}
