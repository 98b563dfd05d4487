import { xanhSachDep } from '../criteria/xanh-sach-dep.ts'
import type { Answer } from '../domain/answer.ts'
import type { Item } from '../domain/checklist.ts'
import { addDays, addMonths, dateInVietnam } from '../domain/date.ts'
import { type InspectionHead, sealedContent } from '../domain/inspection.ts'
import { itemsOf } from '../domain/items.ts'
import { daysOf, firstDayOf, periodName, quarterKey, quarterOf } from '../domain/overview/period.ts'
import type { InspectionKind } from '../domain/people.ts'
import type { Plan } from '../domain/plan.ts'
import { score } from '../domain/scoring/score.ts'
import { summaryOf } from '../domain/scoring/summary.ts'
import type { Saying } from '../domain/step.ts'
import { PROTO, SCHEMA } from '../protocol/terms.ts'
import type { Push } from '../protocol/wire.ts'
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
  /** Items that are bad whatever the share; critical ones are so only where they are named. */
  bad?: readonly string[]
  plans?: Readonly<Record<string, Plan>>
}

function visit(hash: string, { id, who, facilityId, date, kind = 'inspection', good, ...more }: Visit) {
  const { minutes = 50, bad = [], plans: planned = {} } = more
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
  const isGood = (index: number, item: Item) => item.critical === true || ((index + shift) * 7) % 10 < good
  const given = inventedAnswers(of, facility.facts, (index, item) => !bad.includes(item.id) && isGood(index, item))
  const answers = Object.fromEntries(
    Object.entries(given).map(([item, answer]): [string, Answer] => {
      const plan = planned[item]
      return [item, plan ? { ...answer, plan } : answer]
    }),
  )
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
  return { insp, event, failed: itemsOf(of).flatMap((item) => (answers[item.id]?.note ? [item.id] : [])) }
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

/** What the inspection of the station found, and what is to be done about it; the first is late, the others have time. */
const plans: Readonly<Record<string, Plan>> = {
  'xsd.3.1': { what: 'Dọn sân sau, khơi rãnh thoát nước, lập lịch vệ sinh tuần.', who: 'Trưởng trạm', by: '-2' },
  'xsd.3.2': { what: 'Thay thùng rác có nắp, đúng màu ở cổng và sân.', who: 'Tổ Kiểm soát nhiễm khuẩn', by: '5' },
  'xsd.3.5': { what: 'Niêm yết lịch vệ sinh bề mặt từng phòng, ký hằng ngày.', who: 'Điều dưỡng trưởng', by: '7' },
  'xsd.1.4': { what: 'Thay ổ cắm hở ở phòng tiêm, đi lại dây điện.', who: 'Trưởng trạm', by: '3' },
  'xsd.2.2': { what: 'Trồng lại bồn hoa trước sảnh, phân người tưới.', who: 'Tổ Công đoàn', by: '20' },
}

/** One station: it assesses itself, is inspected, plans, mends, disagrees. */
function stationStory(today: string, hash: string): Event[] {
  const [assessedOn, inspectedOn] = [addDays(today, -16), addDays(today, -9)]
  const common = { facilityId: STATION, good: 9 }
  const self = visit(hash, {
    ...common,
    ...{ id: 'tu-danh-gia', who: 'coso', date: assessedOn, kind: 'selfAssessment', bad: ['xsd.3.2'] },
  })
  const planned = Object.fromEntries(
    Object.entries(plans).map(([item, plan]) => [item, { ...plan, by: addDays(today, Number(plan.by)) }]),
  )
  const inspection = visit(hash, {
    ...common,
    ...{ id: 'tram-suoi-mo', who: 'kiemtra', date: inspectedOn, bad: Object.keys(plans), plans: planned },
  })
  const { insp } = inspection
  const at = (days: number, hours = 0) => morning(inspectedOn) + days * DAY + hours * HOUR
  const done = (id: string, item: string, comment: string): [string, Saying] => [id, { is: 'done', item, comment }]
  const steps: [number, Username, string, Saying][] = [
    [at(2), 'coso', ...done('demo-xong-thung', 'xsd.3.2', 'Đã thay bốn thùng có nắp, dán nhãn theo màu.')],
    [at(2, 1), 'coso', ...done('demo-xong-lich', 'xsd.3.5', 'Đã niêm yết lịch ở sáu phòng.')],
    [at(3), 'coso', ...done('demo-xong-dien', 'xsd.1.4', 'Đã thay hai ổ cắm.')],
    [
      ...([at(4), 'giamsat', 'demo-nhan-lich'] as const),
      { is: 'verify', item: 'xsd.3.5', of: 'demo-xong-lich', comment: 'Đã xem tại trạm.' },
    ],
    [
      ...([at(5), 'giamsat', 'demo-lai-dien'] as const),
      { is: 'sendBack', item: 'xsd.1.4', of: 'demo-xong-dien', comment: 'Dây sau tủ thuốc vẫn còn hở.' },
    ],
    [
      ...([at(3, 2), 'coso', 'demo-khong-dong-y'] as const),
      { is: 'disagree', item: 'xsd.2.2', reason: 'Hôm đoàn đến, bồn hoa vừa dỡ để sửa sân.' },
    ],
  ]
  return [self.event, inspection.event, ...steps.map(([when, who, id, say]) => step(when, who, insp, id, say))]
}

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
    visit(hash, {
      ...{ ...common, id: 'bv-ben-sao', facilityId: 'demo-bv-ben-sao', date: day(7) },
      ...{ good: 7, minutes: 1, bad: ['xsd.6.2', 'xsd.1.4'] },
    }).event,
    visit(hash, { ...common, id: 'ttyt-ben-sao', facilityId: 'demo-ttyt-ben-sao', date: day(5), good: 9 }).event,
    visit(hash, { ...common, id: 'pk-nu-cuoi', facilityId: 'demo-pk-nu-cuoi', date: day(2), good: 6, bad: ['xsd.6.2'] })
      .event,
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
