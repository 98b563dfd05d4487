import { xanhSachDep } from '../criteria/xanh-sach-dep.ts'
import type { Answer } from '../domain/answer.ts'
import { itemsOf } from '../domain/checklist.ts'
import { addDays, addMonths, dateInVietnam } from '../domain/date.ts'
import { type InspectionHead, sealedContent } from '../domain/inspection.ts'
import { daysOf, firstDayOf, periodName, quarterKey, quarterOf } from '../domain/overview/period.ts'
import type { InspectionKind } from '../domain/people.ts'
import type { Plan } from '../domain/plan.ts'
import { score } from '../domain/scoring/score.ts'
import { summaryOf } from '../domain/scoring/summary.ts'
import type { Saying } from '../domain/step.ts'
import { PROTO, type Push, SCHEMA } from '../protocol/wire.ts'
import { openSigner } from './audit/signatures.ts'
import { createCampaign } from './campaigns/acts.ts'
import { inventedAnswers } from './demonstration-answers.ts'
import { facilities, PROVINCE } from './demonstration-data.ts'
import { listCampaigns } from './storage/campaigns.ts'
import { publishedHash } from './storage/checklists.ts'
import { findPerson } from './storage/people.ts'
import type { Database } from './storage/schema.ts'
import { setSetting, settingOf } from './storage/settings.ts'
import { acceptPush } from './sync/accept-push.ts'
import { digestNow } from './sync/digest.ts'

/**
 * Invented visits for who tries the app out: a year of inspections, a self-assessment and an
 * inspection of one station, what is to be reviewed, what was returned, actions in every state,
 * and a campaign that runs. All of it goes the way of real work: pushes of devices, each at its
 * own hour before the day on which the province was made. The same day makes the same visits.
 */

const of = xanhSachDep
const STATION = 'demo-tyt-suoi-mo'
const HOUR = 3_600_000
const DAY = 24 * HOUR

type Username = 'kiemtra' | 'coso' | 'giamsat'
/** What somebody's tablet says at some hour. */
type Event = { at: number; who: Username; say: readonly Record<string, unknown>[] }

/** When the province was made; nothing where its visits are all there. */
const KEY = 'demonstration-visits'

/** Marks a province that was just made: its visits follow. Call it in that transaction. */
export async function owesVisits(trx: Database, now: number): Promise<void> {
  await setSetting(trx, KEY, String(now))
}

/**
 * Brings the visits that are owed; none where the province has them, or never was to.
 * A server that died on the way goes on where it was: what is said twice has one effect.
 */
export async function bringVisits(db: Database): Promise<void> {
  const made = Number(await settingOf(db, KEY))
  if (!made) return
  const signer = await openSigner(db)
  const hash = (await publishedHash(db, of.id, of.version)) ?? ''
  await planCampaign(db, made)
  const sent = new Map<Username, number>()
  for (const { at, who, say } of events(made, hash)) {
    const person = await findPerson(db, `demo-${who}`)
    if (!person) throw new Error(`the demonstration has no ${who}`)
    const before = sent.get(who) ?? 0
    sent.set(who, before + say.length)
    const m = say.map((each, index) => {
      const seq = before + index + 1
      return { at, ...each, seq, id: `demo-${who}-${seq}` }
    })
    const push: Push = {
      ...{ proto: PROTO, epoch: null, deviceId: `demo-may-${who}`, schema: SCHEMA, app: 'demo' },
      clock: { wall: at },
      m,
    }
    const fault = (error: unknown) => {
      throw error
    }
    const { r } = await acceptPush(push, { db, person, now: at, signer, onQuarantine: fault })
    const refused = r.find(({ o }) => o !== 'applied')
    if (refused) throw new Error(`an invented visit was not taken: ${JSON.stringify(refused)}`)
  }
  await setSetting(db, KEY, '')
}

/** Everything that was said, in order of time. */
function events(made: number, hash: string): Event[] {
  const today = dateInVietnam(made)
  const all = [...history(today, hash), ...stationStory(today, hash), ...lately(today, hash)]
  // Nothing is said after the province was made.
  return all.map((event) => ({ ...event, at: Math.min(event.at, made) })).sort((a, b) => a.at - b.at)
}

/** Ten in the morning of a day in Việt Nam. */
const morning = (date: string) => Date.parse(`${date}T03:00:00Z`)

