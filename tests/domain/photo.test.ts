import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../src/domain/canonical.ts'
import {
  type InspectionHead,
  type InspectionRecord,
  inspectionRecordSchema,
  sealedContent,
} from '../../src/domain/inspection.ts'
import { type ReduceContext, reduce } from '../../src/domain/merge.ts'
import { type Mutation, mutationSchema } from '../../src/domain/mutation.ts'
import type { Person } from '../../src/domain/people.ts'
import { hasRoomFor, missingPhotos, type Photo, pairPhotos, sealedPhotos } from '../../src/domain/photo.ts'
import { checklist, facts, item, passFail, section } from '../support/builders.ts'

const lan: Person = {
  id: 'lan',
  username: 'lan',
  name: 'Nguyễn Thị Lan',
  role: 'inspector',
  provinceId: 'p',
  areaIds: ['suoi-mo'],
  facilityId: null,
}
const context: ReduceContext = {
  person: lan,
  isOfWholeProvince: false,
  facility: null,
  former: { facts: [], reachedUntil: null },
  checklist: checklist([section('s', [item('a', passFail), item('b', passFail)])]),
  today: '2026-11-22',
  now: 1_790_000_000_000,
  digestOf: canonicalJson,
}
const head: InspectionHead = {
  facilityId: 'tram',
  facilityName: 'Trạm Y tế Suối Mơ',
  checklist: { id: 'thu', version: '1.0', hash: 'f'.repeat(64) },
  kind: 'inspection',
  date: '2026-11-20',
  team: ['Nguyễn Thị Lan'],
  facts: facts(),
}
const draft: InspectionRecord = {
  id: 'i',
  head,
  status: 'draft',
  createdBy: { id: 'lan', name: 'Nguyễn Thị Lan' },
  submittedAt: null,
  score: null,
  cells: {},
}
const photo = (id: string, more: Partial<Photo> = {}): Photo => ({
  id,
  item: 'a',
  sha256: id.charCodeAt(0).toString(16).padEnd(64, '0'),
  size: 300_000,
  mime: 'image/jpeg',
  width: 1600,
  height: 1200,
  takenAt: null,
  ...more,
})
const common = { seq: 1, id: 'm', insp: 'i', at: 0 }
const add = (id: string, more: Partial<Photo> = {}): Mutation => ({ ...common, k: 'photo.add', photo: photo(id, more) })
const remove = (id: string): Mutation => ({ ...common, k: 'photo.remove', photo: id })

function reduced(mutations: readonly Mutation[], state: InspectionRecord = draft) {
  let last: InspectionRecord = state
  const outcomes: string[] = []
  for (const mutation of mutations) {
    const { state: next, outcome } = reduce(last, mutation, context)
    last = next as InspectionRecord
    outcomes.push(outcome.code ? `${outcome.o} ${outcome.code}` : outcome.o)
  }
  const shown = (last.photos ?? []).map(
    ({ id, removed, late }) => id + (removed ? ' removed' : '') + (late ? ' late' : ''),
  )
  return { last, outcomes, shown }
}

const submitted: InspectionRecord = { ...draft, status: 'submitted', photos: [{ ...photo('x'), stored: false }] }
const many = (count: number) => Array.from({ length: count }, (_, n) => add(`p${n}`, { item: n < 10 ? 'a' : 'b' }))

