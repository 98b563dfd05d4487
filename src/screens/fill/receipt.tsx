import { Link } from 'wouter'
import { useDevice, useSyncStatus } from '../../device/sync/device.ts'
import { formatDate } from '../../domain/date.ts'
import type { InspectionHead, InspectionRecord, ScoreSummary } from '../../domain/inspection.ts'
import { missingPhotos } from '../../domain/photo.ts'
import { messageOf } from '../../domain/problem.ts'
import { percentWords } from '../../domain/scoring/score-words.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { ReceiptLine } from '../parts/evidence/receipt-line.tsx'
import { GradeBadge } from '../parts/grade-badge.tsx'
import { PaperLinks } from '../parts/paper-links.tsx'
import { timeInWords } from '../parts/when.ts'
import css from './receipt.module.css'

type ReceiptProps = {
  id: string
  head: InspectionHead
  score: ScoreSummary | null
  received: InspectionRecord | null
  unsent: number
}

/** After handing in: first what this device has, then, by itself, what the server has. */
export function Receipt({ id, head, score, received, unsent }: ReceiptProps) {
  const { engine } = useDevice()
  const { state, problem } = useSyncStatus()
  const missing = missingPhotos(received?.photos)
  return (
    <div className={css.page}>
      <PageTitle lead={head.facilityName}>{received ? 'Máy chủ đã nhận' : 'Đã nộp trên máy này'}</PageTitle>
      <ol className={css.way} aria-live="polite">
        <li data-done="true">Đã nộp và khóa trên máy này</li>
        <li data-done={received !== null}>
          {received
            ? `Máy chủ đã nhận${received.submittedAt === null ? '' : ` lúc ${timeInWords(received.submittedAt)}`}`
            : `Chờ gửi${unsent > 0 ? ` (${unsent} thay đổi)` : ''}; sẽ tự gửi khi có mạng`}
        </li>
        {received?.photos ? (
          <li data-done={missing === 0}>
            {missing === 0 ? 'Máy chủ đã nhận đủ ảnh' : `Còn ${missing} ảnh đang gửi; sẽ tự gửi tiếp khi có mạng`}
          </li>
        ) : null}
      </ol>
      {received ? (
        <>
          <p className={css.score}>
            <span className={css.percent}>{score ? percentWords(score.earned, score.max) : '–'}</span>
            <GradeBadge score={score} />
          </p>
          <ReceiptLine record={received} />
          <p>Lượt ngày {formatDate(head.date)} đã vào danh sách của người giám sát.</p>
          <div className={css.actions}>
            <Link href={`/ket-qua/${received.id}`} className={buttonClass('main')}>
              Xem kết quả
            </Link>
            <Link href="/" className={buttonClass('plain')}>
              Về trang đầu
            </Link>
          </div>
        </>
      ) : (
        <>
          <Notice tone="info">
            <p>
              {problem && state !== 'syncing'
                ? messageOf(problem)
                : 'Có thể đóng ứng dụng: lượt này vẫn an toàn trên máy và sẽ tự gửi.'}
            </p>
          </Notice>
          <div className={css.actions}>
            <Link href="/" className={buttonClass('main')}>
              Về trang đầu
            </Link>
            {state === 'signInNeeded' ? (
              <Link href="/dang-nhap" className={buttonClass('plain')}>
                Đăng nhập lại
              </Link>
            ) : (
              <Button onClick={() => void engine.syncNow()} disabled={state === 'syncing'}>
                {state === 'syncing' ? 'Đang gửi…' : 'Gửi ngay'}
              </Button>
            )}
          </div>
        </>
      )}
      <PaperLinks id={id} />
    </div>
  )
}
