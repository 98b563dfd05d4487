import { Link } from 'wouter'
import { useDevice, useSyncStatus } from '../../device/sync/device.ts'
import { formatDate } from '../../domain/date.ts'
import type { InspectionHead, InspectionRecord, ScoreSummary } from '../../domain/inspection.ts'
import { messageOf } from '../../domain/problem.ts'
import type { RecordState } from '../../domain/record-state.ts'
import { percentWords } from '../../domain/scoring/score-words.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { ReceiptLine } from '../parts/evidence/receipt-line.tsx'
import { GradeBadge } from '../parts/grade-badge.tsx'
import { PaperLinks } from '../parts/paper-links.tsx'
import { HeldPicturesOf } from '../parts/photos/held-pictures.tsx'
import { RecordLine } from '../parts/record/record-line.tsx'
import { useRecordState } from '../parts/record/use-record.ts'
import { timeInWords } from '../parts/when.ts'
import css from './receipt.module.css'

type ReceiptProps = {
  id: string
  head: InspectionHead
  score: ScoreSummary | null
  received: InspectionRecord | null
}

/** After handing in: first what this device has, then, by itself, what the server has. */
export function Receipt({ id, head, score, received }: ReceiptProps) {
  const { engine } = useDevice()
  const { state, problem } = useSyncStatus()
  const record = useRecordState(id)
  return (
    <div className={css.page}>
      <PageTitle lead={head.facilityName}>{titleOf(record, received)}</PageTitle>
      <ol className={css.way} aria-live="polite">
        <li data-done="true">Đã nộp và khóa trên máy này</li>
        {record ? <Steps record={record} at={received?.submittedAt ?? null} /> : null}
      </ol>
      <RecordLine id={id} />
      <HeldPicturesOf id={id} />
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

function titleOf(record: RecordState | undefined, received: InspectionRecord | null): string {
  if (record?.is === 'whole') return 'Máy chủ đã nhận đủ'
  return received ? 'Máy chủ đã nhận nội dung' : 'Đã nộp trên máy này'
}

/** What is behind it and what is still before it, in order: each done only where the state says so. */
function Steps({ record, at }: { record: RecordState; at: number | null }) {
  const { is, pictures } = record
  const hasText = is === 'photos' || is === 'text' || is === 'whole'
  const changes = 'changes' in record ? record.changes : 0
  return (
    <>
      <li data-done={hasText}>
        {hasText
          ? `Máy chủ đã nhận nội dung${at === null ? '' : ` lúc ${timeInWords(at)}`}`
          : `Chờ gửi${changes > 0 ? ` (${changes} thay đổi)` : ''}; sẽ tự gửi khi có mạng`}
      </li>
      {pictures.all > 0 ? (
        <li data-done={pictures.received === pictures.all}>
          {pictures.received === pictures.all
            ? `Máy chủ đã nhận đủ ${pictures.all} ảnh`
            : `Ảnh ${pictures.received}/${pictures.all} đã tới máy chủ`}
        </li>
      ) : null}
      <li data-done={is === 'whole'}>{is === 'whole' ? 'Có biên nhận của máy chủ' : 'Chờ đủ để nhận biên nhận'}</li>
    </>
  )
}