type Visit = {
  id: string
  who: Username
  facilityId: string
  date: string
  kind?: InspectionKind
  /** Of ten items so many are good. */
  good: number
  /** How long it took: fifty minutes where nothing is said. */
  minutes?: number
  answers?: (answers: Readonly<Record<string, Answer>>) => Record<string, Answer>
}

function visit(hash: string, { id, who, facilityId, date, kind = 'inspection', good, minutes = 50, ...more }: Visit) {
  const facility = facilities.find((each) => each.id === facilityId)
  if (!facility) throw new Error(`the demonstration has no ${facilityId}`)
  const head: InspectionHead = {
    facilityId,
    facilityName: facility.name,
    checklist: { id: of.id, version: of.version, hash },
    kind,
    date,
    team:
      kind === 'inspection' ? ['Nguyễn Thị Kiểm (minh họa)', 'Hoàng Văn Đoàn (minh họa)'] : ['Lò Văn Trạm (minh họa)'],
    facts: facility.facts,
  }
  // Other items at other places, and the same ones again.
  const shift = facilityId.length % 7
  const given = inventedAnswers(of, facility.facts, (index) => ((index + shift) * 7) % 10 < good)
  const answers = { ...given, ...more.answers?.(given) }
  const insp = `demo-luot-${id}`
  const ended = morning(date)
  const set = Object.fromEntries(Object.entries(answers).map(([item, answer]) => [item, [0, answer]]))
  const event: Event = {
    at: ended,
    who,
    say: [
      { k: 'inspection.start', insp, head, at: ended - minutes * 60_000 },
      { k: 'answer.set', insp, set },
      {
        k: 'inspection.submit',
        insp,
        digest: digestNow(sealedContent(head, answers)),
        score: summaryOf(score(of, head.facts, answers, { date })),
      },
    ],
  }
  return { insp, event, answers, failed: itemsOf(of).flatMap((item) => (answers[item.id]?.note ? [item.id] : [])) }
}

function step(at: number, who: Username, insp: string, id: string, say: Saying): Event {
  return { at, who, say: [{ k: 'inspection.step', insp, step: { id, seal: 1, say } }] }
}

/** Four quarters of four places, each a little better; all of them approved. */
function history(today: string, hash: string): Event[] {
  const places = [STATION, 'demo-tyt-dong-xuan', 'demo-bv-ben-sao', 'demo-ttyt-suoi-mo']
  return [12, 9, 6, 3].flatMap((monthsAgo, round) =>
    places.flatMap((facilityId, index) => {
      const date = addDays(addMonths(today, -monthsAgo), -index)
      const id = `${facilityId.replace('demo-', '')}-${monthsAgo}`
      const { insp, event } = visit(hash, { id, who: 'kiemtra', facilityId, date, good: 5 + round + (index % 2) })
      const say: Saying = { is: 'approve', comment: '' }
      return [event, step(morning(date) + 3 * DAY, 'giamsat', insp, `demo-duyet-${id}`, say)]
    }),
  )
}

/** One station: it assesses itself, is inspected, plans, mends, disagrees. */
function stationStory(today: string, hash: string): Event[] {
  const [assessedOn, inspectedOn] = [addDays(today, -16), addDays(today, -9)]
  const self = visit(hash, {
    ...{ id: 'tu-danh-gia', who: 'coso', facilityId: STATION, date: assessedOn, kind: 'selfAssessment', good: 9 },
  })
  const planOf = (index: number): Plan => ({
    what: plans[index % plans.length] ?? '',
    who: index % 2 === 0 ? 'Tổ Kiểm soát nhiễm khuẩn' : 'Trưởng trạm',
    // The first is late, the others have time.
    by: index === 0 ? addDays(today, -2) : addDays(today, 7 * index),
  })
  const inspection = visit(hash, {
    ...{ id: 'tram-suoi-mo', who: 'kiemtra', facilityId: STATION, date: inspectedOn, good: 7 },
    answers: (given) => {
      const failed = Object.entries(given).filter(([, { note }]) => note !== undefined)
      return Object.fromEntries(failed.slice(0, 5).map(([id, answer], n) => [id, { ...answer, plan: planOf(n) }]))
    },
  })
  const [, second = '', third = '', fourth = '', fifth = ''] = inspection.failed
  const { insp } = inspection
  const at = (days: number, hours = 0) => morning(inspectedOn) + days * DAY + hours * HOUR
  const done = (id: string, item: string, comment: string): [string, Saying] => [id, { is: 'done', item, comment }]
  const steps: [number, Username, string, Saying][] = [
    [at(2), 'coso', ...done('demo-xong-2', second, 'Đã thay thùng có nắp và dán nhãn.')],
    [at(2, 1), 'coso', ...done('demo-xong-3', third, 'Đã niêm yết bảng phân công.')],
    [at(3), 'coso', ...done('demo-xong-4', fourth, 'Đã dọn và lập lịch vệ sinh.')],
    [at(4), 'giamsat', 'demo-nhan-3', { is: 'verify', item: third, of: 'demo-xong-3', comment: 'Đã xem tại trạm.' }],
    [
      ...([at(5), 'giamsat', 'demo-lai-4'] as const),
      { is: 'sendBack', item: fourth, of: 'demo-xong-4', comment: 'Sân sau vẫn còn rác, chưa có người phụ trách.' },
    ],
    [
      ...([at(3, 2), 'coso', 'demo-khong-dong-y'] as const),
      { is: 'disagree', item: fifth, reason: 'Hôm đoàn đến, trạm đang sửa nhà nên khu này tạm đóng.' },
    ],
  ]
  return [self.event, inspection.event, ...steps.map(([when, who, id, say]) => step(when, who, insp, id, say))]
}

