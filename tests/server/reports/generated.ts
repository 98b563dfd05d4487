import { randomUUID } from 'node:crypto'
import { qcvn28 } from '../../../src/criteria/qcvn-28.ts'
import type { Answer } from '../../../src/domain/answer.ts'
import type { Checklist, Input } from '../../../src/domain/checklist.ts'
import { addDays } from '../../../src/domain/date.ts'
import type { InspectionHead, ScoreSummary } from '../../../src/domain/inspection.ts'
import { facilities } from '../../../src/server/demonstration-data.ts'
import { checklist, item, section } from '../../support/builders.ts'
import type { Random } from '../../support/seeded-random.ts'
import type { ServerWorld } from '../../support/server-world.ts'
import { bestAnswers, narrow, randomAnswers, visit, wide } from '../overview/generated.ts'

const limited = (parameter: string): Input => ({
  kind: 'measure',
  unit: 'mg/l',
  allowsBelow: true,
  rule: { by: 'limit', parameter },
})

/** Four items of wastewater under the real table of limits. */
export const waste = checklist(
  [
    section(
      'slip',
      [
        item('t.0.1', { kind: 'date', rule: { by: 'recorded' } }, { points: 0 }),
        item('t.0.2', { kind: 'text' }, { points: 0 }),
      ],
      {
        counts: 'unscored',
        points: null,
      },
    ),
    section(
      'water',
      [
        item('t.1', limited('bod5'), { critical: true }),
        item('t.2', limited('cod')),
        item('t.3', { kind: 'detect', byTable: true }),
      ],
      { points: 300 },
    ),
  ],
  { id: 'nuoc', title: 'Bộ nước thải thử', shortTitle: 'Nước', limits: { ...qcvn28, sampledOn: 't.0.1' } },
)

export const checklists: readonly Checklist[] = [wide, narrow, waste]

export function waterAnswers(random: Random, date: string): Record<string, Answer> {
  const reading = (number: string): Answer => ({ value: { is: 'reading', reading: { is: 'number', number } } })
  return {
    't.0.1': random.chance(0.9)
      ? { value: { is: 'date', date: addDays(date, -random.below(40)) } }
      : { value: { is: 'notApplicable' } },
    't.0.2': { value: { is: 'text', text: `Hố ga số ${random.below(9)}` } },
    't.1': random.chance(0.1) ? { value: { is: 'noData' } } : reading(`${20 + random.below(60)}`),
    't.2': random.chance(0.2)
      ? { value: { is: 'reading', reading: { is: 'below', number: '5' } } }
      : reading(`${40 + random.below(120)}.5`),
    't.3': { value: { is: 'detected', detected: random.chance(0.1) } },
  }
}

/** The areas of the invented inspector. */
const reached: readonly string[] = ['demo-suoi-mo', 'demo-dong-xuan', 'demo-ben-sao']

type Planned = { of: string; facilityId: string; checklistId: string; item: string }

/** Visits with actions that are planned, followed up and forgotten; handed in through the push that tablets use. */
export async function handInMany(
  world: ServerWorld,
  { count, random, first, days }: { count: number; random: Random; first: string; days: number },
): Promise<void> {
  const tablet = await world.device('kiemtra')
  const planned: Planned[] = []
  for (let left = count; left > 0; ) {
    const batch: Parameters<typeof tablet.send> = []
    for (; left > 0 && batch.length < 240; left--) {
      const of = random.pick(checklists)
      const facility = random.pick(
        facilities.filter(({ areaId, facts }) => reached.includes(areaId) && of.facilityTypes.includes(facts.type)),
      )
      const insp = randomUUID()
      const date = addDays(first, random.below(days))
      const given = of === waste ? waterAnswers(random, date) : randomAnswers(of, random)
      const answers = Object.fromEntries(
        Object.entries(given).map(([id, answer]): [string, Answer] => {
          if (id.startsWith('t.0')) return [id, answer]
          const known = planned.filter((each) => each.facilityId === facility.id && each.item === id)
          const more: Partial<Answer> = {}
          if (known.length > 0 && random.chance(0.5))
            more.followUp = { of: random.pick(known).of, is: random.pick(['fixed', 'notFixed'] as const) }
          if (random.chance(0.15)) {
            const by = random.chance(0.8) ? addDays(date, random.below(90)) : null
            more.plan = { what: `Sửa ${id} lần ${left}`, who: random.pick(['Trưởng trạm', '']), by }
            planned.push({ of: insp, facilityId: facility.id, checklistId: of.id, item: id })
          }
          return [id, { ...answer, ...more }]
        }),
      )
      const kind = random.chance(0.3) ? 'selfAssessment' : 'inspection'
      batch.push(...(await visit(of, facility.id, { insp, date, kind, answers })))
    }
    const refused = (await tablet.send(...batch)).r.find(({ o }) => o !== 'applied')
    if (refused) throw new Error(`a visit was not taken: ${JSON.stringify(refused)}`)
  }
}

/** A third of them is approved, as a review would leave them. */
export async function approveSome({ db }: ServerWorld, random: Random): Promise<void> {
  const rows = await db.selectFrom('inspection').select('id').orderBy('id').execute()
  for (const { id } of rows) {
    if (!random.chance(0.33)) continue
    await db.updateTable('inspection').set({ status: 'approved' }).where('id', '=', id).execute()
    await db.updateTable('standing').set({ status: 'approved' }).where('inspection_id', '=', id).execute()
  }
}

/** What the table of visits holds, parsed; nothing here knows of standings or of the rows beside them. */
export type Row = {
  id: string
  status: string
  by: string
  head: InspectionHead
  score: ScoreSummary
  at: number
  cells: Record<string, { answer: Answer }>
}

export async function everything({ db }: ServerWorld): Promise<Row[]> {
  const rows = await db.selectFrom('inspection').selectAll().where('status', '!=', 'draft').execute()
  return rows.map(({ id, status, created_by_name, head, score, submitted_at, cells }) => ({
    id,
    status,
    by: created_by_name,
    head: JSON.parse(head),
    score: JSON.parse(score ?? 'null'),
    at: submitted_at ?? 0,
    cells: JSON.parse(cells),
  }))
}

/** Text that sorts as visits stand: by day, then by when they were handed in. */
export const order = ({ head, at, id }: Row) => `${head.date} ${String(at).padStart(16, '0')} ${id}`

export { bestAnswers, visit, wide }
