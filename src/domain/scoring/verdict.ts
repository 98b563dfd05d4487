import type { Answers, AnswerValue } from '../answer.ts'
import type { Item, NumberRule } from '../checklist.ts'
import { compareDecimals, formatPoints, formatReading, shareOf } from '../decimal.ts'
import type { ScoringContext } from './context.ts'
import { judgeDate } from './date-rule.ts'
import { gapOf, judgeByLimit, limitOfParameter } from './limit.ts'
import { judgeBundle, judgeLadder } from './marks.ts'
import { judgeNumber, limitOfRegion, percentage, plain, show } from './number-rule.ts'
import { judgeObservation } from './observation.ts'
import { judgePlaces } from './places.ts'
import type { Verdict } from './result.ts'
import { judgeStorageTime } from './storage-time.ts'

const noData: Verdict = { outcome: 'undetermined', earned: 0, reason: 'Chưa có số liệu: không tính là đạt.' }

/**
 * What one answer comes to. One switch on the kind of input; each rule has its file.
 * @param others the other answers, for an item that looks at one of them (see `otherAnswerOf`)
 * @returns null where the value says too little yet (a ladder half marked) or does not belong to the item
 */
export function verdictOf(
  item: Item,
  value: AnswerValue,
  context: ScoringContext,
  others: Answers = {},
): Verdict | null {
  if (value.is === 'notApplicable') return null
  if (value.is === 'places') {
    return judgePlaces(item, value, context, (single) =>
      verdictOf({ ...item, each: undefined }, single, context, others),
    )
  }
  const { input, points } = item
  switch (input.kind) {
    case 'passFail':
      if (value.is !== 'verdict') return null
      return value.verdict === 'pass'
        ? { outcome: 'pass', earned: points, reason: earnedOf(points, points, 'Đạt') }
        : { outcome: 'fail', earned: 0, reason: earnedOf(0, points, 'Không đạt') }
    case 'scale': {
      if (value.is !== 'level') return null
      const earned = shareOf(points, value.level, input.max)
      return {
        outcome: value.level === input.max ? 'pass' : value.level === (input.min ?? 0) ? 'fail' : 'partial',
        earned,
        reason: earnedOf(earned, points, `Mức ${value.level}/${input.max}`),
      }
    }
    case 'measure': {
      if (value.is === 'noData') return input.rule.by === 'recorded' ? notTracked(points) : noData
      if (value.is !== 'reading') return null
      const { rule, unit } = input
      if (rule.by === 'limit') return judgeByLimit(value.reading, rule.parameter, unit, context, others)
      if (rule.by === 'inspector') {
        if (value.verdict === undefined) return null
        return concluded(`${formatReading(value.reading)} ${unit}`.trim(), value.verdict, points)
      }
      if (value.reading.is === 'notDetected')
        return { outcome: 'undetermined', earned: 0, reason: 'Chưa xác định: “KPH” không so được với mốc bằng số.' }
      // Below a number lies anything: it only meets what has to stay low.
      if (value.reading.is === 'below' && !staysBelow(value.reading.number, rule))
        return {
          outcome: 'undetermined',
          earned: 0,
          reason: `Chưa xác định: ${formatReading(value.reading)} ${unit} không so được với mốc.`,
        }
      return judgeNumber(plain(value.reading.number), unit, points, rule, context)
    }
    case 'ratio':
      if (value.is === 'noData') return notTracked(points)
      if (value.is !== 'ratio') return null
      // Nothing to count can neither pass nor sink the whole.
      if (value.denominator === 0)
        return {
          outcome: 'undetermined',
          earned: 0,
          criticalFailure: false,
          reason: 'Chưa xác định: mẫu số bằng 0, không có gì để tính tỷ lệ.',
        }
      if (input.rule.by === 'limit') return null
      if (input.rule.by === 'inspector') {
        if (value.verdict === undefined) return null
        return concluded(`${show(percentage(value.numerator, value.denominator))} %`, value.verdict, points)
      }
      return judgeNumber(percentage(value.numerator, value.denominator), '%', points, input.rule, context)
    case 'detect': {
      if (value.is === 'noData') return noData
      if (value.is !== 'detected') return null
      const gap = input.byTable ? gapOf(context, others) : null
      if (gap !== null) return { outcome: 'undetermined', earned: 0, reason: `Chưa xác định. ${gap}` }
      const limit = 'không phát hiện'
      return value.detected
        ? { outcome: 'fail', earned: 0, limit, reason: earnedOf(0, points, 'Có phát hiện') }
        : { outcome: 'pass', earned: points, limit, reason: earnedOf(points, points, 'Không phát hiện') }
    }
    case 'date':
      return value.is === 'date' ? judgeDate(value.date, points, input.rule, context) : null
    case 'ladder':
      return value.is === 'marks' ? judgeLadder(input.parts, value.marks, points) : null
    case 'bundle':
      return value.is === 'marks' ? judgeBundle(input.parts, value.marks, points) : null
    case 'lines': {
      if (value.is !== 'counts' || input.rule.by === 'limit' || input.rule.by === 'inspector') return null
      const { zone } = context.facts
      if (zone === null)
        return { outcome: 'undetermined', earned: 0, reason: 'Chưa xác định: chưa biết vùng của trạm.' }
      const lines = input.lines.flatMap(({ id, required }) => {
        const need = required[`${zone}`]
        return need == null ? [] : [{ has: value.counts[id], need }]
      })
      if (lines.length === 0)
        return { outcome: 'undetermined', earned: 0, reason: 'Chưa xác định: chưa có định mức cho vùng này.' }
      if (lines.some(({ has }) => has === undefined)) return null
      const reached = lines.filter(({ has, need }) => (has ?? 0) >= need).length
      return judgeNumber(percentage(reached, lines.length), '%', points, input.rule, context)
    }
    case 'observation': {
      const source = input.sameAs === null ? value : (others[input.sameAs]?.value ?? null)
      return source?.is === 'opportunities' ? judgeObservation(input, source.list, points, context) : null
    }
    case 'storageTime':
      return value.is === 'storage' ? judgeStorageTime(input, value, points) : null
    case 'text':
      return value.is === 'text' ? { outcome: 'recorded', earned: 0, reason: 'Đã ghi.' } : null
    default:
      return input satisfies never
  }
}

