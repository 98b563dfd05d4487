import type { AnswerValue } from './answer.ts'
import { formatDecimal } from './decimal.ts'

type Stored = Extract<AnswerValue, { is: 'storage' }>

/** What is stored, and whose it is. */
export function wasteWords({ wasteKind, received }: Pick<Stored, 'wasteKind' | 'received'>): string {
  const kind = wasteKind === 'infectious' ? 'Lây nhiễm' : 'Nguy hại không lây nhiễm'
  return `${kind}, ${received ? 'nhận từ nơi khác' : 'của cơ sở'}`
}

/** "Lây nhiễm, của cơ sở: lưu 3 ngày, 6,5 °C, 4 kg/ngày". */
export function storageWords(value: Stored): string {
  const parts = [
    `lưu ${formatDecimal(value.days)} ngày`,
    ...(value.celsius === null ? [] : [`${formatDecimal(value.celsius)} °C`]),
    ...(value.kgPerDay === null ? [] : [`${formatDecimal(value.kgPerDay)} kg/ngày`]),
  ]
  return `${wasteWords(value)}: ${parts.join(', ')}`
}
