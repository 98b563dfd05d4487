import { describe, expect, it } from 'vitest'
import { citationsOf, citeBasis, type LegalDocument } from '../../src/domain/law.ts'

const regulation: LegalDocument = {
  id: 'qcvn-28',
  number: 'QCVN 28:2010/BTNMT',
  title: 'Quy chuẩn kỹ thuật quốc gia về nước thải y tế',
  kind: 'regulation',
  issuedOn: null,
  inForceFrom: null,
  inForceUntil: '2025-09-01',
  replacedBy: 'qcvn-40',
  confidence: 'verified',
}
const successor: LegalDocument = {
  ...regulation,
  id: 'qcvn-40',
  number: 'QCVN 40:2025/BTNMT',
  inForceUntil: null,
  replacedBy: null,
}
const documents = [regulation, successor]

describe('what a question rests on', () => {
  it('is cited by number and clause', () => {
    expect(citeBasis({ document: 'qcvn-28', clause: 'Bảng 1 TT 2' }, documents)).toBe('QCVN 28:2010/BTNMT, Bảng 1 TT 2')
    expect(citeBasis({ document: 'qcvn-40' }, documents)).toBe('QCVN 40:2025/BTNMT')
  })

  it('is gathered by document, each clause once', () => {
    const bases = ['Bảng 1 TT 2', 'Bảng 2', 'Bảng 2'].map((clause) => ({ document: 'qcvn-28', clause }))
    expect(citationsOf(bases, documents)).toMatchObject([
      { document: { id: 'qcvn-28' }, clauses: ['Bảng 1 TT 2', 'Bảng 2'], isUnsure: false },
    ])
  })

  it('says that a document no longer applies, and what replaced it', () => {
    expect(citationsOf([{ document: 'qcvn-28' }], documents)[0]?.standing).toBe(
      'hết hiệu lực từ 01/09/2025, thay bằng QCVN 40:2025/BTNMT',
    )
    expect(citationsOf([{ document: 'qcvn-40' }], documents)[0]?.standing).toBeNull()
  })

  it('one remembered clause makes the citation one to be checked', () => {
    const bases = [{ document: 'qcvn-28' }, { document: 'qcvn-28', clause: 'ghi chú Bảng 1', recalled: true }]
    expect(citationsOf(bases, documents)[0]?.isUnsure).toBe(true)
  })

  it('that resolves to nothing is a fault of the content', () => {
    expect(() => citationsOf([{ document: 'khong-co' }], documents)).toThrow()
    expect(() => citeBasis({ document: 'khong-co' }, documents)).toThrow()
  })
})
