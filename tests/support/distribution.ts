/**
 * How tables lie on several machines: those of a province by its key, together (every
 * row of a province is on one machine); few and small ones, and those that are asked
 * before the province is known, whole on every machine.
 */

/** The column that holds the province. */
export const KEY = 'tenant_id'

/** Whole on every machine, and why. */
export const referenceTables: Readonly<Record<string, string>> = {
  province: 'names the provinces themselves',
  setting: 'secrets and keys of the whole installation',
  checklist: 'published for all provinces; every inspection refers to one',
  user: 'people sign in by name alone: it says of which province they are',
  session: 'of the sign-in library: found by its secret',
  account: 'of the sign-in library: found by the user',
  verification: 'of the sign-in library',
  rateLimit: 'of the sign-in library: by network address',
  sign_in_try: 'counted by a name that may be nobody’s',
  lost: 'a tablet asks for its orders before anybody has signed in on it',
}

/** A province's, by its key; each behind those that it refers to. A test holds that no table of the schema is in neither list. */
export const distributedTables = [
  ...['tenant_clock', 'area', 'facility', 'person', 'area_name', 'area_parent', 'area_successor', 'facility_stay'],
  ...['former_facts', 'former_reach', 'person_area', 'second_factor', 'device_key', 'device', 'mutation', 'inspection'],
  ...['answer_version', 'inspection_seal', 'seal_witness', 'standing', 'action_said', 'water_sample', 'dead_letter'],
  ...['campaign', 'assignment', 'assignment_person', 'report_deadline', 'photo', 'blob', 'feed', 'departure'],
  ...['audit', 'audit_tail'],
]

const distributed = new Set(distributedTables)

export function isDistributed(table: string): boolean {
  return distributed.has(table)
}

/** Kept by the machinery of migrations and of the move from a file: on one machine. */
export const OF_THE_MACHINERY = /^(kysely_|sqlite_|moved_here$)/

const quoted = (table: string) => (/^[a-z_]+$/.test(table) && table !== 'user' ? table : `"${table}"`)

/** What makes a cluster of Citus of a PostgreSQL that holds everything: run once, on its coordinator. */
export function citusStatements(): string[] {
  const [first = '', ...others] = distributedTables
  return [
    ...Object.keys(referenceTables).map((table) => `SELECT create_reference_table('${quoted(table)}');`),
    `SELECT create_distributed_table('${first}', '${KEY}');`,
    ...others.map((table) => `SELECT create_distributed_table('${table}', '${KEY}', colocate_with => '${first}');`),
  ]
}
