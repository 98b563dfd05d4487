import type { ReadingProblem } from '../../domain/decimal.ts'

/** What to do about a number that could not be read. */
export function readingWords(code: ReadingProblem, typed: string): string {
  switch (code) {
    case 'NUMBER_EMPTY':
      return 'Nhập một con số.'
    case 'NUMBER_UNREADABLE':
      return 'Chưa đọc được số này. Ví dụ đúng: 6,5 · 1.234,5 · <0,01.'
    case 'NUMBER_AMBIGUOUS': {
      const [whole = '', fraction = ''] = typed.trim().split(/[.,]/)
      const decimal = `${whole},${fraction.replace(/0+$/, '') || '0'}`
      return `“${typed.trim()}” có thể đọc theo hai cách. Nhập ${whole}${fraction} hoặc ${decimal}.`
    }
    default:
      return code satisfies never
  }
}