describe('[P21] photos are a set', () => {
  it.each<[string, Mutation[], string[], string[], InspectionRecord?]>([
    ['one and another', [add('x'), add('y')], ['applied', 'applied'], ['x', 'y']],
    ['the same again', [add('x'), add('x')], ['applied', 'noop'], ['x']],
    ['another under the same id', [add('x'), add('x', { size: 5 })], ['applied', 'rejected MUTATION_INVALID'], ['x']],
    ['taken back', [add('x'), remove('x')], ['applied', 'applied'], ['x removed']],
    ['taken back twice', [add('x'), remove('x'), remove('x')], ['applied', 'applied', 'noop'], ['x removed']],
    [
      'what was taken back does not return',
      [add('x'), remove('x'), add('x')],
      ['applied', 'applied', 'noop'],
      ['x removed'],
    ],
    ['taken back before anybody knew it', [remove('x')], ['noop'], []],
    ['for an item that is not there', [add('x', { item: 'c' })], ['rejected ITEM_UNKNOWN'], []],
    ['after the seal: beside it', [add('y')], ['late INSPECTION_CLOSED'], ['x', 'y late'], submitted],
    [
      'late, and taken back',
      [add('y'), remove('y')],
      ['late INSPECTION_CLOSED', 'applied'],
      ['x', 'y removed late'],
      submitted,
    ],
    ['a sealed one is not taken back', [remove('x')], ['late INSPECTION_CLOSED'], ['x'], submitted],
    [
      'the eleventh of an item',
      [...many(10), add('z')],
      [...Array(10).fill('applied'), 'rejected PHOTO_TOO_MANY'],
      many(10).map((_, n) => `p${n}`),
    ],
  ])('%s', (_, mutations, outcomes, shown, state) => {
    const done = reduced(mutations, state)
    expect(done.outcomes).toEqual(outcomes)
    expect(done.shown).toEqual(shown)
  })

  it('[P21] of another person’s visit nothing is added', () => {
    const codeFor = (person: Person) => {
      const facility = { ...head, id: 'tram', areaId: 'suoi-mo' } as unknown as ReduceContext['facility']
      return reduce(draft, add('x'), { ...context, facility, person }).outcome.code
    }
    expect(codeFor({ ...lan, id: 'hung' })).toBe('INSPECTION_OF_ANOTHER')
    // Out of reach it looks like none.
    expect(codeFor({ ...lan, id: 'hung', areaIds: ['khac'] })).toBe('INSPECTION_UNKNOWN')
  })

  it('one that was taken back makes room', () => {
    const { last } = reduced([...many(10), remove('p3')])
    expect(hasRoomFor({ item: 'a' }, last.photos)).toBe(true)
    const visit = Array.from({ length: 100 }, (_, n) => ({ item: `i${n}` }))
    expect(hasRoomFor({ item: 'new' }, visit)).toBe(false)
    expect(hasRoomFor({ item: 'new' }, visit.slice(1))).toBe(true)
  })
})

describe('[P22] what a seal covers', () => {
  it('the sorted hashes of living photos, whatever the order they came in', () => {
    const hashes = (mutations: Mutation[], state?: InspectionRecord) =>
      sealedPhotos(reduced(mutations, state).last.photos)
    expect(hashes([add('b'), add('c'), remove('c')])).toEqual(hashes([add('c'), add('b'), remove('c')]))
    expect(hashes([add('c'), add('b')])).toEqual([photo('b').sha256, photo('c').sha256])
    expect(hashes([add('y')], submitted)).toEqual([photo('x').sha256])
    expect(hashes([add('b'), remove('b')])).toBeUndefined()
  })

  it('without photos it is what it was before there were any', () => {
    expect(sealedContent(head, {}, sealedPhotos(undefined))).toEqual({ head, answers: {} })
    expect(sealedContent(head, {}, sealedPhotos([]))).toEqual({ head, answers: {} })
  })

  it('a stored row of before parses, and so does one with photos', () => {
    expect(inspectionRecordSchema.parse(draft)).toEqual(draft)
    expect(inspectionRecordSchema.parse(submitted)).toEqual(submitted)
  })

  it('pictures that have not arrived are counted', () => {
    const photos = [
      { ...photo('a'), stored: true },
      { ...photo('b'), stored: false },
      { ...photo('c'), stored: false, removed: true as const },
    ]
    expect(missingPhotos(photos)).toBe(1)
    expect(missingPhotos(undefined)).toBe(0)
  })
})

describe('what is announced', () => {
  it.each<[string, object]>([
    ['a hash in capitals', { sha256: 'A'.repeat(64) }],
    ['more than 2 MB', { size: 2 * 1024 * 1024 + 1 }],
    ['nothing at all', { size: 0 }],
    ['a page instead of a picture', { mime: 'text/html' }],
    ['an id that is a path', { id: '../x' }],
    ['a word too many', { note: 'x' }],
  ])('%s is not taken', (_, more) => {
    expect(mutationSchema.safeParse({ ...add('x'), photo: { ...photo('x'), ...more } }).success).toBe(false)
    expect(mutationSchema.safeParse(add('x')).success).toBe(true)
  })
})

