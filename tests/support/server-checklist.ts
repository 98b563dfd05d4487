import type { Checklist, Item } from '../../src/domain/checklist.ts'

/** Three questions for every facility: small enough to answer in one line of a test. */

function question(id: string, points: number, critical: boolean): Item {
  return {
    id,
    question: `Câu hỏi ${id}?`,
    input: { kind: 'passFail' },
    points,
    pointsOrigin: 'proposed',
    wordingOrigin: 'proposed',
    critical,
    allowsNotApplicable: true,
    howToCheck: 'Xem tại chỗ.',
    evidence: ['photo'],
    appliesTo: { types: ['hospital', 'healthCentre', 'communeStation', 'clinic', 'psychiatricCare'] },
    basis: [],
  }
}

export const tinyChecklist: Checklist = {
  id: 'thu-nghiem',
  version: '1.0',
  title: 'Bộ tiêu chí thử nghiệm',
  shortTitle: 'Thử nghiệm',
  notice: 'Chỉ dùng để kiểm thử.',
  inForceFrom: '2026-01-01',
  facilityTypes: ['hospital', 'healthCentre', 'communeStation', 'clinic', 'psychiatricCare'],
  sections: [
    {
      id: 's1',
      title: 'Phần một',
      points: 300,
      pointsOrigin: 'proposed',
      counts: 'sum',
      items: [question('q1', 100, false), question('q2', 100, false), question('q3', 100, true)],
    },
  ],
  grading: {
    bands: [
      { id: 'good', title: 'Tốt', atLeast: '80', tone: 'pass' },
      { id: 'weak', title: 'Chưa đạt', atLeast: null, tone: 'fail' },
    ],
    gates: [],
    origin: 'proposed',
  },
  limits: null,
  sites: null,
  settings: [],
  plausibility: [],
  documents: [],
}
