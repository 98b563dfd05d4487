import type { Answers } from '../answer.ts'
import { formatDate } from '../date.ts'
import type { Reading } from '../decimal.ts'
import { compareDecimals, formatDecimal, formatReading, multiplyDecimals } from '../decimal.ts'
import { receivingWaterNames } from '../facts.ts'
import type { Basis } from '../law.ts'
import type { ScoringContext } from './context.ts'
import type { Verdict } from './result.ts'

/** The limit of one wastewater parameter for one facility on one day, or why there is none. */
export type Limit =
  | { known: true; min: string | null; max: string | null; text: string; why: string; basis: Basis[] }
  | { known: false; why: string }

/**
 * Chooses the limit: the facility's own permit first, then QCVN 28:2010 while its
 * transition lasts, else nobody can say (the numbers of QCVN 40:2025 and 14:2025
 * are not in the data, and a guess would be worse than a gap).
 *
 * Cmax = C × K (QCVN 28:2010/BTNMT, 2.1); column by receiving water (2.2); K from
 * Table 2; infectious disease always column A (TT 18/2013/TT-BYT, Điều 3).
 */
export function limitOfParameter(parameterId: string, context: ScoringContext, others: Answers = {}): Limit {
  const { checklist, facts } = context
  const table = checklist.limits
  const parameter = table?.parameters.find(({ id }) => id === parameterId)
  if (!table || !parameter) throw new Error(`checklist ${checklist.id} has no limit for ${parameterId}`)
  const water = facts.wastewater
  if (!water) return { known: false, why: noFacts }

  const own = water.permit?.limits.find((limit) => limit.parameter === parameterId)
  if (own) {
    const text = rangeText(own.min, own.max, parameter.unit)
    return {
      known: true,
      min: own.min,
      max: own.max,
      text,
      why: `Giới hạn riêng của giấy phép ${water.permit?.number}.`,
      basis: [],
    }
  }
  const gap = gapOf(context, others)
  if (gap !== null) return { known: false, why: gap }

  if (!water.treatsInfectious && water.receivingWater === null)
    return { known: false, why: 'Chưa biết nguồn tiếp nhận nước thải nên chưa chọn được cột A hay B.' }
  const isColumnA = water.treatsInfectious || water.receivingWater === 'waterSupply'
  const column = isColumnA ? 'A' : 'B'
  const c = isColumnA ? parameter.columnA : parameter.columnB
  const columnWhy = water.treatsInfectious
    ? 'cột A vì cơ sở điều trị bệnh truyền nhiễm'
    : `cột ${column} vì xả vào ${receivingWaterNames[water.receivingWater ?? 'otherWater']}`

  const basis = [...table.basis, ...(water.treatsInfectious ? (table.infectiousBasis ?? []) : [])]
  const until = `áp dụng đến ${formatDate(table.samplesUntil)} cho cơ sở có trước ${formatDate(table.forFacilitiesBefore)}`
  if (!parameter.timesK) {
    const text = rangeText(c.min, c.max, parameter.unit)
    return {
      known: true,
      min: c.min,
      max: c.max,
      text,
      why: `${table.standard}, ${columnWhy}; không nhân hệ số K; ${until}.`,
      basis,
    }
  }
  if (facts.type === 'hospital' && facts.beds === null)
    return { known: false, why: 'Chưa biết số giường nên chưa chọn được hệ số K (Bảng 2).' }
  const isLarge = facts.type === 'hospital' && (facts.beds ?? 0) >= table.k.hospitalFromBeds
  const k = isLarge ? table.k.large : table.k.other
  const kWhy = `K = ${formatDecimal(k)} (${kReason(isLarge, facts.type === 'hospital', facts.beds, table.k.hospitalFromBeds)})`
  const min = c.min === null ? null : multiplyDecimals(c.min, k)
  const max = c.max === null ? null : multiplyDecimals(c.max, k)
  const product =
    c.max === null || max === null ? '' : `Cmax = ${formatDecimal(c.max)} × ${formatDecimal(k)} = ${formatDecimal(max)}`
  return {
    known: true,
    min,
    max,
    text: `${product} ${parameter.unit}`,
    why: `${table.standard}, ${columnWhy}; ${kWhy}; ${until}.`,
    basis,
  }
}

