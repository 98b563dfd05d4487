import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checklists } from '../../src/criteria/all.ts'
import { canPrint, letters, printable } from '../../src/documents/letters.ts'
import { facilities } from '../../src/server/demonstration-data.ts'
import { charactersOf, readFont } from '../support/paper-fonts.ts'

/** Letters outside of ASCII that a text holds and papers cannot print. */
function unprintable(text: string): string[] {
  return [...new Set(text.normalize('NFC').replace(/\n/g, ''))].filter((sign) => !canPrint(sign))
}

/** What stands between quotes in a folder's sources: words that people read, and some that they do not. */
function wordsIn(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .flatMap((source) => source.replace(/\/\*[\s\S]*?\*\//g, '').match(/'[^'\n]*'|`[^`]*`/g) ?? [])
    .join('')
}

describe('the letters on paper', () => {
  it.each(checklists.map((checklist) => [checklist.id, checklist] as const))(
    'hold every sign of %s',
    (_, checklist) => {
      expect(unprintable(JSON.stringify(checklist))).toEqual([])
    },
  )

  it.each(['src/domain', 'src/documents'])('hold every word of %s', (folder) => {
    expect(unprintable(wordsIn(folder))).toEqual([])
  })

  it('hold every name of the demonstration, and every Vietnamese letter with every mark', () => {
    expect(unprintable(JSON.stringify(facilities))).toEqual([])
    const vowels = 'aăâeêioôơuưy'
    const marks = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323']
    const all = [...vowels, ...vowels.toUpperCase()].flatMap((vowel) => marks.map((mark) => vowel + mark)).join('')
    expect(unprintable(`${all}đĐ₫`)).toEqual([])
    // Composed, each is one letter of the font.
    expect([...all.normalize('NFC')]).toHaveLength(2 * 12 * 6)
  })

  it.each(['normal', 'bold', 'italics'] as const)('are all in the font that is carried along: %s', async (style) => {
    const held = charactersOf(await readFont(style))
    const missing = letters.flatMap(([from, to]) =>
      Array.from({ length: to - from + 1 }, (_, index) => from + index).filter((code) => !held.has(code)),
    )
    expect(missing.map((code) => code.toString(16))).toEqual([])
  })

  it('bold and slanted at once, the font says “Nơi nhận:” and nothing else', async () => {
    const held = charactersOf(await readFont('bolditalics'))
    expect([...'Nơi nhận:'].filter((sign) => !held.has(sign.codePointAt(0) ?? 0))).toEqual([])
  })
})

describe('a text as it can be printed', () => {
  it.each([
    ['composed', 'Tra\u0323m Y te\u0302\u0301', 'Trạm Y tế'],
    ['line breaks of every system', 'a\r\nb\rc\nd', 'a\nb\nc\nd'],
    ['a tab and a control sign are spaces', 'a\tb\u0007c', 'a b c'],
    ['a wide space is a space', 'a\u2003b', 'a b'],
    ['what orders letters backwards is gone', 'a\u202eb\u200d', 'ab'],
    ['what no font here has is a box, one for each sign', 'tốt 👍🏽 测', 'tốt □□ □'],
    ['signs of measures stay', '≤ 60 mg/l ± 0,5 °C m³ µg 75 % – “x”', '≤ 60 mg/l ± 0,5 °C m³ µg 75 % – “x”'],
  ])('%s', (_, given, printed) => {
    expect(printable(given)).toBe(printed)
  })
})
