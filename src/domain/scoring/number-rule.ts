import Big from 'big.js'
import type { NumberRule } from '../checklist.ts'
import { compareDecimals, formatDecimal, formatPoints, reachesPercent, shareOf } from '../decimal.ts'
import { regionNames, regionOf } from '../facts.ts'
import type { ScoringContext } from './context.ts'
import type { Verdict } from './result.ts'

/** A number kept as a fraction, so that 2 ÷ 3 is compared with a target without rounding. */
export type Fraction = { part: string; whole: string }

/** A plain number as a fraction. */
export function plain(number: string): Fraction {
  return { part: number, whole: '1' }
}

/** numerator ÷ denominator in per cent. */
export function percentage(numerator: number, denominator: number): Fraction {
  return { part: new Big(numerator).times(100).toFixed(), whole: String(denominator) }
}

function compare(value: Fraction, bound: string): -1 | 0 | 1 {
  return new Big(value.part).cmp(new Big(bound).times(value.whole))
}

export function show(value: Fraction): string {
  return formatDecimal(new Big(value.part).div(value.whole).round(2, Big.roundDown).toFixed())
}

/** Points for a number by its rule; `weight` in hundredths. Rules that need the facility are judged elsewhere. */
export function judgeNumber(
  value: Fraction,
  unit: string,
  weight: number,
  rule: Exclude<NumberRule, { by: 'limit' } | { by: 'inspector' }>,
  { facts }: ScoringContext,
): Verdict {
  const shown = `${show(value)} ${unit}`.trim()
  switch (rule.by) {
    case 'target': {
      const bound = rule.better === 'higher' ? (rule.exclusive ? 'trên' : 'từ') : rule.exclusive ? 'dưới' : 'tối đa'
      const target = `${bound} ${formatDecimal(rule.target)} ${unit}`.trim()
      const side = compare(value, rule.target) * (rule.better === 'higher' ? 1 : -1)
      if (side > 0 || (side === 0 && !rule.exclusive))
        return {
          outcome: 'pass',
          earned: weight,
          reason: `${shown}: đạt mục tiêu ${target}.`,
          limit: `mục tiêu ${target}`,
        }
      const isCritical = rule.criticalBelow !== undefined && compare(value, rule.criticalBelow) < 0
      // A proportion is only defined towards a target to be reached from below.
      const isShared =
        rule.partial === 'proportional' && rule.better === 'higher' && compareDecimals(rule.target, '0') > 0
      // A share of nothing is nothing: a number below zero takes no points away.
      const earned = isShared
        ? Math.max(0, shareOf(weight, value.part, new Big(rule.target).times(value.whole).toFixed()))
        : 0
      const tail =
        earned > 0 ? `, được ${formatPoints(earned)}/${formatPoints(weight)} điểm theo tỷ lệ` : ', không có điểm'
      return {
        outcome: earned > 0 ? 'partial' : 'fail',
        earned,
        reason: `${shown}: chưa đạt mục tiêu ${target}${weight > 0 ? tail : ''}.${isCritical ? ` Dưới ${formatDecimal(rule.criticalBelow ?? '')} ${unit}: là điểm liệt.` : ''}`,
        limit: `mục tiêu ${target}`,
        // Named: a share that only falls short of the target is no critical failure.
        ...(rule.criticalBelow !== undefined && { criticalFailure: isCritical }),
      }
    }
    case 'steps': {
      const sign = rule.better === 'higher' ? '≥' : '≤'
      for (const step of rule.steps) {
        const side = compare(value, step.bound) * (rule.better === 'higher' ? 1 : -1)
        if (side > 0 || (side === 0 && !step.exclusive)) {
          const bound =
            `${step.exclusive ? sign.replace('≥', '>').replace('≤', '<') : sign} ${formatDecimal(step.bound)} ${unit}`.trim()
          return {
            outcome: step.points >= weight ? 'pass' : step.points > 0 ? 'partial' : 'fail',
            earned: step.points,
            reason: `${shown} thuộc bậc ${bound}: ${formatPoints(step.points)}/${formatPoints(weight)} điểm.`,
          }
        }
      }
      const last = rule.steps.at(-1)?.bound ?? '0'
      const words =
        `${shown} ${rule.better === 'higher' ? 'dưới' : 'trên'} bậc thấp nhất (${formatDecimal(last)} ${unit})`.replace(
          ' )',
          ')',
        )
      return {
        outcome: 'fail',
        earned: 0,
        reason: `${words}: 0/${formatPoints(weight)} điểm${rule.elseCritical ? ' và là điểm liệt' : ''}.`,
        ...(rule.elseCritical && { criticalFailure: true }),
      }
    }
    case 'region': {
      const limit = limitOfRegion(rule, { facts })
      const region = regionOf(facts)
      if (region === null) return { outcome: 'undetermined', earned: 0, reason: `Chưa xác định. ${limit.why}` }
      const isMet = compare(value, rule.targets[region].target) <= 0
      return {
        outcome: isMet ? 'pass' : 'fail',
        earned: isMet ? weight : 0,
        limit: limit.text,
        reason: `${shown}: ${isMet ? 'không vượt' : 'vượt'} ngưỡng ${limit.text}. ${limit.why}`,
      }
    }
    case 'permit': {
      const max = facts.wastewater?.permit?.[rule.fact] ?? null
      if (max === null)
        return {
          outcome: 'undetermined',
          earned: 0,
          reason: 'Chưa xác định: chưa có con số trong giấy phép của cơ sở để so.',
        }
      const words = `${shown} so với giấy phép ${formatDecimal(max)} ${unit}`.trim()
      return compare(value, max) <= 0
        ? {
            outcome: 'pass',
            earned: weight,
            reason: `${words}: không vượt.`,
            limit: `giấy phép ${formatDecimal(max)} ${unit}`,
          }
        : {
            outcome: 'fail',
            earned: 0,
            reason: `${words}: vượt giấy phép.`,
            limit: `giấy phép ${formatDecimal(max)} ${unit}`,
          }
    }
    case 'recorded':
      return {
        outcome: 'recorded',
        earned: weight,
        reason: `Đã ghi ${shown}; chấm theo có theo dõi, không theo cao thấp.`,
      }
    case 'value': {
      const isInside = compare(value, '0') >= 0 && compare(value, rule.max) <= 0
      if (!isInside)
        return {
          outcome: 'undetermined',
          earned: 0,
          reason: `Chưa xác định: ${shown} nằm ngoài thang 0 – ${formatDecimal(rule.max)}.`,
        }
      const earned = shareOf(weight, value.part, new Big(rule.max).times(value.whole).toFixed())
      const isFull = reachesPercent(earned, weight, '100')
      return {
        outcome: isFull ? 'pass' : earned > 0 ? 'partial' : 'fail',
        earned,
        reason: `${shown} trên thang ${formatDecimal(rule.max)}: ${formatPoints(earned)} điểm.`,
      }
    }
    default:
      return rule satisfies never
  }
}

type RegionRule = Extract<NumberRule, { by: 'region' }>

/** "tối đa 16,5 %" and the region it is of; where the region is not known, nobody can say. */
export function limitOfRegion(
  { targets }: RegionRule,
  { facts }: Pick<ScoringContext, 'facts'>,
): { text: string; why: string; known: boolean } {
  const region = regionOf(facts)
  if (region === null) return { text: 'chưa xác định', why: 'Chưa biết vùng kinh tế – xã hội của cơ sở.', known: false }
  const found = targets[region]
  const doubt = found.origin === 'official' ? '' : ' (suy từ văn bản khác, cần đối chiếu)'
  return {
    text: `tối đa ${formatDecimal(found.target)} %`,
    why: `Vùng ${regionNames[region]}${doubt}.`,
    known: true,
  }
}
