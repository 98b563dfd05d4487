import type { Input } from '../checklist.ts'
import { formatPoints, shareOf } from '../decimal.ts'
import type { Verdict } from './result.ts'

type Marks = Readonly<Record<string, 'pass' | 'fail' | 'notApplicable'>>

/**
 * Level 1–5 from sub-items: any level-1 sub-item (a violation) that holds gives
 * level 1; level n needs every sub-item of levels 2…n.
 * @returns null while a sub-item that decides the level is not marked
 */
export function ladderLevel(parts: Extract<Input, { kind: 'ladder' }>['parts'], marks: Marks): number | null {
  const violations = parts.filter(({ level }) => level === 1)
  if (violations.some(({ id }) => marks[id] === 'pass')) return 1
  if (violations.some(({ id }) => marks[id] === undefined)) return null
  let reached = 1
  for (let level = 2; level <= 5; level++) {
    const needed = parts.filter((part) => part.level === level)
    if (needed.some(({ id }) => marks[id] === 'fail')) return reached
    if (needed.some(({ id }) => marks[id] === undefined)) return null
    if (needed.length > 0) reached = level
  }
  return reached
}

/** A ladder as points: the weight is worth level 5. */
export function judgeLadder(
  parts: Extract<Input, { kind: 'ladder' }>['parts'],
  marks: Marks,
  weight: number,
): Verdict | null {
  const level = ladderLevel(parts, marks)
  if (level === null) return null
  const earned = shareOf(weight, level, 5)
  const next = parts.find((part) => part.level === level + 1 && marks[part.id] === 'fail')
  const blocked = next ? ` Chưa lên mức ${level + 1} vì: ${next.text}` : ''
  return {
    outcome: level === 5 ? 'pass' : level === 1 ? 'fail' : 'partial',
    earned,
    reason: `Mức ${level}/5.${blocked}`,
  }
}

/** All or none. Null while a part is not marked and none has failed. */
export function judgeBundle(
  parts: readonly { id: string; text: string }[],
  marks: Marks,
  weight: number,
): Verdict | null {
  const missing = parts.filter(({ id }) => marks[id] === 'fail')
  if (missing.length > 0)
    return { outcome: 'fail', earned: 0, reason: `Trọn gói chưa đủ: ${missing.map(({ text }) => text).join('; ')}.` }
  if (parts.some(({ id }) => marks[id] === undefined)) return null
  if (parts.every(({ id }) => marks[id] === 'notApplicable'))
    return { outcome: 'undetermined', earned: 0, reason: 'Chưa xác định: không thành phần nào áp dụng.' }
  return {
    outcome: 'pass',
    earned: weight,
    reason: `Đủ trọn gói: ${formatPoints(weight)}/${formatPoints(weight)} điểm.`,
  }
}
