import { describe, expect, it } from 'vitest'
import type { InspectionRecord } from '../../src/domain/inspection.ts'
import {
  byUrgency,
  gravityOf,
  isPlain,
  queueStateOf,
  type ReviewLine,
  reviewColumns,
} from '../../src/domain/review-queue.ts'
import type { RecordStep, Saying } from '../../src/domain/step.ts'

/** Where a sealed inspection stands among those to be reviewed. */

const line = (id: string, more: Partial<ReviewLine> = {}): ReviewLine => ({
  id,
  facilityId: 'f',
  checklistId: 'c',
  state: 'waiting',
  level: 'area',
  since: 0,
  critical: 0,
  tone: 'pass',
  kind: 'inspection',
  ...more,
})

const step = (say: Saying, receivedAt: number, seal = 1): RecordStep => ({
  id: `${say.is}-${receivedAt}`,
  seal,
  say,
  by: { id: 'r', name: 'Trần Giám Sát', role: 'supervisor' },
  at: receivedAt,
  receivedAt,
})

const record = (more: Partial<InspectionRecord>) =>
  ({
    head: { kind: 'inspection' },
    status: 'submitted',
    submittedAt: 10,
    score: { earned: 1, max: 2, grade: 'Chưa đạt', tone: 'fail', criticalFailures: 2 },
    ...more,
  }) as InspectionRecord

describe('the queue', () => {
  it('has critical failures first, then what failed, and among equals what has waited longest', () => {
    const lines = [
      line('passed-old', { since: 1 }),
      line('failed-new', { tone: 'fail', since: 9 }),
      line('critical-new', { tone: 'fail', critical: 1, since: 9 }),
      line('partial', { tone: 'partial', since: 2 }),
      line('critical-two', { tone: 'fail', critical: 2, since: 9 }),
      line('failed-old', { tone: 'fail', since: 3 }),
    ]
    expect(lines.sort(byUrgency).map(({ id }) => id)).toEqual([
      'critical-two',
      'critical-new',
      'failed-old',
      'failed-new',
      'partial',
      'passed-old',
    ])
  })

  it('says of what waits since when its seal is here, of what was decided since when it is', () => {
    expect(reviewColumns(record({}), null)).toMatchObject({ state: 'waiting', since: 10 })
    expect(gravityOf(record({}))).toEqual({ critical: 2, tone: 'fail' })
    expect(gravityOf(record({ score: null }))).toEqual({ critical: 0, tone: 'undetermined' })
    expect(reviewColumns(record({ sealNo: 2 }), 30)).toMatchObject({ state: 'waiting', since: 30 })
    const returned = record({ status: 'returned', steps: [step({ is: 'return', comment: '', items: { a: 'x' } }, 20)] })
    expect(reviewColumns(returned, 10)).toMatchObject({ state: 'returned', since: 20 })
    expect(reviewColumns(record({ status: 'draft' }), null)).toBeNull()
  })

  it('shows what was sent up apart while nobody has decided it', () => {
    const up = step({ is: 'sendUp', comment: 'Ngoài thẩm quyền' }, 12)
    const waits = reviewColumns(record({ steps: [up] }), null)
    expect(waits && queueStateOf(waits)).toBe('sentUp')
    const approved = reviewColumns(
      record({ status: 'approved', steps: [up, step({ is: 'approve', comment: '' }, 15)] }),
      null,
    )
    expect(approved && queueStateOf(approved)).toBe('approved')
  })

  it('approves with many others only what passed without a critical failure', () => {
    expect(isPlain(line('a'))).toBe(true)
    expect(isPlain(line('a', { critical: 1 }))).toBe(false)
    expect(isPlain(line('a', { tone: 'partial' }))).toBe(false)
  })
})
