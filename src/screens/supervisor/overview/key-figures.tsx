import { Link } from 'wouter'
import type { Listed } from '../../../domain/overview/listed.ts'
import type { OverviewReply } from '../../../protocol/overview-wire.ts'
import { Figure } from './figure.tsx'
import { OverdueActions } from './overdue-actions.tsx'
import css from './overview.module.css'
import { addressOf, type OverviewWish } from './overview-wish.ts'
import { type Chosen, gapWords, shareWords, spreadWords } from './overview-words.ts'

/** The figures of one checklist; each that counts facilities leads to them. */
export function KeyFigures({ reply, chosen, wish }: { reply: OverviewReply; chosen: Chosen; wish: OverviewWish }) {
  const { due, listed, spread, change, selfMinusInspection, tones, approved, assessed } = chosen
  const { notYet, critical, doubt: doubted } = listed
  const rows = (show: Listed, text: string) => <Link href={addressOf({ ...wish, show })}>{text}</Link>
  return (
    <dl className={css.figures}>
      <Figure title="Đã làm" value={`${assessed}/${Math.max(due, assessed)}`}>
        {notYet > 0 ? rows('notYet', `${notYet} cơ sở chưa làm`) : 'Đã đủ các cơ sở.'}
      </Figure>
      <Figure title="Trung bình" value={spread ? shareWords(spread.mean) : '–'}>
        {spreadWords(spread)}
      </Figure>
      <Figure title="So với cùng kỳ năm trước" value={change ? gapWords(change.now - change.before) : '–'}>
        {change
          ? `${change.facilities} cơ sở có cả hai kỳ: ${shareWords(change.before)} → ${shareWords(change.now)}`
          : 'Chưa có cơ sở nào có kết quả ở cả hai kỳ.'}
      </Figure>
      <Figure title="Tự đánh giá trừ kiểm tra" value={selfMinusInspection ? gapWords(selfMinusInspection.mean) : '–'}>
        {selfMinusInspection
          ? `Trung bình của ${selfMinusInspection.facilities} cơ sở có cả hai.`
          : 'Chưa có cơ sở nào có cả hai trong kỳ.'}
      </Figure>
      <Figure title="Chưa đạt" value={`${tones.fail}`}>
        {tones.fail > 0 ? rows('fail', 'Xem các cơ sở') : 'Không có.'}
      </Figure>
      <Figure title="Có điểm liệt không đạt" value={`${critical}`}>
        {critical > 0 ? rows('critical', 'Xem các cơ sở') : 'Không có.'}
      </Figure>
      <Figure title="Chưa xác định" value={`${tones.undetermined}`}>
        {tones.undetermined > 0 ? rows('undetermined', 'Không tính vào trung bình; xem các cơ sở') : 'Không có.'}
      </Figure>
      <Figure title="Có dấu hiệu cần hỏi lại" value={`${doubted}`}>
        {doubted > 0 ? rows('doubt', 'Xem các cơ sở') : 'Không có.'}
      </Figure>
      <Figure title="Đã duyệt" value={`${approved}/${assessed}`}>
        Kết quả chưa duyệt vẫn được tính; cột “Đã duyệt” tách riêng.
      </Figure>
      <OverdueActions reply={reply} checklistId={chosen.checklistId} wish={wish} />
    </dl>
  )
}
