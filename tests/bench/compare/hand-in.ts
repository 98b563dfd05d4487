import type { Checklist } from '../../../src/domain/checklist.ts'
import { sealedContent } from '../../../src/domain/inspection.ts'
import type { Mutation } from '../../../src/domain/mutation.ts'
import { score } from '../../../src/domain/scoring/score.ts'
import { summaryOf } from '../../../src/domain/scoring/summary.ts'
import { PROTO, SCHEMA } from '../../../src/protocol/terms.ts'
import type { Push } from '../../../src/protocol/wire.ts'
import { digestNow } from '../../../src/server/sync/digest.ts'
import { checklist, type Visit } from './content.ts'

/** A visit of which nothing has gone up yet: begun, answered, handed in. */
export function handIn(deviceId: string, visit: Visit, from: { seq: number; at: number }, by = checklist): Push {
  const { id: insp, head, answers } = visit
  const set = Object.fromEntries(Object.entries(answers).map(([item, answer]) => [item, [0, answer]]))
  const m: (Omit<Mutation, 'id' | 'seq' | 'at'> & Record<string, unknown>)[] = [
    { k: 'inspection.start', insp, head },
    { k: 'answer.set', insp, set },
    { k: 'inspection.submit', insp, digest: digestNow(sealedContent(head, answers)), score: scoreOf(visit, by) },
  ]
  return {
    proto: PROTO,
    epoch: null,
    deviceId,
    schema: SCHEMA,
    app: 'bench',
    clock: { wall: from.at },
    m: m.map((each, n) => ({
      ...each,
      id: `${insp}-${n}`,
      at: n === 0 ? from.at - LASTED : from.at,
      seq: from.seq + n + 1,
    })),
  }
}

/** Milliseconds from the start of a visit to its hand-in. */
const LASTED = 30 * 60_000

/** How many numbers of a device a visit takes. */
export const NUMBERS = 3

export function scoreOf({ head, answers }: Visit, by: Checklist = checklist) {
  return summaryOf(score(by, head.facts, answers, { date: head.date }))
}
