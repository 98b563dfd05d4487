import { formatDate } from '../../../domain/date.ts'
import type { Share } from '../../../domain/overview/figures.ts'
import { periodWords } from '../../../domain/overview/period.ts'
import type { OverviewReply } from '../../../protocol/overview-wire.ts'
import type { Tone } from '../../../ui/mark.tsx'

export type Chosen = NonNullable<OverviewReply['chosen']>
export type FacilityRow = Chosen['facilities']['rows'][number]

export { gapWords, shareWords, spreadWords } from '../../../domain/overview/figure-words.ts'

/** "31/40 cơ sở đã kiểm tra trong Quý IV/2026, 6 chưa đạt, 4 có điểm liệt không đạt." */
export function inOneSentence(
  { due, assessed, tones, listed }: Chosen,
  { period, kind, campaign }: Pick<OverviewReply, 'period' | 'kind' | 'campaign'>,
): string {
  const verb = kind === 'inspection' ? 'đã kiểm tra' : 'đã tự đánh giá'
  return `${assessed}/${Math.max(due, assessed)} cơ sở ${verb} trong ${campaign ? `đợt “${campaign.title}”` : periodWords(period)}, ${tones.fail} chưa đạt, ${listed.critical} có điểm liệt không đạt.`
}

/** Which days count where the figures are a campaign's. */
export function campaignDays({ from, due, closedOn }: NonNullable<OverviewReply['campaign']>): string {
  const last = closedOn === null ? '' : `, đợt kết thúc ngày ${formatDate(closedOn)}`
  return `Phải làm là những gì đợt này giao (hạn ${formatDate(due)}). Tính các lượt từ ngày ${formatDate(from)}${last}; kỳ đã chọn chỉ quyết định biểu đồ theo quý.`
}

/** Colours of the heat map: five steps, each a shape of its own beside the number. */
export function heatOf(share: Share): Tone {
  if (share === null) return 'none'
  if (share >= 8_000) return 'pass'
  return share >= 5_000 ? 'partial' : 'fail'
}
