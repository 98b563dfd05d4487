import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mayPictureGo, networkKind, pictureHold } from '../../src/domain/picture-net.ts'
import { type PictureStanding, type RecordFacts, type RecordState, recordState } from '../../src/domain/record-state.ts'
import { recordWords } from '../../src/screens/parts/record/record-words.ts'

const standing = fc.constantFrom<PictureStanding>('received', 'going', 'here', 'elsewhere', 'failed')
const facts: fc.Arbitrary<RecordFacts> = fc
  .record({
    local: fc.constantFrom('draft', 'waiting', 'refused', null),
    unsent: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 300 })),
    refused: fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      fc.array(
        fc.record({
          code: fc.constantFrom('ANSWER_INVALID', 'PHOTO_TOO_LARGE', 'SEAL_MOVED'),
          item: fc.constantFrom('x.a1', 'x.b2', null),
          isPhoto: fc.boolean(),
        }),
        { maxLength: 5 },
      ),
    ),
    isSealed: fc.boolean(),
    receipt: fc.constantFrom('whole', 'differs', 'unknownKey', 'wrong', null),
    pictures: fc.oneof(
      fc.array(standing, { maxLength: 8 }),
      fc.array(fc.constant('received' as const), { maxLength: 3 }),
    ),
    areSteps: fc.boolean(),
  })
  .map(({ areSteps, ...given }) => ({ ...given, unsentSteps: areSteps ? given.unsent : 0 }))
const hold = fc.constantFrom('wifi' as const, 'ask' as const, null)
const sync = fc.constantFrom('idle' as const, 'syncing' as const, 'offline' as const).map((state) => ({
  state,
  problem: null,
  lastSuccessAt: null,
}))
const all: RecordFacts = {
  local: null,
  unsent: 0,
  unsentSteps: 0,
  refused: [],
  isSealed: true,
  receipt: 'whole',
  pictures: ['received', 'received'],
}
const of = (change: Partial<RecordFacts>) => recordState({ ...all, ...change })
const said = (state: RecordState, held: 'wifi' | 'ask' | null = null) =>
  recordWords(state, { sync: { state: 'offline', problem: 'OFFLINE', lastSuccessAt: null }, hold: held }).words

