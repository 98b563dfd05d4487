import type { Mutation } from './mutation.ts'
import type { InspectionKind, Person, Role } from './people.ts'
import type { SayingIs } from './step.ts'

/**
 * How far a right goes; each reaches what the ones before it do.
 *
 * | reach      | what it covers                                        |
 * |------------|-------------------------------------------------------|
 * | `own`      | what the person has made, and the person themself     |
 * | `facility` | their own facility                                    |
 * | `areas`    | every facility of the areas they were given           |
 * | `province` | everything in the province; never anything outside it |
 */
export type Reach = 'own' | 'facility' | 'areas' | 'province'

/** Roles, each as far as its reach goes. A role that is not named may not. */
export type RolesReach = Readonly<Partial<Record<Role, Reach>>>

export const authors = { inspector: 'own', facility: 'own', supervisor: 'own', administrator: 'own' } as const

/**
 * What a push may change, mutation by mutation: device and server decide by it, and
 * the matrix of tests/server/rights.test.ts is drawn from it. A visit out of reach
 * looks like one that does not exist.
 */
export const changes = {
  'inspection.start': { inspector: 'areas', facility: 'facility' },
  'inspection.head': authors,
  'answer.set': authors,
  'photo.add': authors,
  'photo.remove': authors,
  'inspection.sign': authors,
  'inspection.unsign': authors,
  'inspection.submit': authors,
  'inspection.amend': authors,
  // Of what each role may say: `sayings`.
  'inspection.step': { inspector: 'areas', facility: 'facility', supervisor: 'areas', administrator: 'areas' },
} as const satisfies Record<Mutation['k'], RolesReach>

const reviewers = { supervisor: 'areas', administrator: 'areas' } as const
const judges = { inspector: 'areas', facility: 'facility', ...reviewers } as const

/**
 * Who may take which step. A reviewer never reviews what they made themself: none of them
 * may begin a visit. Who may not verify what was their own work is asked by `takeStep`; that it is not done after all they may say.
 */
export const sayings = {
  approve: reviewers,
  hold: reviewers,
  return: reviewers,
  sendUp: reviewers,
  assign: { facility: 'facility' },
  done: { facility: 'facility' },
  verify: judges,
  sendBack: judges,
  disagree: { facility: 'facility' },
  agree: { facility: 'facility' },
} as const satisfies Record<SayingIs, RolesReach>

/** Which kinds of visit those who may start one may start. */
export const startable = {
  inspector: ['inspection', 'selfAssessment'],
  facility: ['selfAssessment'],
  supervisor: [],
  administrator: [],
} as const satisfies Record<Role, readonly InspectionKind[]>

/** What is asked about, in the person's own province: a facility, something that somebody made, or both. */
export type Subject = { facility?: { id: string; areaId: string }; createdBy?: string }

/** Whether something lies inside a reach. */
export function covers(person: Person, reach: Reach, { facility, createdBy }: Subject): boolean {
  if (createdBy === person.id) return true
  switch (reach) {
    case 'own':
      return false
    case 'facility':
      return facility !== undefined && facility.id === person.facilityId
    case 'areas':
      return (
        covers(person, 'facility', { facility }) || (facility !== undefined && person.areaIds.includes(facility.areaId))
      )
    case 'province':
      return true
    default:
      return reach satisfies never
  }
}
