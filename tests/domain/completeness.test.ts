import { describe, expect, it } from 'vitest'
import { checklists } from '../../src/criteria/all.ts'
import type { Answer } from '../../src/domain/answer.ts'
import { canonicalJson } from '../../src/domain/canonical.ts'
import type { EvidenceKind } from '../../src/domain/checklist.ts'
import { evidenceLeft, missingEvidence, requiredEvidence } from '../../src/domain/completeness.ts'
import { type InspectionRecord, sealedContent } from '../../src/domain/inspection.ts'
import { itemsOf } from '../../src/domain/items.ts'
import { reduce } from '../../src/domain/merge.ts'
import { sealedPhotos } from '../../src/domain/photo.ts'
import { score } from '../../src/domain/scoring/score.ts'
import { summaryOf } from '../../src/domain/scoring/summary.ts'
import { checklist, facts, fail, item, notApplicable, pass, passFail, section } from '../support/builders.ts'
import { photoOf, picture } from '../support/photos.ts'

const measure = { kind: 'ratio', rule: { by: 'recorded' } } as never

describe('evidence that is still to be brought', () => {
  it.each<[string, EvidenceKind[], Answer | undefined, number, EvidenceKind[]]>([
    ['nothing is asked for', [], { value: pass }, 0, []],
    ['a photo', ['photo'], { value: pass }, 0, ['photo']],
    ['a photo is there', ['photo'], { value: pass }, 1, []],
    ['a note is no photo', ['photo'], { value: pass, note: 'có' }, 0, ['photo']],
    ['a document', ['document'], { value: fail }, 0, ['document']],
    ['its number is noted', ['document'], { value: fail, note: 'QĐ 12/2026' }, 0, []],
    ['blanks are no note', ['document'], { value: fail, note: '  ' }, 0, ['document']],
    ['it was photographed', ['document'], { value: fail }, 1, []],
    ['both, and one is there', ['photo', 'interview'], { value: pass, note: 'hỏi chị Hoa' }, 0, ['photo']],
    ['before there is an answer', ['observation'], undefined, 0, ['observation']],
    ['it does not apply', ['photo', 'document'], { value: notApplicable }, 0, []],
    ['there is nothing to show', ['document'], { value: { is: 'noData' } }, 0, []],
  ])('%s', (_, evidence, answer, photos, left) => {
    expect(evidenceLeft(item('a', passFail, { evidence }), answer, photos)).toEqual(left)
  })

  it('a number that is the answer need not be noted again', () => {
    const asked = item('a', measure, { evidence: ['measurement'] })
    expect(evidenceLeft(asked, { value: null }, 0)).toEqual(['measurement'])
    expect(evidenceLeft(asked, { value: { is: 'ratio', numerator: 1, denominator: 2 } }, 0)).toEqual([])
    expect(evidenceLeft(item('b', passFail, { evidence: ['measurement'] }), { value: pass }, 0)).toEqual([
      'measurement',
    ])
  })

  const list = checklist([
    section('s', [
      item('a', passFail, { evidence: ['photo'] }),
      item('b', passFail, { evidence: ['document'], evidenceRequired: true }),
      item('c', passFail, { evidence: ['photo'] }),
    ]),
  ])
  const left = (answers: Record<string, Answer>, photos: { item: string }[] = []) => {
    const scored = score(list, facts(), answers, { date: '2026-11-22' })
    const ids = (found: { itemId: string }[]) => found.map(({ itemId }) => itemId)
    return [ids(missingEvidence(list, scored, answers, photos)), ids(requiredEvidence(list, scored, answers, photos))]
  }

  it('is listed of what was answered, in reading order; what is required is told apart', () => {
    expect(left({ a: { value: pass }, b: { value: fail } })).toEqual([['a', 'b'], ['b']])
    expect(left({ a: { value: pass }, b: { value: fail, note: 'sổ 3' } }, [{ item: 'c' }])).toEqual([['a'], []])
    expect(left({ a: { value: pass }, b: { value: notApplicable } }, [{ item: 'a' }])).toEqual([[], []])
  })

  it('[P14] required and not there, the visit is not sealed, and the item is named', () => {
    const head = {
      facilityId: 'tram',
      facilityName: 'Trạm Y tế Suối Mơ',
      checklist: { id: 'thu', version: '1.0', hash: 'f'.repeat(64) },
      kind: 'inspection' as const,
      date: '2026-11-20',
      team: ['Nguyễn Thị Lan'],
      facts: facts(),
    }
    const handIn = (note: string | undefined, photos: InspectionRecord['photos']) => {
      const answers = { a: { value: pass }, b: { value: pass, ...(note && { note }) }, c: { value: pass } }
      const state: InspectionRecord = {
        id: 'i',
        head,
        status: 'draft',
        createdBy: { id: 'lan', name: 'Lan' },
        submittedAt: null,
        score: null,
        cells: Object.fromEntries(Object.entries(answers).map(([id, answer]) => [id, { rev: 1, answer }])),
        photos,
      }
      const digest = canonicalJson(sealedContent(head, answers, sealedPhotos(photos)))
      const said = summaryOf(score(list, facts(), answers, { date: head.date }))
      return reduce(
        state,
        { seq: 1, id: 'm', insp: 'i', at: 0, k: 'inspection.submit', digest, score: said },
        {
          person: {
            id: 'lan',
            username: 'lan',
            name: 'Lan',
            role: 'inspector',
            provinceId: 'p',
            areaIds: [],
            facilityId: null,
          },
          isOfWholeProvince: false,
          facility: null,
          former: { facts: [], reachedUntil: null },
          checklist: list,
          today: '2026-11-22',
          now: 0,
          digestOf: canonicalJson,
        },
      ).outcome
    }
    const photo = { ...photoOf(picture(50), { item: 'b' }), stored: false }
    expect(handIn(undefined, [])).toEqual({ o: 'rejected', code: 'INCOMPLETE', detail: { missing: ['b'] } })
    expect(handIn(undefined, [{ ...photo, removed: true }])).toMatchObject({ code: 'INCOMPLETE' })
    expect(handIn(undefined, [photo])).toEqual({ o: 'applied' })
    expect(handIn('Quyết định số 12', [])).toEqual({ o: 'applied' })
  })

  it('no published checklist makes evidence a condition: none of the sources does', () => {
    const required = checklists.flatMap((each) => itemsOf(each).filter(({ evidenceRequired }) => evidenceRequired))
    expect(required).toEqual([])
  })
})
