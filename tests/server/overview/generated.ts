import { randomUUID } from 'node:crypto'
import type { Answer } from '../../../src/domain/answer.ts'
import type { Checklist } from '../../../src/domain/checklist.ts'
import { addDays } from '../../../src/domain/date.ts'
import { itemsOf } from '../../../src/domain/items.ts'
import type { FoundPosition } from '../../../src/domain/place.ts'
import { digestOf } from '../../../src/protocol/digest.ts'
import { facilities } from '../../../src/server/demonstration-data.ts'
import { checklist, item, passFail, section } from '../../support/builders.ts'
import type { Random } from '../../support/seeded-random.ts'
import { headFor, type ServerWorld, submitOf } from '../../support/server-world.ts'
import { published } from '../../support/two-sides.ts'

/** Two checklists of twelve items, one of them for stations alone. */
const sections = (id: string) => [
  section('a', [
    item(`${id}.1`, passFail),
    item(`${id}.2`, passFail, { critical: true }),
    item(`${id}.3`, { kind: 'scale', max: 2 }, { points: 200 }),
  ]),
  section('b', [item(`${id}.4`, passFail), item(`${id}.5`, { kind: 'scale', max: 4 }, { points: 400 })]),
  section(
    'c',
    [6, 7, 8, 9, 10, 11, 12].map((number) => item(`${id}.${number}`, passFail, { points: 0 })),
    { counts: 'unscored', points: null },
  ),
]
export const wide = checklist(sections('w'), { id: 'rong', title: 'Bộ cho mọi cơ sở' })
export const narrow = checklist(sections('n'), {
  id: 'hep',
  title: 'Bộ cho trạm',
  facilityTypes: ['communeStation'],
})

/** Every item answered as well as it can be. */
export function bestAnswers(of: Checklist): Record<string, Answer> {
  return Object.fromEntries(
    itemsOf(of).map(({ id, input }): [string, Answer] => [
      id,
      { value: input.kind === 'scale' ? { is: 'level', level: input.max } : { is: 'verdict', verdict: 'pass' } },
    ]),
  )
}

/** Every item answered: mostly well, with whole sections that do not apply now and then. */
export function randomAnswers(of: Checklist, random: Random): Record<string, Answer> {
  const good = random.pick([0.2, 0.6, 0.9, 1])
  const isAway = random.chance(0.05)
  return Object.fromEntries(
    itemsOf(of).map(({ id, input }): [string, Answer] => {
      if (isAway || random.chance(0.1)) return [id, { value: { is: 'notApplicable' } }]
      if (input.kind === 'scale')
        return [id, { value: { is: 'level', level: random.chance(good) ? input.max : random.below(input.max) } }]
      return [id, { value: { is: 'verdict', verdict: random.chance(good) ? 'pass' : 'fail' } }]
    }),
  )
}

/** The areas of the invented inspector. */
const reached: readonly string[] = ['demo-suoi-mo', 'demo-dong-xuan', 'demo-ben-sao']

/** Visits of random facilities on random days, handed in through the push that tablets use. */
export async function handInMany(
  world: ServerWorld,
  { count, random, first, days }: { count: number; random: Random; first: string; days: number },
): Promise<void> {
  const tablet = await world.device('kiemtra')
  for (let left = count; left > 0; ) {
    const batch: Parameters<typeof tablet.send> = []
    for (; left > 0 && batch.length < 240; left--) {
      const of = random.pick([wide, narrow])
      const facility = random.pick(
        facilities.filter(({ areaId, facts }) => reached.includes(areaId) && of.facilityTypes.includes(facts.type)),
      )
      batch.push(
        ...(await visit(of, facility.id, {
          date: addDays(first, random.below(days)),
          kind: random.chance(0.3) ? 'selfAssessment' : 'inspection',
          answers: randomAnswers(of, random),
        })),
      )
    }
    const refused = (await tablet.send(...batch)).r.find(({ o }) => o !== 'applied')
    if (refused) throw new Error(`a visit was not taken: ${JSON.stringify(refused)}`)
  }
}

type Visit = {
  insp?: string
  date: string
  kind?: 'inspection' | 'selfAssessment'
  answers: Record<string, Answer>
  /** When it began and ended, by the device's clock. */
  begun?: number
  position?: FoundPosition
  ended?: number
}

/** What a device says of one visit from its start to its hand-in. */
export async function visit(
  of: Checklist,
  facilityId: string,
  { insp = randomUUID(), date, kind = 'inspection', answers, begun, ended, position }: Visit,
) {
  const ref = { id: of.id, version: of.version, hash: await digestOf(published(of)) }
  const head = await headFor(facilityId, { checklist: ref, date, kind, ...(position && { position }) })
  const set = Object.fromEntries(Object.entries(answers).map(([id, answer]) => [id, [0, answer]]))
  return [
    { k: 'inspection.start' as const, insp, head, ...(begun !== undefined && { at: begun }) },
    { k: 'answer.set' as const, insp, set },
    { ...(await submitOf(insp, head, answers, of)), ...(ended !== undefined && { at: ended }) },
  ] as const
}
