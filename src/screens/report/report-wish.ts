import { quarterKey, reportPeriodNamed } from '../../domain/overview/period.ts'
import type { PeriodReport } from '../../domain/overview/period-report.ts'
import type { InspectionKind } from '../../domain/people.ts'

/** What a report is asked for. All of it stands in the address, so that it can be sent to a colleague. */
export type ReportWish = {
  /** "2026-q4", "2026-10-05_2026-11-20": domain/overview/period.ts. */
  period: string
  kind: InspectionKind
  /** Empty: every checklist. */
  checklist: string
  /** Empty: all that the reader reaches. */
  area: string
  facility: string
}

/** @param today for an address that names no period: the present quarter */
export function wishIn(query: URLSearchParams, today: string): ReportWish {
  const period = query.get('ky') ?? ''
  return {
    period: reportPeriodNamed(period) ? period : quarterKey(today),
    kind: query.get('hinh-thuc') === 'tu-danh-gia' ? 'selfAssessment' : 'inspection',
    checklist: query.get('bo') ?? '',
    area: query.get('xa') ?? '',
    facility: query.get('co-so') ?? '',
  }
}

/** The address of a report; what is as usual is not in it, but for the period. */
export function queryOf({ period, kind, checklist, area, facility }: ReportWish): URLSearchParams {
  return new URLSearchParams({
    ky: period,
    ...(kind === 'selfAssessment' && { 'hinh-thuc': 'tu-danh-gia' }),
    ...(checklist && { bo: checklist }),
    ...(area && { xa: area }),
    ...(facility && { 'co-so': facility }),
  })
}

/** What the server is asked. */
export function questionOf({ period, kind, checklist, area, facility }: ReportWish): URLSearchParams {
  return new URLSearchParams({
    period,
    kind,
    ...(checklist && { checklist }),
    ...(facility ? { facility } : area && { area }),
  })
}

/** The raw tables of the same visits. */
export function rawQuestionOf(
  wish: ReportWish,
  { from, until }: Pick<PeriodReport, 'from' | 'until'>,
): URLSearchParams {
  const { kind, checklist, area, facility } = wish
  return new URLSearchParams({
    from,
    until,
    kind,
    ...(checklist && { checklist }),
    ...(area && { area }),
    ...(facility && { facility }),
  })
}
