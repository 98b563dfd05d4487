import Big from 'big.js'
import type { Band, Checklist, Gate } from '../checklist.ts'
import { formatDecimal, formatLevel, formatPercent, formatPoints, reachesPercent } from '../decimal.ts'
import { itemNumber } from '../items.ts'
import type { GateResult, Score, SectionScore } from './result.ts'

type Total = Pick<Score, 'answered' | 'applicable' | 'earned' | 'max' | 'criticalFailures'>
type Grading = Checklist['grading']

/**
 * The grade and the gates. Everything is compared unrounded; while an item is blank there is no grade.
 * @param sections those that count in the total
 */
export function gradeOf(
  checklist: Checklist,
  sections: readonly SectionScore[],
  total: Total,
): Pick<Score, 'gates' | 'grade'> {
  const { grading } = checklist
  const { bands } = grading
  const gates = grading.gates.map((gate) => ({ ...judgeGate(gate, checklist, sections, total), capTo: gate.capTo }))
  const shown = gates.map(({ met, text }): GateResult => ({ met, text }))
  if (total.applicable > 0 && total.answered < total.applicable) return { gates: shown, grade: null }

  const items = sections.flatMap((section) => section.items)
  const undetermined = (why: string, title = 'Chưa xác định'): Pick<Score, 'gates' | 'grade'> => ({
    gates: shown,
    grade: { title, tone: 'undetermined', why },
  })
  const lowest = bands[bands.length - 1]
  if (total.max > 0 && lowest === undefined)
    return undetermined(
      `${totalWords(grading, total)} Các mức xếp loại của bộ này chưa có trong dữ liệu.`,
      grading.by === 'meanLevel' ? `Mức trung bình ${formatLevel(total.earned, total.max)}` : undefined,
    )
  // The bands of a tool are written for its whole maximum.
  const isShort = items.some(({ state }) => state === 'notApplicable' || state === 'undetermined')
  if (grading.by === 'points' && total.max > 0 && isShort)
    return undetermined('Có phần không chấm được nên tổng điểm không so được với các mức của bộ này.')

  const byTotal = total.max === 0 ? null : (bands.find((band) => reaches(grading, total, band)) ?? lowest)
  const capped = gates.filter(({ met }) => !met).map(({ capTo }) => bands.findIndex(({ id }) => id === capTo))
  const band = bands[Math.max(byTotal ? bands.indexOf(byTotal) : -1, ...capped)]

  // A criterion that could sink the result has no data: only the worst grade is certain.
  const isOpen = items.some((item) => item.isOpen)
  if (band === undefined || (isOpen && band !== lowest))
    return undetermined(
      isOpen
        ? 'Có tiêu chí điểm liệt chưa có số liệu hoặc chưa xác định được giới hạn.'
        : 'Không có tiêu chí nào áp dụng và chấm được điểm.',
    )
  return { gates: shown, grade: { title: band.title, tone: band.tone, why: reasonOf(band, grading, gates, total) } }
}

/** The band's lower bound as the least hundredths of points that reach it. */
export function neededFor({ by }: Grading, max: number, bound: string): Big {
  const part = new Big(bound)
  if (by === 'points') return part.times(100)
  return by === 'meanLevel' ? part.times(max).div(5) : part.times(max).div(100)
}

function reaches(grading: Grading, { earned, max }: Total, { atLeast }: Band): boolean {
  return atLeast !== null && neededFor(grading, max, atLeast).lte(earned)
}

function judgeGate(gate: Gate, checklist: Checklist, sections: readonly SectionScore[], total: Total): GateResult {
  switch (gate.kind) {
    case 'noCriticalFailure': {
      if (total.criticalFailures === 0) return { met: true, text: 'Không có điểm liệt không đạt.' }
      const failed = sections.flatMap(({ items }) => items.filter(({ criticalFailure }) => criticalFailure))
      return { met: false, text: `Có ${total.criticalFailures} điểm liệt không đạt: ${numbersOf(failed)}.` }
    }
    case 'eachSection': {
      const short = sections.filter(({ earned, max }) => max > 0 && !reachesPercent(earned, max, gate.atLeast))
      if (short.length === 0) return { met: true, text: `Mọi mục đạt từ ${formatDecimal(gate.atLeast)} %.` }
      const each = short.map(({ sectionId, earned, max }) => {
        const title = checklist.sections.find(({ id }) => id === sectionId)?.title ?? sectionId
        return `thiếu ${missingTo(new Big(max).times(gate.atLeast).div(100), earned)} điểm ở “${title}”`
      })
      return { met: false, text: `Mỗi mục phải đạt từ ${formatDecimal(gate.atLeast)} %: ${each.join('; ')}.` }
    }
    case 'noItemAtZero': {
      const zeros = sections
        .flatMap(({ items }) => items)
        .filter(({ earned, max, state }) => max > 0 && earned === 0 && state !== 'blank')
      return zeros.length === 0
        ? { met: true, text: 'Không có tiêu chí nào 0 điểm.' }
        : { met: false, text: `Có ${zeros.length} tiêu chí 0 điểm: ${numbersOf(zeros)}.` }
    }
    default:
      return gate satisfies never
  }
}

/** "1.4, 3.2": as people name the items (see `itemNumber`). */
function numbersOf(items: readonly { itemId: string }[]): string {
  return items.map(({ itemId }) => itemNumber({ id: itemId })).join(', ')
}

/** "1,5": the least whole hundredths that are still missing. */
export function missingTo(needed: Big, earned: number): string {
  return formatPoints(needed.minus(earned).round(0, Big.roundUp).toNumber())
}

function totalWords({ by }: Grading, { earned, max }: Total): string {
  if (by === 'meanLevel') return `Mức trung bình ${formatLevel(earned, max)}.`
  const share = by === 'points' ? '' : `, bằng ${formatPercent(earned, max)} %`
  return `${formatPoints(earned)}/${formatPoints(max)} điểm${share}.`
}

function reasonOf(band: Band, grading: Grading, gates: readonly GateResult[], total: Total): string {
  const failed = gates.filter(({ met }) => !met).map(({ text }) => text)
  if (total.max === 0) return failed.join(' ')
  const better = grading.bands[grading.bands.indexOf(band) - 1]
  const isShort = better?.atLeast != null && !reaches(grading, total, better)
  const missing =
    isShort && grading.by !== 'meanLevel'
      ? [
          `Thiếu ${missingTo(neededFor(grading, total.max, better.atLeast as string), total.earned)} điểm để đạt “${better.title}”.`,
        ]
      : []
  return [totalWords(grading, total), ...missing, ...failed].join(' ')
}
