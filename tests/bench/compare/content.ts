import { randomUUID } from 'node:crypto'
import type { Answer } from '../../../src/domain/answer.ts'
import { type Checklist, checklistSchema } from '../../../src/domain/checklist.ts'
import { addDays } from '../../../src/domain/date.ts'
import type { InspectionHead } from '../../../src/domain/inspection.ts'
import type { Facility } from '../../../src/domain/place.ts'
import { digestOf } from '../../../src/protocol/digest.ts'
import { areas, facilities } from '../../../src/server/demonstration-data.ts'
import { seededRandom } from '../../support/seeded-random.ts'
import { checklistOf } from '../many-visits.ts'

/** What is synced, the same for everybody: visits of 60 answers, every fourth with a remark of its own. */

const ANSWERS = 60

export const checklist: Checklist = checklistSchema.parse(checklistOf(ANSWERS))
const ref = { id: checklist.id, version: checklist.version, hash: await digestOf(checklist) }
const items = checklist.sections.flatMap((section) => section.items.map(({ id }) => id))

export type Visit = { id: string; head: InspectionHead; answers: Record<string, Answer> }
export type Change = { id: string; item: string; answer: Answer }

const random = seededRandom(8)
const words =
  'sàn tường cửa nước thùng rác bồn rửa buồng bệnh hành lang khoa dược bếp giặt còn thiếu chưa có đã nhắc bẩn ẩm mốc hỏng lệch nhãn đầy tràn dán lại trong tuần ngày mai sau giao ban điều dưỡng trưởng ký nhận tầng hai ba phía đông'.split(
    ' ',
  )

/** No two are alike, as people write them: nothing for a packer to find but what is in any text. */
function remark(): string {
  return Array.from({ length: 9 }, () => random.pick(words)).join(' ')
}

function answer(): Answer {
  const value = { is: 'verdict', verdict: random.chance(0.85) ? 'pass' : 'fail' } as const
  return random.chance(0.25) ? { value, note: remark() } : { value }
}

/** The place of those who push. */
const [hospital] = facilities.filter(({ id }) => id === 'demo-bv-ben-sao')

type Where = Pick<Facility, 'id' | 'name' | 'facts'>

export function newVisit(date: string, where: Where | undefined = hospital): Visit {
  if (!where) throw new Error('the demonstration has lost its hospital')
  return {
    id: randomUUID(),
    head: {
      facilityId: where.id,
      facilityName: where.name,
      checklist: ref,
      kind: 'inspection',
      date,
      team: ['Nguyễn Thị Kiểm'],
      facts: where.facts,
    },
    answers: Object.fromEntries(items.map((item) => [item, answer()])),
  }
}

/** One answer of each of these visits is another one. */
export function changesOf(visits: readonly Visit[]): Change[] {
  return visits.map(({ id, answers }, index) => {
    const item = items[index % ANSWERS] as string
    const verdict = answers[item]?.value?.is === 'verdict' && answers[item].value.verdict === 'pass' ? 'fail' : 'pass'
    return { id, item, answer: { value: { is: 'verdict', verdict }, note: remark() } }
  })
}

export function newFacilities(count: number): Facility[] {
  const [area] = areas
  const facts = hospital?.facts
  if (!facts) throw new Error('the demonstration has lost its hospital')
  return Array.from({ length: count }, (_, n) => ({
    id: `do-${n}`,
    name: `Trạm Y tế số ${n} ${remark()}`,
    areaId: area.id,
    areaName: area.name,
    address: `Thôn ${n % 17}, ${remark()}`,
    demonstration: true,
    facts: { ...facts, beds: n },
    position: { lat: 21 + random.below(10_000) / 10_000, lon: 104 + random.below(10_000) / 10_000 },
  }))
}

/** Visits of the past, spread over facilities and over the year before a day. */
export function pastVisits(count: number, places: readonly Facility[], today: string): Visit[] {
  return Array.from({ length: count }, (_, n) => newVisit(addDays(today, -1 - (n % 365)), places[n % places.length]))
}
