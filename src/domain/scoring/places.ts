import type { AnswerValue, SingleValue } from '../answer.ts'
import type { Item } from '../checklist.ts'
import type { ScoringContext } from './context.ts'
import type { Verdict } from './result.ts'

/**
 * One item answered at several sites: the checklist says whether the worst site,
 * the mean or the main site counts. Sites marked "không áp dụng" are left out.
 * @returns null while a site of the facility has no verdict yet, or no place was looked at
 */
export function judgePlaces(
  item: Item,
  value: Extract<AnswerValue, { is: 'places' }>,
  { checklist, facts }: ScoringContext,
  judge: (value: SingleValue) => Verdict | null,
): Verdict | null {
  const hasAnswer = (id: string) => value.places.some((place) => place.id === id)
  if (value.places.length === 0 || (item.each === 'site' && !facts.sites.every(({ id }) => hasAnswer(id)))) return null
  const judged: { id: string; name: string; verdict: Verdict }[] = []
  for (const place of value.places) {
    if (place.value.is === 'notApplicable') continue
    const verdict = judge(place.value)
    if (verdict === null) return null
    if (verdict.outcome !== 'undetermined') judged.push({ id: place.id, name: place.name, verdict })
  }
  const first = judged[0]
  if (!first) return { outcome: 'undetermined', earned: 0, reason: 'Chưa xác định: chưa có nơi nào chấm được.' }
  const worst = judged.reduce((least, each) => (isWorse(each.verdict, least.verdict) ? each : least), first)
  // A critical failure anywhere is one, however the points are combined.
  const criticalFailure = judged.some(
    ({ verdict }) => verdict.criticalFailure ?? (item.critical && verdict.outcome === 'fail'),
  )
  if (value.places.length === 1) return { ...first.verdict, criticalFailure }
  const main = judged.find(({ id }) => id === facts.sites[0]?.id) ?? first
  const n = judged.length
  const combine = checklist.sites?.combine ?? 'worst'
  switch (combine) {
    case 'worst':
      return { ...worst.verdict, criticalFailure, reason: `Lấy nơi thấp nhất (${worst.name}). ${worst.verdict.reason}` }
    case 'main':
      return { ...main.verdict, criticalFailure, reason: `Lấy cơ sở chính (${main.name}). ${main.verdict.reason}` }
    case 'mean': {
      const earned = Math.round(judged.reduce((sum, { verdict }) => sum + verdict.earned, 0) / n)
      // Without points there is no mean to read the outcome from.
      const byPoints = earned >= item.points ? 'pass' : earned > 0 ? 'partial' : 'fail'
      const outcome = item.points === 0 ? worst.verdict.outcome : byPoints
      return { outcome, earned, criticalFailure, reason: `Trung bình của ${n} nơi.` }
    }
    default:
      return combine satisfies never
  }
}

const severity: Record<Verdict['outcome'], number> = { fail: 0, partial: 1, recorded: 2, pass: 2, undetermined: 2 }

/** Fewer points; with the same points, the worse outcome. */
function isWorse(a: Verdict, b: Verdict): boolean {
  return a.earned < b.earned || (a.earned === b.earned && severity[a.outcome] < severity[b.outcome])
}
