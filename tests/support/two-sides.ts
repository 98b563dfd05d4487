import type { Answer } from '../../src/domain/answer.ts'
import { canonicalJson } from '../../src/domain/canonical.ts'
import { type Checklist, checklistSchema } from '../../src/domain/checklist.ts'
import { answersIn, type InspectionHead, type InspectionRecord } from '../../src/domain/inspection.ts'
import { type ReduceContext, reduce } from '../../src/domain/merge.ts'
import { type Mutation, mutationSchema } from '../../src/domain/mutation.ts'
import type { Person } from '../../src/domain/people.ts'
import type { Facility } from '../../src/domain/place.ts'
import type { Score } from '../../src/domain/scoring/result.ts'
import { score } from '../../src/domain/scoring/score.ts'
import { PROTO, SCHEMA } from '../../src/protocol/terms.ts'
import { pushSchema } from '../../src/protocol/wire.ts'
import type { RandomInspection } from './random-inspections.ts'
import type { Random } from './seeded-random.ts'

/** The two computations of one score: where the answers are given, and where their text arrives. */

const inspector: Person = {
  id: 'person',
  username: 'kiemtra',
  name: 'Nguyễn Thị Kiểm',
  role: 'inspector',
  provinceId: 'province',
  areaIds: ['area'],
  facilityId: null,
}

/** The checklist as the server reads it back from its table. */
export function published(checklist: Checklist): Checklist {
  return checklistSchema.parse(JSON.parse(canonicalJson(checklistSchema.parse(checklist))))
}

/** On the device: the answers as they lie in its store. */
export function scoreOnDevice(checklist: Checklist, { facts, answers, date }: RandomInspection): Score {
  return score(checklist, facts, answers, { date })
}

/**
 * On the server: the same visit as text of a push, in another order, answered in
 * several mutations of which some replace others; reduced, stored as text, read
 * back and scored.
 * @param kept the checklist as `published`
 */
export function scoreOnServer(kept: Checklist, inspection: RandomInspection, random: Random): Score {
  const arrived = pushSchema.parse(JSON.parse(pushText(kept, inspection, random)))
  let state: InspectionRecord | null = null
  for (const raw of arrived.m) state = take(state, mutationSchema.parse(raw), contextOf(kept, inspection))
  if (!state) throw new Error('nothing was started')
  const head = JSON.parse(JSON.stringify(state.head)) as InspectionRecord['head']
  const cells = JSON.parse(JSON.stringify(state.cells)) as InspectionRecord['cells']
  return score(kept, head.facts, answersIn(cells), { date: head.date })
}

function take(state: InspectionRecord | null, mutation: Mutation, context: ReduceContext): InspectionRecord | null {
  const { outcome, state: next } = reduce(state, mutation, context)
  if (outcome.o === 'rejected' || outcome.o === 'late')
    throw new Error(`the server refused ${mutation.k}: ${outcome.code} ${JSON.stringify(outcome.detail)}`)
  return next
}

function contextOf(checklist: Checklist, { facts }: RandomInspection): ReduceContext {
  const facility: Facility = {
    id: 'facility',
    name: 'Cơ sở thử',
    areaId: 'area',
    areaName: 'Xã Thử',
    address: '',
    demonstration: true,
    facts,
  }
  const digestOf = () => {
    throw new Error('nothing is sealed here')
  }
  const former = { facts: [], reachedUntil: null }
  const who = { person: inspector, isOfWholeProvince: false }
  return { ...who, facility, former, checklist, today: '2040-01-01', now: 0, digestOf }
}

/** What a device sends for this visit, as text. */
function pushText(checklist: Checklist, inspection: RandomInspection, random: Random): string {
  const head: InspectionHead = {
    facilityId: 'facility',
    facilityName: 'Cơ sở thử',
    checklist: { id: checklist.id, version: checklist.version, hash: '0'.repeat(64) },
    kind: 'inspection',
    date: inspection.date,
    team: ['Nguyễn Thị Kiểm'],
    facts: inspection.facts,
  }
  const changes: Record<string, unknown>[] = [
    { k: 'inspection.start', head },
    ...answerSets(inspection.answers, random).map((set) => ({ k: 'answer.set', set })),
  ]
  if (random.chance(0.2)) {
    // The day was wrong at first.
    changes[0] = { k: 'inspection.start', head: { ...head, date: checklist.inForceFrom } }
    changes.splice(1 + random.below(changes.length), 0, { k: 'inspection.head', set: { date: inspection.date } })
  }
  const m = changes.map((change, n) => ({
    ...change,
    seq: n + 1,
    id: `m${n}`,
    insp: 'visit',
    at: 1_795_316_400_000 + n,
  }))
  return JSON.stringify({
    proto: PROTO,
    epoch: null,
    deviceId: 'tablet',
    schema: SCHEMA,
    app: 'test',
    clock: { wall: 1_795_316_500_000 },
    m,
  })
}

type AnswerSet = Record<string, [base: number, answer: Answer]>

/** The answers in up to three mutations; some cells were first left blank or answered otherwise. */
function answerSets(answers: RandomInspection['answers'], random: Random): AnswerSet[] {
  const count = 1 + random.below(3)
  const sets: AnswerSet[] = Array.from({ length: count }, () => ({}))
  for (const [itemId, answer] of random.shuffled(Object.entries(answers))) {
    const at = random.below(count)
    const isSecond = at > 0 && random.chance(0.1)
    if (isSecond)
      (sets[random.below(at)] as AnswerSet)[itemId] = [0, { value: null, note: 'Xem lại.' }]
      // A base that is behind contests the cell; the last text stands all the same.
    ;(sets[at] as AnswerSet)[itemId] = [isSecond && random.chance(0.8) ? 1 : 0, answer]
  }
  return sets
}