describe('what is said of a visit, whatever the facts are', () => {
  test('"received whole" only where the record is sealed, its receipt was checked, and nothing at all is missing', () => {
    fc.assert(
      fc.property(facts, hold, sync, (given, held, way) => {
        const isWhole =
          given.isSealed &&
          given.local === null &&
          given.receipt === 'whole' &&
          given.unsent === 0 &&
          given.refused.length === 0 &&
          given.pictures.every((each) => each === 'received')
        const state = recordState(given)
        expect(state.is === 'whole').toBe(isWhole)
        const { badge, words, tone } = recordWords(state, { sync: way, hold: held })
        expect(`${badge} ${words}`.includes('đủ')).toBe(isWhole)
        // Nothing looks like an end that is none; a draft whose every change is there looks as well as it can.
        if (tone === 'pass') expect(isWhole || (state.is === 'text' && given.local === 'draft')).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test('"received" of the text only where every change was answered and none refused', () => {
    fc.assert(
      fc.property(facts, hold, sync, (given, held, way) => {
        const { badge, words } = recordWords(recordState(given), { sync: way, hold: held })
        // Of a visit that was received before, what came later may wait; that is said with it.
        const claims = /đã nhận nội dung|đã nhận đủ/.test(`${badge} ${words}`)
        if (claims) expect([given.unsent, given.refused.length, given.local === 'refused']).toEqual([0, 0, false])
        if (given.unsent > 0) expect(words).toMatch(new RegExp(`(chờ gửi|đang gửi) ${given.unsent} thay đổi`))
        if (given.refused.length > 0) expect(words).toContain('bị từ chối')
      }),
      { numRuns: 2000 },
    )
  })

  test('pictures are counted as they are, and never as received where one is missing', () => {
    fc.assert(
      fc.property(facts, hold, (given, held) => {
        const state = recordState(given)
        const received = given.pictures.filter((each) => each === 'received').length
        expect([state.pictures.received, state.pictures.all]).toEqual([received, given.pictures.length])
        const words = said(state, held)
        const isMissing = received < given.pictures.length
        const shown = words.match(/ảnh (\d+)\/(\d+)/)
        if (shown) expect(shown.slice(1).map(Number)).toEqual([received, given.pictures.length])
        if (isMissing) expect(words).not.toMatch(/nội dung và \d+ ảnh/)
        if (!words.includes('chờ Wi-Fi')) return
        expect(held).toBe('wifi')
        expect(given.pictures).toContain('here')
      }),
      { numRuns: 2000 },
    )
  })

  test('a fact that becomes worse never makes the state better', () => {
    const order: RecordState['is'][] = ['refused', 'saved', 'waiting', 'photos', 'text', 'whole']
    const rank = (given: RecordFacts) => order.indexOf(recordState(given).is)
    fc.assert(
      fc.property(facts, (given) => {
        const worse: RecordFacts[] = [
          { ...given, unsent: given.unsent + 1, unsentSteps: given.unsentSteps },
          { ...given, isSealed: false },
          { ...given, receipt: null },
          { ...given, pictures: [...given.pictures, 'here'] },
          { ...given, refused: [...given.refused, { code: 'ANSWER_INVALID', item: null, isPhoto: false }] },
        ]
        for (const each of worse) expect(rank(each)).toBeLessThanOrEqual(rank(given))
      }),
      { numRuns: 1000 },
    )
  })
})

test.each([
  ['a draft', { local: 'draft', unsent: 3, pictures: [] }, 'chờ gửi 3 thay đổi, chưa có mạng'],
  [
    'a draft with a photo',
    { local: 'draft', unsent: 3, pictures: ['here'] },
    'chờ gửi 3 thay đổi và 1 ảnh, chưa có mạng',
  ],
  [
    'a draft that is sent',
    { local: 'draft', isSealed: false, receipt: null, pictures: [] },
    'máy chủ đã nhận nội dung',
  ],
  [
    'handed in and answered',
    { local: 'waiting', isSealed: false, receipt: null, pictures: [] },
    'máy chủ đã nhận nội dung, chờ biên nhận',
  ],
  ['sealed by an older server', { receipt: null }, 'máy chủ đã nhận nội dung và 2 ảnh, chờ biên nhận'],
  ['with a false receipt', { receipt: 'differs' }, 'máy chủ đã nhận nội dung và 2 ảnh · biên nhận không khớp'],
  [
    'late photos',
    { pictures: ['received', 'here', 'failed'] },
    'máy chủ đã nhận nội dung · ảnh 1/3, 1 ảnh hỏng hoặc bị từ chối',
  ],
  [
    'what was said of it since waits',
    { unsent: 2, unsentSteps: 2, pictures: ['here'] },
    'máy chủ đã có lượt này · chờ gửi 2 thay đổi và 1 ảnh, chưa có mạng',
  ],
  [
    'an amendment waits beside a step',
    { unsent: 2, unsentSteps: 1 },
    'đã nhận bản trước · chờ gửi 2 thay đổi, chưa có mạng',
  ],
  ['an amendment waits', { unsent: 1 }, 'đã nhận bản trước · chờ gửi 1 thay đổi, chưa có mạng'],
  ['all of it', {}, 'máy chủ đã nhận đủ nội dung và 2 ảnh, có biên nhận'],
] as [string, Partial<RecordFacts>, string][])('%s is worded so', (_, change, words) => {
  expect(said(of(change))).toBe(words)
})

test('a refusal names its items and its reason', () => {
  const refused: RecordFacts['refused'] = [
    { code: 'ANSWER_INVALID', item: 'x.a1', isPhoto: false },
    { code: 'PHOTO_TOO_LARGE', item: 'x.b2', isPhoto: true },
  ]
  const { words, why } = recordWords(of({ local: 'refused', refused }), {
    sync: { state: 'idle', problem: null, lastSuccessAt: null },
    hold: null,
  })
  expect(words).toBe('bị từ chối: tiêu chí A1, ảnh ở tiêu chí B2')
  expect(why).toBe('Câu trả lời không hợp với tiêu chí.')
})

test('pictures that wait by their person’s wish are told apart from those that simply wait', () => {
  const state = of({ pictures: ['received', 'here', 'here', 'going'] })
  expect(said(state, 'wifi')).toBe('máy chủ đã nhận nội dung · ảnh 1/4, 2 ảnh chờ Wi-Fi')
  expect(said(state, 'ask')).toBe('máy chủ đã nhận nội dung · ảnh 1/4, 2 ảnh chờ bạn cho gửi')
  expect(said(state)).toBe('máy chủ đã nhận nội dung · ảnh 1/4')
})

describe('[P60] the kind of network', () => {
  test.each([
    [{ type: 'wifi' }, 'wifi'],
    [{ type: 'ethernet' }, 'wifi'],
    [{ type: 'cellular' }, 'mobile'],
    [{ type: 'bluetooth' }, 'mobile'],
    [{ type: 'wifi', saveData: true }, 'mobile'],
    [{ saveData: true }, 'mobile'],
    [{ type: 'unknown' }, 'unknown'],
    [{ saveData: false }, 'unknown'],
    [undefined, 'unknown'],
  ] as const)('%o is %s', (connection, kind) => {
    expect(networkKind(connection)).toBe(kind)
  })

  test('holds pictures where the switch is on and it is not Wi-Fi, but for those that were let go once', () => {
    const on = { wifiOnly: true, once: ['a'] }
    const off = { wifiOnly: false, once: [] }
    expect([pictureHold(on, 'wifi'), pictureHold(on, 'mobile'), pictureHold(on, 'unknown')]).toEqual([
      null,
      'wifi',
      'ask',
    ])
    for (const kind of ['wifi', 'mobile', 'unknown'] as const) {
      expect(pictureHold(off, kind)).toBeNull()
      expect(mayPictureGo(on, kind, { id: 'a' })).toBe(true)
      expect(mayPictureGo(on, kind, { id: 'b' })).toBe(kind === 'wifi')
    }
  })
})
