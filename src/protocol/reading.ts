import type { Change } from './wire.ts'

/**
 * Which app can read what the server hands out (P50), by the number that a device
 * says with each pull (`SCHEMA`; 1 where it says none).
 *
 * | number | what it reads of a record                                                      |
 * |--------|--------------------------------------------------------------------------------|
 * | 1      | exactly the members listed here: one more, and it takes the page for a stranger's |
 * | 2      | those, and any others, which it keeps as they came                              |
 * | 3      | assignments of campaigns too                                                    |
 *
 * A member that is merely added needs no line here. What no app of the last number can
 * read (a new kind of value, say) raises `SCHEMA` and is asked for here. A kind of row
 * that an older app can do without is kept from it instead, and told it once it is
 * newer (P76).
 */

/** With each pull: the highest shape of records that the device reads. */
export const SCHEMA_HEADER = 'Sync-Schema'

/** From here on an app takes assignments. */
export const READS_ASSIGNMENTS = 3

/** What the first apps know, frozen as they were built; never to be added to. */
const first = {
  record: ['id', 'head', 'status', 'createdBy', 'submittedAt', 'score', 'cells', 'sealNo', 'late', 'photos'],
  head: ['facilityId', 'facilityName', 'checklist', 'kind', 'date', 'team', 'facts'],
  checklist: ['id', 'version', 'hash'],
  createdBy: ['id', 'name'],
  score: ['earned', 'max', 'grade', 'tone', 'criticalFailures'],
  cell: ['rev', 'answer', 'contested', 'former'],
  answer: ['value', 'note'],
  late: ['item', 'answer'],
  photo: ['id', 'item', 'sha256', 'size', 'mime', 'width', 'height', 'takenAt', 'place', 'stored', 'removed', 'late'],
} as const

/** The lowest number whose apps can read this row. */
export function schemaNeeded(change: Change): number {
  if (change.entity === 'assignment') return READS_ASSIGNMENTS
  return change.entity !== 'inspection' || isReadByFirst(change) ? 1 : 2
}

function isReadByFirst({ data, seals = [] }: Extract<Change, { entity: 'inspection' }>): boolean {
  const { head, createdBy, score, cells, late = [], photos = [] } = data
  const answers = [
    ...Object.values(cells).flatMap(({ answer, former }) => [answer, former]),
    ...late.map(({ answer }) => answer),
    // Beside the record, but what an amendment changed are answers all the same.
    ...seals.flatMap(({ changes = [] }) => changes.flatMap(({ before, after }) => [before, after])),
  ]
  return (
    knows('record', data) &&
    knows('head', head) &&
    knows('checklist', head.checklist) &&
    knows('createdBy', createdBy) &&
    (score === null || knows('score', score)) &&
    Object.values(cells).every((cell) => knows('cell', cell)) &&
    late.every((each) => knows('late', each)) &&
    photos.every((photo) => knows('photo', photo)) &&
    answers.every((answer) => answer === undefined || knows('answer', answer))
  )
}

function knows(part: keyof typeof first, value: object): boolean {
  const known: readonly string[] = first[part]
  return Object.keys(value).every((member) => known.includes(member))
}
