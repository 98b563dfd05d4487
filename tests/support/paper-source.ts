import type { PaperSeal, PaperSource } from '../../src/documents/source.ts'
import type { Answers } from '../../src/domain/answer.ts'
import type { Checklist } from '../../src/domain/checklist.ts'
import type { InspectionHead } from '../../src/domain/inspection.ts'
import { score } from '../../src/domain/scoring/score.ts'
import { facts } from './builders.ts'

export const digest = '0123456789abcdef'.repeat(4)

export const seal: PaperSeal = {
  digest,
  address: `https://so-kiem.example/xac-minh/5b3f0a52-3c1e-4a57-9d83-2f1f2c1f4f10/${digest}`,
  no: 1,
  reason: null,
  receipt: { code: 'aaaa bbbb cccc dddd', at: Date.UTC(2026, 10, 20, 9, 5) },
}

type Told = Partial<Omit<PaperSource, 'head'>> & { head?: Partial<InspectionHead> }

/** What papers are made from: a finished visit to a hospital, unless said. */
export function paperSource(checklist: Checklist, answers: Answers, told: Told = {}): PaperSource {
  const head: InspectionHead = {
    facilityId: 'cs-1',
    facilityName: 'Bệnh viện Đa khoa Hoa Ban',
    checklist: { id: checklist.id, version: checklist.version, hash: 'a'.repeat(64) },
    kind: 'inspection',
    date: '2026-02-05',
    team: ['Nguyễn Thị Kiểm', 'Trần Đức Giám'],
    facts: facts(),
    ...told.head,
  }
  return {
    checklist,
    answers,
    score: score(checklist, head.facts, answers, { date: head.date }),
    facility: { address: 'Số 12 đường Bờ Sông', areaName: 'Phường Hoa Ban', demonstration: false },
    seal,
    ...told,
    head,
  }
}
