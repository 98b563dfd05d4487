import { answerInWords } from '../domain/answer-words.ts'
import type { Checklist, Item, Section } from '../domain/checklist.ts'
import { formatPoints } from '../domain/decimal.ts'
import type { Finding } from '../domain/findings.ts'
import { itemNumber } from '../domain/items.ts'
import { citationsOf } from '../domain/law.ts'
import type { ItemScore, Score, SectionScore } from '../domain/scoring/result.ts'
import { itemStateWords, percentWords } from '../domain/scoring/score-words.ts'
import type { Cell, Table, Words } from './paper.ts'
import type { PaperSource } from './source.ts'

/** Points of each section and of the whole, as the score card shows them. */
export function sectionTable(
  { checklist, score }: Pick<PaperSource, 'checklist' | 'score'>,
  caption: string | null = null,
): Table {
  const row = (
    title: string,
    part: Pick<SectionScore, 'answered' | 'earned' | 'max' | 'criticalFailures'>,
    of: number,
  ) => [
    cell(title),
    cell(`${part.answered}/${of}`),
    cell(part.max > 0 ? `${formatPoints(part.earned)}/${formatPoints(part.max)}` : '–'),
    cell(percentWords(part.earned, part.max)),
    cell(part.criticalFailures > 0 ? `${part.criticalFailures}` : '–'),
  ]
  return {
    is: 'table',
    caption,
    columns: [
      { title: 'Mục', width: null },
      { title: 'Đã trả lời', width: 20, align: 'center' },
      { title: 'Điểm', width: 26, align: 'center' },
      { title: 'Tỷ lệ', width: 20, align: 'center' },
      { title: 'Điểm liệt', width: 16, align: 'center' },
    ],
    rows: score.sections.map((part) => {
      const section = sectionOf(checklist, part)
      const aside = section?.counts === 'apart' ? ' (theo dõi riêng, ngoài tổng)' : ''
      return row(`${section?.title ?? part.sectionId}${aside}`, part, part.items.length)
    }),
    total: row('Tổng', score, score.applicable).map(bold),
  }
}

/** Items that fell short: what was found, why, on what basis, and what it cost. */
export function findingTable(caption: string, findings: readonly Finding[], source: PaperSource): Table {
  const { checklist, answers } = source
  return {
    is: 'table',
    caption,
    columns: [
      { title: 'Số', width: 14, align: 'center' },
      { title: 'Tiêu chí', width: 58 },
      { title: 'Kết quả ghi nhận, lý do, căn cứ', width: null },
      { title: 'Điểm', width: 18, align: 'center' },
    ],
    rows: findings.map(({ item, number, scored, note }) => {
      const basis = basisWords(item, scored, checklist)
      return [
        cell(number),
        cell(item.question),
        [
          ...(scored.criticalFailure ? [[{ text: 'Điểm liệt không đạt.', bold: true as const }]] : []),
          ...resultWords(item, scored, answers),
          ...(note ? [noteWords(note)] : []),
          ...(basis === '' ? [] : [`Căn cứ: ${basis}.`]),
        ],
        cell(pointsOf(scored)),
      ]
    }),
  }
}

/** Every item of every section with its answer; what the paper's reader holds against the digest. */
export function answerTables(source: PaperSource): Table[] {
  const { checklist, score, answers } = source
  return score.sections.map((part): Table => {
    const section = sectionOf(checklist, part)
    return {
      is: 'table',
      caption: section?.title ?? part.sectionId,
      columns: [
        { title: 'Số', width: 14, align: 'center' },
        { title: 'Tiêu chí', width: 62 },
        { title: 'Kết quả ghi nhận', width: null },
        { title: 'Điểm', width: 18, align: 'center' },
      ],
      rows: part.items.flatMap((scored): Cell[][] => {
        const item = section?.items.find(({ id }) => id === scored.itemId)
        if (!item) return []
        const note = answers[item.id]?.note
        return [
          [
            cell(itemNumber(item)),
            cell(item.question),
            [...resultWords(item, scored, answers), ...(note ? [noteWords(note)] : [])],
            cell(pointsOf(scored)),
          ],
        ]
      }),
    }
  })
}

/** The answer, and where it is not plain from it what became of it, the scoring's reason. */
function resultWords(item: Item, scored: ItemScore, answers: PaperSource['answers']): Words[] {
  const answer = answerInWords(item, answers[item.id]?.value ?? null)
  const isPlain = scored.state === 'pass' && !scored.limit
  if (isPlain || ['recorded', 'notApplicable', 'blank'].includes(scored.state)) return [answer]
  // "Không đạt", and why: "Không đạt: 0/2 điểm."
  if (scored.reason.startsWith(answer)) return [scored.reason]
  const state = itemStateWords[scored.state].toLocaleLowerCase('vi')
  const isSaid = answer.toLocaleLowerCase('vi').includes(state)
  return [isSaid ? answer : `${answer} – ${state}`, scored.reason]
}

/** "QCVN 28:2010/BTNMT, Bảng 1, mục 2.2 (hết hiệu lực từ …); …": each document once, with what a reader must know of it. */
function basisWords(item: Item, { basis = [] }: ItemScore, { documents }: Checklist): string {
  return citationsOf([...item.basis, ...basis], documents)
    .map(({ document, clauses, standing, isUnsure }) => {
      const doubts = [...(standing ? [standing] : []), ...(isUnsure ? ['cần đối chiếu văn bản'] : [])]
      return `${[document.number, ...clauses].join(', ')}${doubts.length > 0 ? ` (${doubts.join('; ')})` : ''}`
    })
    .join('; ')
}

function noteWords(note: string): Words {
  return [{ text: 'Ghi chú: ', italics: true }, note]
}

/** "1/2"; a dash where the item earns nothing either way. */
function pointsOf({ earned, max }: ItemScore): string {
  return max > 0 || earned > 0 ? `${formatPoints(earned)}/${formatPoints(max)}` : '–'
}

function sectionOf(checklist: Checklist, { sectionId }: SectionScore): Section | undefined {
  return checklist.sections.find(({ id }) => id === sectionId)
}

/** Items that have no result, by what became of them: they stand in the minutes by their numbers. */
export function withoutResult(score: Score): { undetermined: string[]; notApplicable: string[]; blank: string[] } {
  const numbers = (state: ItemScore['state']) =>
    score.sections.flatMap(({ items }) =>
      items.filter((each) => each.state === state).map(({ itemId }) => itemNumber({ id: itemId })),
    )
  return {
    undetermined: numbers('undetermined'),
    notApplicable: numbers('notApplicable'),
    blank: numbers('blank'),
  }
}

export function cell(text: string): Cell {
  return [text]
}

function bold(paragraphs: Cell): Cell {
  return paragraphs.map((words) => (typeof words === 'string' ? [{ text: words, bold: true }] : words))
}