describe('[P55] a marked copy', () => {
  const copies = (count: number) => Array.from({ length: count }, (_, n) => add(`c${n}`, { drawnOn: `p${n}` }))

  it('[P55] takes no photo’s place: ten originals and ten copies of an item, and not one more of either', () => {
    const { outcomes } = reduced([...many(10), ...copies(10), add('x'), add('y', { drawnOn: 'p0' })])
    expect(outcomes).toEqual([...Array(20).fill('applied'), 'rejected PHOTO_TOO_MANY', 'rejected PHOTO_TOO_MANY'])
  })

  it('[P55] of a visit there are a hundred, beside a hundred originals', () => {
    const visit = Array.from({ length: 100 }, (_, n) => ({ item: `i${n}` }))
    expect(hasRoomFor({ item: 'new', drawnOn: 'x' }, visit)).toBe(true)
    const drawn = visit.map((each) => ({ ...each, drawnOn: 'x' }))
    expect(hasRoomFor({ item: 'new', drawnOn: 'x' }, [...visit, ...drawn])).toBe(false)
    expect(hasRoomFor({ item: 'new', drawnOn: 'x' }, [...visit, ...drawn.slice(1)])).toBe(true)
  })

  it('[P55] is sealed beside its original, and what it was drawn on never changes', () => {
    const { last } = reduced([add('p'), add('c', { drawnOn: 'p' })])
    expect(sealedPhotos(last.photos)).toEqual([photo('c').sha256, photo('p').sha256])
    expect(reduced([add('c', { drawnOn: 'p' }), add('c', { drawnOn: 'q' })]).outcomes).toEqual([
      'applied',
      'rejected MUTATION_INVALID',
    ])
  })

  const of = (...told: string[]) =>
    pairPhotos(told.map((each) => ({ id: each.split(' ')[0] ?? '', drawnOn: each.split(' ')[1] }))).map(
      ({ shown, original }) => shown.id + (original ? ` on ${original.id}` : ''),
    )
  it.each([
    ['photos alone', ['a', 'b'], ['a', 'b']],
    ['a copy stands where its original stood', ['a', 'b', 'c a'], ['c on a', 'b']],
    ['the newest of two; the other is not hidden', ['a', 'c a', 'd a'], ['d on a', 'c']],
    ['its original is gone', ['b', 'c a'], ['b', 'c']],
    ['a copy of a copy, which no app of ours makes', ['a', 'c a', 'd c'], ['c on a', 'd']],
  ])('[P55] as one sees it: %s', (_, photos, expected) => expect(of(...photos)).toEqual(expected))
})

describe('[P56] where a visit was', () => {
  const position = { lat: 21.273367, lon: 106.396533, accuracy: 12, at: 1_790_000_000_000 }
  const found = (more = {}): Mutation => ({
    ...common,
    k: 'inspection.head',
    set: { position: { ...position, ...more } },
  })

  it('[P56] is noted after the beginning; the last stands, and date and team stay', () => {
    const { last, outcomes } = reduced([found(), found(), found({ accuracy: 4 })])
    expect(outcomes).toEqual(['applied', 'noop', 'applied'])
    expect(last.head).toEqual({ ...head, position: { ...position, accuracy: 4 } })
  })

  it('[P56] belongs to what is sealed, and is not noted afterwards', () => {
    const { last, outcomes } = reduced([found()], submitted)
    expect(outcomes).toEqual(['rejected INSPECTION_CLOSED'])
    expect(last.head.position).toBeUndefined()
    expect(canonicalJson(sealedContent({ ...head, position }, {}))).toContain('"accuracy":12')
  })

  it.each<[string, object]>([
    ['beyond the pole', { lat: 90.1 }],
    ['an error below nothing', { accuracy: -1 }],
    ['a word too many', { altitude: 12 }],
  ])('%s is not taken', (_, wrong) => {
    expect(mutationSchema.safeParse(found(wrong)).success).toBe(false)
    expect(mutationSchema.safeParse(found()).success).toBe(true)
  })
})
