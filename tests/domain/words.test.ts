import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../src/domain/canonical.ts'
import { addDays, addMonths, dateInVietnam, formatDate, isoDateSchema } from '../../src/domain/date.ts'
import { messageOf, problemCodes, retryOf } from '../../src/domain/problem.ts'
import { fold, matches } from '../../src/domain/search.ts'

describe('searching without marks', () => {
  it.each([
    ['Trạm Y tế xã Đồng Xuân', 'tram y te', true],
    ['Trạm Y tế xã Đồng Xuân', 'TRAM DONG', true],
    ['Trạm Y tế xã Đồng Xuân', 'đồng xuân', true],
    ['Trạm Y tế xã Đồng Xuân'.normalize('NFD'), 'dong xuan', true],
    ['Trạm Y tế xã Đồng Xuân', 'xuan dong tram', true],
    ['Trạm Y tế xã Đồng Xuân', 'benh vien', false],
    ['Trạm Y tế xã Đồng Xuân', '', true],
    ['Bệnh viện Đa khoa (cơ sở 2)', 'co so 2', true],
  ])('%s ⊃ “%s”: %s', (text, query, found) => {
    expect(matches(text, query)).toBe(found)
  })

  it('folds ư, ơ, đ and every tone', () => {
    expect(fold('Ưỡng Ợ Đề ă ậ ị')).toBe('uong o de a a i')
  })
})

describe('dates', () => {
  it.each([
    ['2026-11-22', true],
    ['2024-02-29', true],
    ['2026-02-29', false],
    ['2026-13-01', false],
    ['22/11/2026', false],
    ['', false],
  ])('%s exists: %s', (text, exists) => {
    expect(isoDateSchema.safeParse(text).success).toBe(exists)
  })

  it('are written day first', () => {
    expect(formatDate('2026-11-05')).toBe('05/11/2026')
  })

  it('the day in Việt Nam begins at 17:00 UTC, whatever the machine’s zone', () => {
    expect(dateInVietnam(Date.UTC(2026, 10, 21, 16, 59, 59))).toBe('2026-11-21')
    expect(dateInVietnam(Date.UTC(2026, 10, 21, 17, 0, 0))).toBe('2026-11-22')
  })

  it('months and days are counted on the calendar', () => {
    expect([addMonths('2026-03-31', -1), addMonths('2026-11-22', -12), addDays('2026-12-31', 1)]).toEqual([
      '2026-02-28',
      '2025-11-22',
      '2027-01-01',
    ])
  })
})

describe('one text for one value', () => {
  it('key order and undefined members do not matter', () => {
    expect(canonicalJson({ b: 1, a: [true, null, 'ệ'], c: undefined })).toBe('{"a":[true,null,"ệ"],"b":1}')
  })

  it('reads back as the same value, and writes the same text again', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value)
        expect(canonicalJson(JSON.parse(text))).toBe(text)
      }),
    )
  })

  it('refuses what JSON cannot carry', () => {
    expect(() => canonicalJson(Number.NaN)).toThrow()
    expect(() => canonicalJson(() => 1)).toThrow()
  })
})

describe('problems', () => {
  it.each(problemCodes)('%s says something a person can read', (code) => {
    expect(messageOf(code)).toMatch(/^\p{Lu}.{10,}[.]$/u)
    expect(messageOf(code)).not.toMatch(/[A-Z]{2,}_|error|undefined/)
    expect(['now', 'later', 'afterEdit', 'never']).toContain(retryOf(code))
  })
})