const noFacts = 'Chưa có thông tin nước thải của cơ sở.'

/** Why the table does not hold for this facility on that day, or null where it does. */
export function gapOf(context: ScoringContext, others: Answers): string | null {
  const { checklist, facts } = context
  const table = checklist.limits
  if (!table) throw new Error(`checklist ${checklist.id} has no table of limits`)
  const water = facts.wastewater
  if (!water) return noFacts
  if (water.receivingWater === 'centralPlant')
    return 'Nước thải dẫn về trạm xử lý tập trung: giới hạn theo thỏa thuận với đơn vị quản lý trạm.'
  if (water.treatedOnSite) return 'Cơ sở xử lý nước thải tại chỗ: người có thẩm quyền quyết định quy chuẩn áp dụng.'
  const since = [water.operatingSince, water.approvedOn].filter((day) => day !== null).sort()[0]
  if (since === undefined) return 'Chưa biết ngày vận hành hoặc ngày phê duyệt môi trường nên chưa chọn được quy chuẩn.'
  const holds = since < table.forFacilitiesBefore && samplingDay(context, others) <= table.samplesUntil
  return holds ? null : table.otherwise
}

/** The day of sampling decides which table holds (TT 06/2025/TT-BTNMT, Điều 3); not written down, it is the day of the visit. */
function samplingDay({ checklist: { limits }, date }: ScoringContext, others: Answers): string {
  const sampled = limits?.sampledOn === undefined ? undefined : others[limits.sampledOn]?.value
  return sampled?.is === 'date' ? sampled.date : date
}

function kReason(isLarge: boolean, isHospital: boolean, beds: number | null, from: number): string {
  if (!isHospital) return 'cơ sở khám, chữa bệnh khác'
  return isLarge ? `bệnh viện ${beds} giường, từ ${from} giường` : `bệnh viện ${beds} giường, dưới ${from} giường`
}

function rangeText(min: string | null, max: string | null, unit: string): string {
  if (min !== null && max !== null) return `${formatDecimal(min)} – ${formatDecimal(max)} ${unit}`.trim()
  if (max !== null) return `tối đa ${formatDecimal(max)} ${unit}`.trim()
  return min === null ? 'không có giới hạn' : `tối thiểu ${formatDecimal(min)} ${unit}`.trim()
}

/** A reading against its limit. A detection limit above the limit proves nothing. */
export function judgeByLimit(
  reading: Reading,
  parameterId: string,
  unit: string,
  context: ScoringContext,
  others: Answers,
): Verdict {
  const limit = limitOfParameter(parameterId, context, others)
  if (!limit.known) return { outcome: 'undetermined', earned: 0, reason: `Chưa xác định. ${limit.why}` }
  const shown = `${formatReading(reading)} ${reading.is === 'notDetected' ? '' : unit}`.trim()
  const common = { earned: 0, limit: limit.text, basis: limit.basis }
  const say = (outcome: Verdict['outcome'], words: string): Verdict => ({
    ...common,
    outcome,
    reason: `${words} ${limit.why}`,
  })

  if (reading.is === 'notDetected') return say('pass', `Không phát hiện: đạt giới hạn ${limit.text}.`)
  if (reading.is === 'below') {
    if (limit.min === null && limit.max !== null && compareDecimals(reading.number, limit.max) <= 0)
      return say('pass', `${shown} đạt giới hạn ${limit.text}.`)
    return say('undetermined', `Chưa xác định: giới hạn phát hiện ${shown} chưa đủ nhỏ để so với ${limit.text}.`)
  }
  if (limit.max !== null && compareDecimals(reading.number, limit.max) > 0)
    return say('fail', `${shown} vượt giới hạn ${limit.text}.`)
  if (limit.min !== null && compareDecimals(reading.number, limit.min) < 0)
    return say('fail', `${shown} thấp hơn giới hạn ${limit.text}.`)
  return say('pass', `${shown} đạt giới hạn ${limit.text}.`)
}
