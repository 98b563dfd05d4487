import { type FacilityType, facilityTypes } from '../../../domain/facts.ts'
import { type Listed, listedChoices } from '../../../domain/overview/listed.ts'
import { periodNamed, quarterKey } from '../../../domain/overview/period.ts'
import type { InspectionKind } from '../../../domain/people.ts'

/** What an overview is asked for. All of it stands in the address, so that a view can be sent to a colleague. */
export type OverviewWish = {
  /** "2026-q4": domain/overview/period.ts. */
  period: string
  kind: InspectionKind
  /** Empty: the one with most results. */
  checklist: string
  area: string
  type: FacilityType | ''
  /** Id of a campaign whose assignments are what is due; empty: every facility that a checklist is for. */
  campaign: string
  /** Which rows of the table of facilities. */
  show: Listed
}

export const listedWords: Record<Listed, string> = {
  all: 'Tất cả',
  notYet: 'Chưa kiểm tra',
  fail: 'Chưa đạt',
  critical: 'Có điểm liệt không đạt',
  undetermined: 'Chưa xác định',
  doubt: 'Có dấu hiệu cần hỏi lại',
}

/** @param today for an address that names no period: the present quarter */
export function wishIn(query: URLSearchParams, today: string): OverviewWish {
  const period = query.get('ky') ?? ''
  const type = query.get('loai') ?? ''
  const show = query.get('xem') ?? ''
  return {
    period: periodNamed(period) ? period : quarterKey(today),
    kind: query.get('hinh-thuc') === 'tu-danh-gia' ? 'selfAssessment' : 'inspection',
    checklist: query.get('bo') ?? '',
    area: query.get('xa') ?? '',
    type: facilityTypes.find((each) => each === type) ?? '',
    campaign: query.get('dot') ?? '',
    show: listedChoices.find((each) => each === show) ?? 'all',
  }
}

/** The address of a view; what is as usual is not in it, but for the period: tomorrow's present quarter is another. */
export function queryOf({ period, kind, checklist, area, type, campaign, show }: OverviewWish): URLSearchParams {
  return new URLSearchParams({
    ky: period,
    ...(kind === 'selfAssessment' && { 'hinh-thuc': 'tu-danh-gia' }),
    ...(checklist && { bo: checklist }),
    ...(area && { xa: area }),
    ...(type && { loai: type }),
    ...(campaign && { dot: campaign }),
    ...(show !== 'all' && { xem: show }),
  })
}

/** The question about the facilities behind the figures of a checklist. */
export function facilitiesQuestionOf(
  wish: OverviewWish,
  { show, item }: { show?: Listed; item?: string },
): URLSearchParams {
  return new URLSearchParams([
    ...questionOf(wish),
    ...(show ? [['show', show]] : []),
    ...(item ? [['item', item]] : []),
  ])
}

export function addressOf(wish: OverviewWish): string {
  return `/tong-quan?${queryOf(wish)}`
}

/** What the server is asked: everything but what is only shown or hidden here. */
export function questionOf({ period, kind, checklist, area, type, campaign }: OverviewWish): URLSearchParams {
  return new URLSearchParams({
    period,
    kind,
    ...(checklist && { checklist }),
    ...(area && { area }),
    ...(type && { type }),
    ...(campaign && { campaign }),
  })
}

/** The report of the same: it knows neither types nor campaigns, nor which rows are listed. */
export function reportQueryOf(wish: OverviewWish): URLSearchParams {
  return queryOf({ ...wish, type: '', campaign: '', show: 'all' })
}
