import { planInWords } from '../domain/action-words.ts'
import { formatDate } from '../domain/date.ts'
import { type Feedback, type Finding, feedbackOf } from '../domain/findings.ts'
import { conclusionOf, lossWords, totalLine, wayUpWords } from './conclusion.ts'
import { codeOf, footOf, GAP, letterhead, signersOf, subjects, watermarkOf } from './frame.ts'
import type { Block, Paper } from './paper.ts'
import { sectionTable } from './result-tables.ts'
import type { PaperSource } from './source.ts'

/** How much of everything stands on the page; `plan`: letters of what was agreed on, of each finding. */
type Room = { critical: number; lost: number; sections: boolean; letters: number; steps: number; plan: number }

/** From the fullest to the barest; the last fits on a page whatever was written. */
const rooms: readonly Room[] = [
  { critical: 20, lost: 20, sections: true, letters: 240, steps: 8, plan: 300 },
  { critical: 15, lost: 12, sections: true, letters: 180, steps: 6, plan: 200 },
  { critical: 12, lost: 8, sections: true, letters: 140, steps: 6, plan: 140 },
  { critical: 8, lost: 5, sections: true, letters: 110, steps: 4, plan: 110 },
  { critical: 8, lost: 8, sections: false, letters: 110, steps: 4, plan: 110 },
  { critical: 6, lost: 5, sections: false, letters: 90, steps: 3, plan: 60 },
  { critical: 3, lost: 2, sections: false, letters: 60, steps: 2, plan: 0 },
]

/**
 * What is left with the facility, on one page: the result, critical failures first, what cost
 * most, and what is missing. Several versions, the fullest first: the first that fits on
 * one page is the one. What is left out is counted, and stands in the minutes.
 */
export function facilityCopiesOf(source: PaperSource): [Paper, ...Paper[]] {
  const feedback = feedbackOf(source.checklist, source.score, source.answers)
  const [first, ...others] = rooms.map((room) => copyOf(source, feedback, room))
  return [first as Paper, ...others]
}

function copyOf(source: PaperSource, feedback: Feedback, room: Room): Paper {
  const { head, checklist, score, facility } = source
  const { critical, lost, wayUp } = feedback
  const { grade, why } = conclusionOf(score)
  const short = (text: string) => clip(text, room.letters)
  const agreed = (itemId: string) => agreedOn(source, itemId, room.plan)
  const isVisit = head.kind === 'inspection'
  const top = letterhead(source)
  return {
    title: `Bản cho cơ sở – ${head.facilityName} – ${formatDate(head.date)}`,
    watermark: watermarkOf(source),
    foot: footOf(source),
    density: 'compact',
    blocks: [
      // The number is that of the minutes.
      { ...top, symbol: null, issuer: top.issuer && short(top.issuer) },
      {
        is: 'title',
        kind: isVisit ? 'KẾT QUẢ KIỂM TRA' : 'KẾT QUẢ TỰ ĐÁNH GIÁ',
        subject: `Bản giữ tại cơ sở, kèm theo Biên bản số ${GAP}/BB-${GAP}`,
      },
      { is: 'field', name: 'Cơ sở', value: short([head.facilityName, facility?.address].filter(Boolean).join(', ')) },
      {
        is: 'field',
        name: 'Nội dung',
        value: short(`${subjects[head.kind]} theo “${checklist.title}”, phiên bản ${head.checklist.version}`),
      },
      { is: 'field', name: 'Ngày', value: formatDate(head.date) },
      { is: 'field', name: isVisit ? 'Đoàn kiểm tra' : 'Người tự đánh giá', value: short(head.team.join(', ')) },
      {
        is: 'paragraph',
        words: [
          'Tổng điểm: ',
          { text: totalLine(checklist, score), bold: true },
          '. Xếp loại: ',
          { text: grade, bold: true },
          `. ${clip(why, room.letters * 2)}`,
        ],
      },
      ...(room.sections ? [sectionTable(source)] : []),
      ...listed('Điểm liệt không đạt, phải khắc phục trước', critical, room.critical, { short, agreed }),
      ...listed('Mất nhiều điểm nhất', lost, room.lost, { short, agreed }),
      ...wayUpWords(wayUp)
        .slice(0, 2)
        .flatMap(({ title, steps }): Block[] => [
          { is: 'paragraph', words: [{ text: title, bold: true }] },
          { is: 'list', items: steps.slice(0, room.steps).map(short) },
        ]),
      { is: 'signatures', signers: signersOf(source, isVisit ? ['facility', 'head'] : ['facility']) },
      { is: 'ending', recipients: [], code: codeOf(source) },
    ],
  }
}

type Wording = { short: (text: string) => string; agreed: (itemId: string) => string }

function listed(title: string, findings: readonly Finding[], most: number, { short, agreed }: Wording): Block[] {
  if (findings.length === 0) return [{ is: 'paragraph', words: [{ text: `${title}: `, bold: true }, 'không có.'] }]
  const left = findings.length - most
  return [
    { is: 'paragraph', words: [{ text: `${title} (${findings.length})`, bold: true }] },
    {
      is: 'list',
      items: [
        ...findings
          .slice(0, most)
          .map(({ number, item, lost }) => `${number}. ${short(item.question)} (${lossWords(lost)})${agreed(item.id)}`),
        ...(left > 0 ? [[{ text: `và ${left} tiêu chí khác, xem biên bản.`, italics: true as const }]] : []),
      ],
    },
  ]
}

/** What was agreed on for an item: the words as far as there is room, who and by when whole. */
function agreedOn({ answers }: PaperSource, itemId: string, letters: number): string {
  const plan = answers[itemId]?.plan
  return plan && letters > 0
    ? `. Biện pháp: ${planInWords({ ...plan, what: clip(plan.what, letters), who: clip(plan.who, letters) })}.`
    : ''
}

/** At most so many letters, cut between words where there is one to cut at. */
export function clip(text: string, letters: number): string {
  const signs = [...text]
  if (signs.length <= letters) return text
  const cut = signs.slice(0, letters - 1).join('')
  const space = cut.lastIndexOf(' ')
  return `${space > letters / 2 ? cut.slice(0, space) : cut}…`
}