/** Whether everything below a number meets the rule, or the rule asks for no height. */
function staysBelow(number: string, rule: NumberRule): boolean {
  if (rule.by === 'recorded') return true
  return rule.by === 'target' && rule.better === 'lower' && compareDecimals(number, rule.target) <= 0
}

/** A number on which the inspector concluded. */
function concluded(shown: string, verdict: 'pass' | 'fail', points: number): Verdict {
  const earned = verdict === 'pass' ? points : 0
  const words = `${shown}, người kiểm tra kết luận ${verdict === 'pass' ? 'đạt' : 'không đạt'}`
  return { outcome: verdict, earned, reason: earnedOf(earned, points, words) }
}

/** A number that earns by being there, and is not. */
function notTracked(points: number): Verdict {
  if (points === 0) return noData
  return { outcome: 'fail', earned: 0, reason: earnedOf(0, points, 'Không có số liệu') }
}

function earnedOf(earned: number, max: number, words: string): string {
  return max === 0 ? `${words}.` : `${words}: ${formatPoints(earned)}/${formatPoints(max)} điểm.`
}

/** The limit in words before anything is typed; null where the item has none. */
export function limitOf(
  item: Item,
  context: ScoringContext,
  others: Answers = {},
): { text: string; why: string; known: boolean } | null {
  const { input } = item
  if (input.kind === 'detect') {
    const gap = input.byTable ? gapOf(context, others) : null
    return gap === null
      ? { text: 'không phát hiện (KPH)', why: '', known: true }
      : { text: 'chưa xác định', why: gap, known: false }
  }
  if (input.kind !== 'measure' && input.kind !== 'ratio') return null
  if (input.rule.by === 'limit') {
    const limit = limitOfParameter(input.rule.parameter, context, others)
    return limit.known
      ? { text: limit.text, why: limit.why, known: true }
      : { text: 'chưa xác định', why: limit.why, known: false }
  }
  if (input.rule.by === 'region') return limitOfRegion(input.rule, context)
  if (input.rule.by === 'inspector')
    return {
      text: input.rule.reference ?? 'chưa xác định',
      why: 'Người kiểm tra kết luận.',
      known: input.rule.reference !== null,
    }
  return null
}