const plans = [
  'Sửa vòi rửa tay ở phòng tiêm và đặt dung dịch sát khuẩn.',
  'Thay thùng đựng chất thải lây nhiễm có nắp, dán nhãn.',
  'Niêm yết bảng phân công vệ sinh hằng ngày.',
  'Dọn sân sau, lập lịch vệ sinh tuần.',
  'Bổ sung cây xanh ở khu chờ khám.',
]

/** What waits for a reviewer, what was returned, and what makes one ask. */
function lately(today: string, hash: string): Event[] {
  const day = (back: number) => addDays(today, -back)
  const common = { who: 'kiemtra' as const }
  const returned = visit(hash, {
    ...common,
    id: 'tram-dong-xuan',
    facilityId: 'demo-tyt-dong-xuan',
    date: day(12),
    good: 8,
  })
  const [first = '', second = ''] = returned.failed
  const items = {
    [first]: 'Ghi rõ đã xem ở phòng nào; ghi chú hiện nay chưa đủ để hiểu.',
    [second]: 'Lượt trước đạt, lần này không đạt: đề nghị xem lại.',
  }
  return [
    returned.event,
    step(morning(day(10)), 'giamsat', returned.insp, 'demo-tra-lai', {
      ...{ is: 'return', comment: 'Đề nghị bổ sung hai tiêu chí rồi gửi lại.', items },
    }),
    visit(hash, { ...common, id: 'bv-ben-sao', facilityId: 'demo-bv-ben-sao', date: day(7), good: 6, minutes: 1 })
      .event,
    visit(hash, { ...common, id: 'ttyt-ben-sao', facilityId: 'demo-ttyt-ben-sao', date: day(5), good: 9 }).event,
    visit(hash, { ...common, id: 'pk-nu-cuoi', facilityId: 'demo-pk-nu-cuoi', date: day(2), good: 4 }).event,
  ]
}

/** The campaign of the quarter, made on its first day: every facility that the inspector reaches. */
async function planCampaign(db: Database, made: number): Promise<void> {
  if ((await listCampaigns(db, PROVINCE.id)).length > 0) return
  const person = await findPerson(db, 'demo-giamsat')
  const inspector = await findPerson(db, 'demo-kiemtra')
  if (!person || !inspector) throw new Error('the demonstration has nobody to plan')
  const quarter = quarterOf(dateInVietnam(made))
  const period = { from: quarter, to: quarter }
  const { from, until } = daysOf(period)
  const reached = facilities.filter(({ areaId }) => inspector.areaIds.includes(areaId)).map(({ id }) => id)
  await createCampaign(
    { db, planner: { person, reach: 'areas' }, now: Math.min(morning(from), made) },
    {
      title: `Kiểm tra ${periodName(period).replace('Quý', 'quý')} (minh họa)`,
      period: quarterKey(firstDayOf(quarter)),
      ...{ from, until, due: until, kind: 'inspection', checklists: [of.id] },
      selection: { by: 'list', facilityIds: reached },
      facilities: reached,
      people: [inspector.id],
      sharing: 'together',
    },
  )
}
