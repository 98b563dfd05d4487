import type { ImportCheck, ImportFault } from '../../../protocol/import-wire.ts'

type Outcomes = Pick<ImportCheck, 'people' | 'facilities'>

/** How many rows would change something. */
export function countOfNew({ people, facilities }: Outcomes): number {
  return people.created.count + people.changed.count + facilities.created.count + facilities.changed.count
}

/** "Nhập 12 người, 3 cơ sở" */
export function importWords({ people, facilities }: Outcomes): string {
  const counts = [
    [people.created.count + people.changed.count, 'người'],
    [facilities.created.count + facilities.changed.count, 'cơ sở'],
  ] as const
  const parts = counts.flatMap(([count, word]) => (count > 0 ? [`${numberWords(count)} ${word}`] : []))
  return `Nhập ${parts.join(', ')}`
}

/** How long so many new accounts take on a busy server of two cores: each password costs a quarter of a second. */
export function secondsFor(accounts: number): number {
  return Math.ceil(accounts * 0.25)
}

/** "Người dùng, ô C5" as a person finds it; a CSV file has no sheets. */
export function placeWords({ sheet, row, column }: Pick<ImportFault, 'sheet' | 'row' | 'column'>): string {
  const cell =
    row !== null && column !== null
      ? `ô ${column}${row}`
      : row !== null
        ? `dòng ${row}`
        : column !== null
          ? `cột ${column}`
          : 'cả trang'
  return sheet === null ? cell.charAt(0).toUpperCase() + cell.slice(1) : `${sheet}, ${cell}`
}

const number = new Intl.NumberFormat('vi-VN')
export const numberWords = (count: number) => number.format(count)
