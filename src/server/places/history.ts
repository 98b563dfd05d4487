import { type Facts, factsSchema } from '../../domain/facts.ts'
import type { Facility } from '../../domain/place.ts'
import { auditAbout } from '../storage/audit.ts'
import { formerFacts } from '../storage/facilities.ts'
import type { Database } from '../storage/schema.ts'
import { hashOf } from './facilities.ts'

/** What may be done to a facility, under what the audit log calls it. */
const kinds = {
  'facility.created': 'created',
  'facility.changed': 'changed',
  'facility.moved': 'moved',
  'facility.closed': 'closed',
  'facility.reopened': 'reopened',
} as const

type FacilityEvent = {
  /** Milliseconds since 1970. */
  at: number
  /** The name of who did it; null where it was no account. */
  by: string | null
  what: (typeof kinds)[keyof typeof kinds]
  /** From which day on; null where the act has none. */
  on: string | null
  /** Of a change, as far as both are kept. */
  facts: { before: Facts; after: Facts } | null
}

/**
 * What was done to a facility, newest first: the audit log says when and by whom,
 * and names facts by their hash; those that the facility has had are kept.
 */
export async function eventsOf(db: Database, provinceId: string, facility: Facility): Promise<FacilityEvent[]> {
  const known = new Map<unknown, Facts>()
  for (const facts of [facility.facts, ...(await formerFacts(db, provinceId, facility.id))]) {
    // Facts of long ago need not fit a schema of today.
    const parsed = factsSchema.safeParse(facts)
    if (parsed.success) known.set(hashOf(facts), parsed.data)
  }
  const lines = await auditAbout(db, provinceId, facility.id, Object.keys(kinds))
  return lines.map(({ at, name, what: kind, detail }) => {
    const what = kinds[kind as keyof typeof kinds]
    const said = JSON.parse(detail) as Record<string, unknown>
    const before = known.get(said.from)
    const after = known.get(said.to)
    return { at, by: name, what, on: dayIn(what, said), facts: before && after ? { before, after } : null }
  })
}

/** A first stay says since when, the others on which day. */
function dayIn(what: FacilityEvent['what'], said: Record<string, unknown>): string | null {
  const day = what === 'created' ? said.from : said.on
  return typeof day === 'string' ? day : null
}
