import { followUpWords } from '../../domain/action-words.ts'
import { saysNothing } from '../../domain/answer.ts'
import { answerInWords } from '../../domain/answer-words.ts'
import type { Checklist } from '../../domain/checklist.ts'
import { dateInVietnam, timeInVietnam } from '../../domain/date.ts'
import { facilityTypeNames } from '../../domain/facts.ts'
import { answersIn } from '../../domain/inspection.ts'
import { itemNumber } from '../../domain/items.ts'
import { approvalWords } from '../../domain/overview/figure-words.ts'
import { shareOf } from '../../domain/overview/figures.ts'
import { type PlaceHistory, placeHistory } from '../../domain/overview/place-changes.ts'
import { inspectionKindNames } from '../../domain/people.ts'
import { score } from '../../domain/scoring/score.ts'
import { itemStateWords } from '../../domain/scoring/score-words.ts'
import { findChecklist } from '../storage/checklists.ts'
import { type ExportFilter, type ExportVisit, exportVisits } from '../storage/export-visits.ts'
import { readPlaces } from '../storage/places.ts'
import type { Database } from '../storage/schema.ts'

/** Numbers are numbers, with a dot; days are "2026-11-22": for programs that go on reckoning. */
export type RawCell = string | number | null
export type RawTable = { name: string; titles: readonly string[]; rows: AsyncIterable<RawCell[]> }
export type RawWhat = 'inspections' | 'answers'

const common = ['Mã lượt', 'Mã cơ sở', 'Cơ sở', 'Địa bàn khi đó', 'Địa bàn hiện nay', 'Mã bộ tiêu chí', 'Phiên bản']
const commonEnd = ['Hình thức', 'Ngày', 'Duyệt']

const titles: Record<RawWhat, readonly string[]> = {
  inspections: [
    ...common,
    ...commonEnd,
    'Tên cơ sở hiện nay',
    'Loại cơ sở',
    'Người ghi',
    'Đoàn',
    'Nộp lúc',
    'Số niêm',
    'Điểm',
    'Điểm tối đa',
    'Tỷ lệ (%)',
    'Kết quả',
    'Xếp loại',
    'Điểm liệt không đạt',
  ],
  answers: [
    ...common,
    ...commonEnd,
    'Mục',
    'Mã tiêu chí',
    'Số',
    'Tiêu chí',
    'Điểm liệt',
    'Trả lời',
    'Giá trị (JSON)',
    'Kết quả',
    'Điểm',
    'Điểm tối đa',
    'Giới hạn',
    'Ghi chú',
    'Biện pháp',
    'Người chịu trách nhiệm',
    'Hạn',
    'Biện pháp lần trước',
  ],
}

/** Visits, or their answers, as a table whose rows are read while they go out. */
export async function rawTable(db: Database, what: RawWhat, filter: ExportFilter): Promise<RawTable> {
  const history = placeHistory(await readPlaces(db, filter.tenantId))
  const rows = what === 'inspections' ? visitRows(db, filter, history) : answerRows(db, filter, history)
  return { name: what === 'inspections' ? 'Lượt' : 'Câu trả lời', titles: titles[what], rows }
}

async function* visitRows(db: Database, filter: ExportFilter, history: PlaceHistory): AsyncGenerator<RawCell[]> {
  for await (const visit of exportVisits(db, filter, { pageSize: 200, withCells: false })) {
    const { head, createdByName, submittedAt, sealNo, score: summary } = visit
    const share = summary && shareOf(summary)
    yield [
      ...commonCells(visit, filter, history),
      filter.facilities.get(head.facilityId)?.name ?? '',
      facilityTypeNames[head.facts.type],
      createdByName,
      head.team.join('; '),
      submittedAt === null ? null : `${dateInVietnam(submittedAt)} ${timeInVietnam(submittedAt)}`,
      sealNo ?? 1,
      summary && summary.earned / 100,
      summary && summary.max / 100,
      share === null ? null : share / 100,
      summary && toneWords[summary.tone],
      summary?.grade ?? null,
      summary?.criticalFailures ?? null,
    ]
  }
}

const toneWords = { pass: 'Đạt', partial: 'Đạt một phần', fail: 'Không đạt', undetermined: 'Chưa xác định' } as const

/** Judged by each visit's own version of its checklist: a newer one changes nothing of it. */
async function* answerRows(db: Database, filter: ExportFilter, history: PlaceHistory): AsyncGenerator<RawCell[]> {
  const checklistOf = rememberChecklists(db)
  for await (const visit of exportVisits(db, filter, { pageSize: 25, withCells: true })) {
    const checklist = await checklistOf(visit)
    const first = commonCells(visit, filter, history)
    const answers = answersIn(visit.cells)
    const { byItem } = score(checklist, visit.head.facts, answers, { date: visit.head.date })
    for (const section of checklist.sections)
      for (const item of section.items) {
        const answer = answers[item.id]
        if (!answer || saysNothing(answer)) continue
        const { value, note, plan, followUp } = answer
        const scored = byItem[item.id]
        yield [
          ...first,
          section.title,
          item.id,
          itemNumber(item),
          item.question,
          item.critical ? 'Có' : '',
          answerInWords(item, value),
          value && JSON.stringify(value),
          scored ? itemStateWords[scored.state] : null,
          scored ? scored.earned / 100 : null,
          scored ? scored.max / 100 : null,
          scored?.limit ?? null,
          note ?? null,
          plan?.what ?? null,
          plan?.who ?? null,
          plan?.by ?? null,
          followUp ? followUpWords[followUp.is] : null,
        ]
      }
  }
}

/** Thousands of visits are of few versions: each is looked up once. */
function rememberChecklists(db: Database): (visit: ExportVisit) => Promise<Checklist> {
  const known = new Map<string, Checklist>()
  return async ({ id, head }) => {
    const found = known.get(head.checklist.hash) ?? (await findChecklist(db, head.checklist))
    if (!found) throw new Error(`inspection ${id} was sealed with a checklist that is not here`)
    known.set(head.checklist.hash, found)
    return found
  }
}

function commonCells(
  { id, status, head }: ExportVisit,
  { facilities }: ExportFilter,
  history: PlaceHistory,
): RawCell[] {
  const { facilityId, facilityName, checklist, kind, date } = head
  return [
    id,
    facilityId,
    facilityName,
    history.areaOn(facilityId, date),
    facilities.get(facilityId)?.areaName ?? '',
    checklist.id,
    checklist.version,
    inspectionKindNames[kind],
    date,
    approvalWords[status],
  ]
}
