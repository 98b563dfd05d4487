import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../src/domain/canonical.ts'
import {
  answersIn,
  contentOf,
  type InspectionHead,
  type InspectionRecord,
  inspectionRecordSchema,
  sealedContent,
} from '../../src/domain/inspection.ts'
import { type ReduceContext, reduce } from '../../src/domain/merge.ts'
import { type Mutation, mutationSchema } from '../../src/domain/mutation.ts'
import { sealedPhotos } from '../../src/domain/photo.ts'
import { score } from '../../src/domain/scoring/score.ts'
import { summaryOf } from '../../src/domain/scoring/summary.ts'
import { type Signature, sealedSignatures, stateOfSignature } from '../../src/domain/signature.ts'
import { signedChanges } from '../../src/domain/signed-changes.ts'
import { checklist, facts, fail, item, pass, passFail, section } from '../support/builders.ts'
import { photoOf, picture } from '../support/photos.ts'
import { drawn, signatureOf } from '../support/signatures.ts'

const items = ['a', 'b', 'c']
const list = checklist([
  section(
    's',
    items.map((id) => item(id, passFail)),
  ),
])
const digestOf = (value: unknown) => createHash('sha256').update(canonicalJson(value)).digest('hex')
const context: ReduceContext = {
  person: {
    id: 'lan',
    username: 'lan',
    name: 'Nguyễn Thị Lan',
    role: 'inspector',
    provinceId: 'p',
    areaIds: ['suoi-mo'],
    facilityId: null,
  },
  isOfWholeProvince: false,
  facility: null,
  former: { facts: [], reachedUntil: null },
  checklist: list,
  today: '2026-11-22',
  now: 1_790_000_000_000,
  digestOf,
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
const photo = photoOf(picture(), { item: 'a' })
const draft: InspectionRecord = {
  id: 'i',
  head,
  status: 'draft',
  createdBy: { id: 'lan', name: 'Nguyễn Thị Lan' },
  submittedAt: null,
  score: null,
  cells: Object.fromEntries(items.map((id) => [id, { rev: 1, answer: { value: pass } }])),
  photos: [{ ...photo, stored: false }],
}
const common = { seq: 1, id: 'm', insp: 'i', at: 0 }
const signedOf = ({ head: of, cells, photos }: InspectionRecord) =>
  digestOf(sealedContent(of, answersIn(cells), sealedPhotos(photos)))

const x: Signature = signatureOf({ id: 'x', digest: signedOf(draft) })
const sign = (signature: Signature = x): Mutation => ({ ...common, k: 'inspection.sign', signature })
const unsign = (id = 'x'): Mutation => ({ ...common, k: 'inspection.unsign', signature: id })
const answer = (id: string, base: number, value = fail): Mutation => ({
  ...common,
  k: 'answer.set',
  set: { [id]: [base, { value }] },
})
const submitOf = (state: InspectionRecord, content: unknown = contentOf(state, digestOf)): Mutation => ({
  ...common,
  k: 'inspection.submit',
  digest: digestOf(content),
  score: summaryOf(score(list, head.facts, answersIn(state.cells), { date: head.date })),
})

function reduced(mutations: readonly Mutation[], state: InspectionRecord = draft) {
  let last = state
  const outcomes: string[] = []
  for (const mutation of mutations) {
    const { state: next, outcome } = reduce(last, mutation, context)
    last = next as InspectionRecord
    outcomes.push(outcome.code ? `${outcome.o} ${outcome.code}` : outcome.o)
  }
  const digest = signedOf(last)
  const shown = (last.signatures ?? []).map(
    (each) => `${each.id} ${each.removed ? 'removed' : stateOfSignature(each, digest)}`,
  )
  return { last, outcomes, shown }
}

const sealed = (mutations: readonly Mutation[]): InspectionRecord => {
  const { last } = reduced(mutations)
  return reduced([submitOf(last)], last).last
}

describe('[P53] signatures are a set, each bound to what was signed', () => {
  const y = signatureOf({ id: 'y', role: 'head', digest: signedOf(draft) })
  it.each<[string, Mutation[], string[], string[], InspectionRecord?]>([
    ['one and another', [sign(), sign(y)], ['applied', 'applied'], ['x holds', 'y holds']],
    ['the same again', [sign(), sign()], ['applied', 'noop'], ['x holds']],
    [
      'another under the same id',
      [sign(), sign({ ...x, name: 'Ai Khác' })],
      ['applied', 'rejected MUTATION_INVALID'],
      ['x holds'],
    ],
    ['an answer was changed after it', [sign(), answer('b', 1)], ['applied', 'applied'], ['x void']],
    ['the same answer again changes nothing', [sign(), answer('b', 1, pass)], ['applied', 'noop'], ['x holds']],
    [
      'an answer was changed, and signed again',
      [sign(), answer('b', 1), sign({ ...y, digest: signedOf(reduced([answer('b', 1)]).last) })],
      ['applied', 'applied', 'applied'],
      ['x void', 'y holds'],
    ],
    [
      'a photo was taken back after it',
      [sign(), { ...common, k: 'photo.remove', photo: photo.id }],
      ['applied', 'applied'],
      ['x void'],
    ],
    [
      'the date was corrected after it',
      [sign(), { ...common, k: 'inspection.head', set: { date: '2026-11-19' } }],
      ['applied', 'applied'],
      ['x void'],
    ],
    ['taken back, twice', [sign(), unsign(), unsign()], ['applied', 'applied', 'noop'], ['x removed']],
    ['what was taken back does not return', [sign(), unsign(), sign()], ['applied', 'applied', 'noop'], ['x removed']],
    ['taken back before anybody knew it', [unsign()], ['noop'], []],
    ['of nobody', [sign({ ...x, name: '' })], ['rejected MUTATION_INVALID'], []],
    [
      'who refuses need not give a name',
      [sign({ ...x, name: '', mark: { is: 'refused', reason: '' } })],
      ['applied'],
      ['x holds'],
    ],
    ['after the seal: beside it', [sign(y)], ['late INSPECTION_CLOSED'], ['x holds', 'y late'], sealed([sign()])],
    ['a sealed one is not taken back', [unsign()], ['late INSPECTION_CLOSED'], ['x holds'], sealed([sign()])],
    [
      'late, and taken back',
      [sign(y), unsign('y')],
      ['late INSPECTION_CLOSED', 'applied'],
      ['x holds', 'y removed'],
      sealed([sign()]),
    ],
  ])('%s', (_, mutations, outcomes, shown, state) => {
    const done = reduced(mutations, state)
    expect(done.outcomes).toEqual(outcomes)
    expect(done.shown).toEqual(shown)
    expect(inspectionRecordSchema.parse(done.last)).toEqual(done.last)
  })

  it('forty are enough, those taken back among them', () => {
    const many = Array.from({ length: 41 }, (_, n) => sign({ ...x, id: `s${n}` }))
    const { outcomes, last } = reduced([...many.slice(0, 20), unsign('s3'), ...many.slice(20)])
    expect(outcomes.at(-1)).toBe('rejected SIGNATURE_TOO_MANY')
    expect(last.signatures).toHaveLength(40)
  })

  it('under somebody else’s visit nobody signs', () => {
    const person = { ...context.person, id: 'hung' }
    const facility = { ...head, id: 'tram', areaId: 'suoi-mo' } as unknown as ReduceContext['facility']
    for (const mutation of [sign(), unsign()])
      expect(reduce(draft, mutation, { ...context, person, facility }).outcome.code).toBe('INSPECTION_OF_ANOTHER')
  })

  it('any change of answers, photos or head voids it, and the content as it was lets it hold', () => {
    const mutation = fc.oneof(
      fc
        .record({ id: fc.constantFrom(...items), is: fc.constantFrom(pass, fail), note: fc.constantFrom('', 'bẩn') })
        .map(
          ({ id, is, note }): Mutation => ({
            ...common,
            k: 'answer.set',
            set: { [id]: [0, note ? { value: is, note } : { value: is }] },
          }),
        ),
      fc
        .constantFrom('2026-11-20', '2026-11-18')
        .map((date): Mutation => ({ ...common, k: 'inspection.head', set: { date } })),
      fc.constant<Mutation>({ ...common, k: 'photo.remove', photo: photo.id }),
      fc.constantFrom('p', 'q').map(
        (id): Mutation => ({
          ...common,
          k: 'photo.add',
          photo: { ...photo, id, sha256: id.charCodeAt(0).toString(16).padEnd(64, '0') },
        }),
      ),
    )
    fc.assert(
      fc.property(fc.array(mutation, { maxLength: 6 }), (mutations) => {
        const { last, shown } = reduced([sign(), ...mutations])
        const isSame =
          canonicalJson([last.head, answersIn(last.cells), sealedPhotos(last.photos) ?? []]) ===
          canonicalJson([draft.head, answersIn(draft.cells), sealedPhotos(draft.photos) ?? []])
        expect(shown).toEqual([isSame ? 'x holds' : 'x void'])
      }),
    )
  })
})

describe('[P53] what a seal covers of them', () => {
  const y = signatureOf({ id: 'y', role: 'head', digest: signedOf(draft) })
  const signatures = (state: InspectionRecord) => (contentOf(state, digestOf) as { signatures?: unknown }).signatures

  it('those that hold, whole, whatever the order in which they came', () => {
    expect(signatures(reduced([sign(y), sign()]).last)).toEqual([x, y])
    expect(contentOf(reduced([sign(), sign(y)]).last, digestOf)).toEqual(
      contentOf(reduced([sign(y), sign()]).last, digestOf),
    )
  })

  it.each<[string, Mutation[]]>([
    ['nobody signed', []],
    ['it was taken back', [sign(), unsign()]],
    ['it is void', [sign(signatureOf())]],
  ])('without one it is what it was before there were any: %s', (_, mutations) => {
    const { last } = reduced(mutations)
    expect(contentOf(last, digestOf)).toEqual(
      sealedContent(last.head, answersIn(last.cells), sealedPhotos(last.photos)),
    )
  })

  it('handed in with another name, another office or other strokes than were signed, it is refused', () => {
    const { last } = reduced([sign()])
    for (const change of [{ name: 'Ai Khác' }, { position: '' }, { mark: { is: 'typed' as const } }]) {
      const content = sealedContent(last.head, answersIn(last.cells), sealedPhotos(last.photos), [{ ...x, ...change }])
      expect(reduced([submitOf(last, content)], last).outcomes).toEqual(['rejected DIGEST_MISMATCH'])
    }
    expect(reduced([submitOf(last)], last).outcomes).toEqual(['applied'])
  })

  it('what came late is none of it, also once the content is signed for', () => {
    const late = reduced([sign(y)], sealed([sign()])).last
    expect(signatures(late)).toEqual([x])
  })

  it('after an amendment the seal covers none of the content before', () => {
    const state = sealed([sign()])
    const after = { ...state, cells: { ...state.cells, b: { rev: 2, answer: { value: fail } } } }
    const { last, outcomes } = reduced(
      [
        {
          ...(submitOf(after) as Extract<Mutation, { k: 'inspection.submit' }>),
          k: 'inspection.amend',
          baseSeal: 1,
          set: { b: { value: fail } },
          reason: 'Xem lại',
        },
      ],
      state,
    )
    expect(outcomes).toEqual(['applied'])
    expect(signatures(last)).toBeUndefined()
    expect(last.signatures).toMatchObject([{ id: 'x' }])
  })
})

describe('a signature on its way', () => {
  const parses = (signature: unknown) => mutationSchema.safeParse(sign(signature as Signature)).success

  it.each<[string, unknown]>([
    ['nothing drawn', { ...x, mark: { is: 'drawn', strokes: [] } }],
    ['a speck', { ...x, mark: { is: 'drawn', strokes: [[10, 10, 12, 12]] } }],
    ['half a point', { ...x, mark: { is: 'drawn', strokes: [[10, 10, 400]] } }],
    ['outside of its box', { ...x, mark: { is: 'drawn', strokes: [[0, 0, 900, 501]] } }],
    [
      'too many points',
      {
        ...x,
        mark: {
          is: 'drawn',
          strokes: [
            Array(1402)
              .fill(0)
              .map((_, n) => n % 400),
          ],
        },
      },
    ],
    ['broken numbers', { ...x, mark: { is: 'drawn', strokes: [[0, 0, 400.5, 200]] } }],
    ['another place to sign', { ...x, role: 'witness' }],
    ['no digest', { ...x, digest: 'x' }],
    ['a picture instead', { ...x, mark: { is: 'drawn', picture: 'data:image/png;base64,' } }],
    ['a name without an end', { ...x, name: 'Ă'.repeat(101) }],
  ])('is no signature: %s', (_, signature) => {
    expect(parses(signature)).toBe(false)
  })

  it('drawn, typed or refused', () => {
    for (const mark of [drawn, { is: 'typed' }, { is: 'refused', reason: 'Không đồng ý mục 2' }])
      expect(parses({ ...x, mark })).toBe(true)
  })
})

describe('why somebody is asked to sign again', () => {
  const { cells, photos } = draft
  const before = { head, answers: answersIn(cells), photos }
  it.each([
    ['nothing', before, []],
    ['an answer', { ...before, answers: { ...before.answers, b: { value: fail } } }, [{ is: 'answer', item: 'b' }]],
    ['the team', { ...before, head: { ...head, team: ['Ai'] } }, [{ is: 'head' }]],
    ['a photo less', { ...before, photos: [] }, [{ is: 'photos' }]],
    ['an answer that says nothing', { ...before, answers: { ...before.answers, d: { value: null } } }, []],
  ])('%s', (_, now, changes) => {
    expect(signedChanges(before, now)).toEqual(changes)
  })

  it('only who holds counts in the seal, so that what is named is what voids', () => {
    expect(sealedSignatures([x], signedOf(draft))).toEqual([x])
    expect(sealedSignatures([x], 'other')).toBeUndefined()
  })
})
