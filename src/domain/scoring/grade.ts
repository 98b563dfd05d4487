import Big from 'big.js'
import type { Band, Checklist, Gate } from '../checklist.ts'
import { formatDecimal, formatPercent, formatPoints, reachesPercent } from '../decimal.ts'
import type { GateResult, Score, SectionScore } from './result.ts'

type Total = Pick<Score, 'answered' | 'applicable' | 'earned' | 'max' | 'criticalFailures'>

/** The grade and the gates. Percentages are compared unrounded; while an item is blank there is no grade. */
export function gradeOf(
  checklist: Checklist,
  sections: readonly SectionScore[],
  total: Total,
): Pick<Score, 'gates' | 'grade'> {
  const { bands, gates: rules } = checklist.grading
  const gates = rules.map((gate) => ({ ...judgeGate(gate, checklist, sections, total), capTo: gate.capTo }))
  const shown = gates.map(({ met, text }): GateResult => ({ met, text }))
  if (total.applicable > 0 && total.answered < total.applicable) return { gates: shown, grade: null }

  const items = sections.flatMap((section) => section.items)
  const lowest = bands[bands.length - 1] as Band
  const byPercent =
    total.max === 0
      ? null
      : (bands.find((band) => band.atLeast !== null && reachesPercent(total.earned, total.max, band.atLeast)) ?? lowest)
  const capped = gates.filter(({ met }) => !met).map(({ capTo }) => bands.findIndex(({ id }) => id === capTo))
  const rank = Math.max(byPercent === null ? -1 : bands.indexOf(byPercent), ...capped)
  const band = rank < 0 ? null : (bands[rank] as Band)

  // A criterion that could sink the result has no data: only the worst grade is certain.
  const isOpen = items.some(({ itemId, state }) => state === 'undetermined' && isCritical(checklist, itemId))
  if (band === null || (isOpen && band !== lowest)) {
    const why = isOpen
      ? 'Có tiêu chí điểm liệt chưa có số liệu hoặc chưa xác định được giới hạn.'
      : 'Không có tiêu chí nào áp dụng và chấm được điểm.'
    return { gates: shown, grade: { title: 'Chưa xác định', tone: 'undetermined', why } }
  }
  return { gates: shown, grade: { title: band.title, tone: band.tone, why: reasonOf(band, bands, gates, total) } }
}

function isCritical(checklist: Checklist, itemId: string): boolean {
  return checklist.sections.some(({ items }) => items.some(({ id, critical }) => id === itemId && critical))
}

function judgeGate(gate: Gate, checklist: Checklist, sections: readonly SectionScore[], total: Total): GateResult {
  switch (gate.kind) {
    case 'noCriticalFailure':
      return total.criticalFailures === 0
        ? { met: true, text: 'Không có điểm liệt không đạt.' }
        : { met: false, text: `Có ${total.criticalFailures} điểm liệt không đạt.` }
    case 'eachSection': {
      const short = sections.filter(({ earned, max }) => max > 0 && !reachesPercent(earned, max, gate.atLeast))
      if (short.length === 0) return { met: true, text: `Mọi mục đạt từ ${formatDecimal(gate.atLeast)} %.` }
      const each = short.map(({ sectionId, earned, max }) => {
        const title = checklist.sections.find(({ id }) => id === sectionId)?.title ?? sectionId
        return `thiếu ${formatPoints(missingTo(earned, max, gate.atLeast))} điểm ở “${title}”`
      })
      return { met: false, text: `Mỗi mục phải đạt từ ${formatDecimal(gate.atLeast)} %: ${each.join('; ')}.` }
    }
    case 'noItemAtZero': {
      const zeros = sections
        .flatMap(({ items }) => items)
        .filter(({ earned, max, state }) => max > 0 && earned === 0 && state !== 'blank')
      return zeros.length === 0
        ? { met: true, text: 'Không có tiêu chí nào 0 điểm.' }
        : { met: false, text: `Có ${zeros.length} tiêu chí 0 điểm.` }
    }
    default:
      return gate satisfies never
  }
}

/** Hundredths still needed to reach a percentage: the least whole number that does. */
function missingTo(earned: number, max: number, percent: string): number {
  return new Big(max).times(percent).div(100).minus(earned).round(0, Big.roundUp).toNumber()
}

function reasonOf(band: Band, bands: readonly Band[], gates: readonly GateResult[], total: Total): string {
  const failed = gates.filter(({ met }) => !met).map(({ text }) => text)
  if (total.max === 0) return failed.join(' ')
  const percent = `${formatPoints(total.earned)}/${formatPoints(total.max)} điểm, bằng ${formatPercent(total.earned, total.max)} %.`
  const better = bands[bands.indexOf(band) - 1]
  const isShort = better?.atLeast != null && !reachesPercent(total.earned, total.max, better.atLeast)
  const missing = isShort
    ? ` Thiếu ${formatPoints(missingTo(total.earned, total.max, better.atLeast as string))} điểm để đạt “${better.title}”.`
    : ''
  return [percent + missing, ...failed].join(' ')
}
