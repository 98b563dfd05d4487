import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import { changeReachIn, openAccountIn } from '../people/accounts.ts'
import { administer, note } from '../people/act.ts'
import { hashAll, temporaryPassword } from '../people/temporary-password.ts'
import { changeFacilities } from '../places/many.ts'
import type { Reach } from '../storage/people.ts'
import type { Database } from '../storage/schema.ts'
import type { FacilityRef } from './facility-list.ts'
import type { WantedReach } from './people-list.ts'
import { type Lists, type Plan, planImport } from './plan.ts'

type Asker = { db: Database; by: Person; now: () => number }
type Opened = { username: string; name: string; temporaryPassword: string }

/**
 * Does what a plan says, all of it in one transaction or nothing. Planned again inside
 * it: where anything has changed since the person has seen the plan, nothing is done.
 *
 * Passwords are chosen and hashed before, a few at a time, while the server goes on serving.
 *
 * @returns the accounts that were opened; their passwords are said this once
 * @throws Problem IMPORT_CHANGED, IMPORT_HAS_ERRORS, IMPORT_TOO_MANY_ACCOUNTS, FORBIDDEN
 */
export async function carryOut(
  { db, by, now }: Asker,
  { lists, fileHash, digest }: { lists: Lists; fileHash: string; digest: string },
  hashPassword: (password: string) => Promise<string>,
): Promise<{ plan: Plan; opened: Opened[] }> {
  const seen = await planImport(db, { by, now: now() }, lists, fileHash)
  refuse(seen, digest)
  const opened = seen.people.create.map(({ username, name }) => ({
    username,
    name,
    temporaryPassword: temporaryPassword(),
  }))
  const hashes = await hashAll(
    opened.map((each) => each.temporaryPassword),
    hashPassword,
  )

  const at = now()
  const plan = await administer({ db, by, now: at }, async (trx) => {
    const plan = await planImport(trx, { by, now: at }, lists, fileHash)
    refuse(plan, digest)
    const { people, facilities } = plan
    const act = { by, now: at }
    const made = await changeFacilities({ trx, ...act }, facilities)
    const reachOf = ({ role, areaIds, facility }: WantedReach): Reach => ({
      role,
      areaIds,
      facilityId: facility && idOf(facility, made),
    })
    for (const [index, { username, name, ...reach }] of people.create.entries())
      await openAccountIn(trx, act, { username, name, ...reachOf(reach) }, hashes[index] ?? '')
    for (const { id, to } of people.change) await changeReachIn(trx, act, id, reachOf(to))
    await note(trx, act, {
      what: 'list.imported',
      subject: by.provinceId,
      detail: {
        sha256: fileHash,
        people: { created: people.create.length, changed: people.change.length },
        facilities: { created: facilities.create.length, changed: facilities.change.length },
      },
    })
    return plan
  })
  return { plan, opened }
}

function refuse(plan: Plan, digest: string): void {
  if (plan.faults.length > 0) throw new Problem('IMPORT_HAS_ERRORS', { errors: plan.faults.length })
  if (plan.digest !== digest) throw new Problem('IMPORT_CHANGED')
}

function idOf(facility: FacilityRef, made: readonly string[]): string {
  const id = 'id' in facility ? facility.id : made[facility.made]
  if (id === undefined) throw new Error('a facility that the list makes was not made')
  return id
}
