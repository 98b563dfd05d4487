import type { AnswerValue, Opportunity } from './answer.ts'
import type { Item } from './checklist.ts'
import { formatDate } from './date.ts'
import { formatDecimal, formatPercent, formatReading } from './decimal.ts'
import { storageWords } from './storage-words.ts'

const markWords = { pass: 'đạt', fail: 'không đạt', notApplicable: 'không áp dụng' } as const

/** One answer as it stands in a list or on paper. */
export function answerInWords(item: Item, value: AnswerValue | null): string {
  if (value === null)
    return item.input.kind === 'observation' && item.input.sameAs !== null
      ? 'Tính từ bảng cơ hội vệ sinh tay'
      : 'Chưa trả lời'
  switch (value.is) {
    case 'notApplicable':
      return 'Không áp dụng'
    case 'noData':
      return 'Chưa có số liệu'
    case 'verdict':
      return value.verdict === 'pass' ? 'Đạt' : 'Không đạt'
    case 'level':
      return levelInWords(item, value.level)
    case 'reading': {
      const unit = item.input.kind === 'measure' && value.reading.is !== 'notDetected' ? ` ${item.input.unit}` : ''
      const verdict = value.verdict ? ` (${markWords[value.verdict]})` : ''
      return `${formatReading(value.reading)}${unit}${verdict}`
    }
    case 'ratio': {
      if (value.denominator === 0) return 'Không có gì để đếm (0/0)'
      const verdict = value.verdict ? ` (${markWords[value.verdict]})` : ''
      return `${formatDecimal(`${value.numerator}`)}/${formatDecimal(`${value.denominator}`)} = ${formatPercent(value.numerator, value.denominator)} %${verdict}`
    }
    case 'detected':
      return value.detected ? 'Phát hiện' : 'Không phát hiện'
    case 'date':
      return formatDate(value.date)
    case 'marks':
      return partsInWords(item, (id) => {
        const mark = value.marks[id]
        return mark && markWords[mark]
      })
    case 'counts':
      return partsInWords(item, (id) => value.counts[id]?.toString())
    case 'opportunities':
      return opportunitiesInWords(value.list)
    case 'storage':
      return storageWords(value)
    case 'text':
      return value.text
    case 'places':
      return value.places.map((place) => `${place.name}: ${answerInWords(item, place.value)}`).join('; ')
    default:
      return value satisfies never
  }
}

/** "20 cơ hội, 15 có vệ sinh tay = 75 %". */
export function opportunitiesInWords(list: readonly Opportunity[]): string {
  if (list.length === 0) return 'Chưa ghi cơ hội nào'
  const acted = list.filter(({ action }) => action !== 'missed').length
  return `${list.length} cơ hội, ${acted} có vệ sinh tay = ${formatPercent(acted, list.length)} %`
}

function levelInWords(item: Item, level: number): string {
  if (item.input.kind !== 'scale') return `Mức ${level}`
  const label = scaleLabel(item.input, level)
  return `Mức ${level}/${item.input.max}${label ? ` – ${label.toLocaleLowerCase('vi')}` : ''}`
}

/** What a level of a scale is called; levels of three follow the usual 0 – 1 – 2. */
export function scaleLabel(
  input: { min?: number | undefined; max: number; labels?: string[] | undefined },
  level: number,
): string {
  const usual = input.max === 2 ? ['Không đạt', 'Một phần', 'Đạt đủ'] : input.max === 1 ? ['Không đạt', 'Đạt'] : []
  return input.labels?.[level - (input.min ?? 0)] ?? usual[level] ?? ''
}

function partsInWords({ input }: Item, wordOf: (id: string) => string | undefined): string {
  const parts =
    input.kind === 'ladder' || input.kind === 'bundle' ? input.parts : input.kind === 'lines' ? input.lines : []
  return parts.map(({ id, text }) => `${text}: ${wordOf(id) ?? 'chưa trả lời'}`).join('; ')
}
