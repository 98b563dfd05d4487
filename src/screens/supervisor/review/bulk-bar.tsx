import { useState } from 'react'
import type { QueueLine } from '../../../device/store/review-queue.ts'
import { isPlain } from '../../../domain/review-queue.ts'
import { Button } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { BulkDialog, type BulkDone } from './bulk-dialog.tsx'
import css from './review.module.css'

type BulkBarProps = {
  /** What may be approved here. */
  lines: readonly QueueLine[]
  chosen: ReadonlySet<string>
  onChoose: (ids: ReadonlySet<string>) => void
}

/** Approving many at once. */
export function BulkBar({ lines, chosen, onChoose }: BulkBarProps) {
  const [isAsking, setAsking] = useState(false)
  const [done, setDone] = useState<BulkDone | null>(null)
  const plain = lines.filter(isPlain)
  // What somebody else has decided meanwhile is chosen no more.
  const ids = lines.map(({ id }) => id).filter((id) => chosen.has(id))
  return (
    <>
      {done ? (
        <Notice tone="pass" role="status" title={doneWords(done)}>
          {done.draw ? (
            <p>
              Rút ngẫu nhiên {done.draw.percent} %, mã rút <strong>{done.draw.seed}</strong>: ai có mã này cũng rút lại
              được đúng như vậy.
            </p>
          ) : null}
          <p>Đã lưu trên máy này và tự gửi khi có mạng.</p>
        </Notice>
      ) : null}
      <div className={css.bulk}>
        {plain.length > 0 ? (
          <Button onClick={() => onChoose(new Set(plain.map(({ id }) => id)))}>
            Chọn {plain.length} kết quả đạt, không có điểm liệt
          </Button>
        ) : null}
        {ids.length > 0 ? (
          <>
            <Button look="quiet" onClick={() => onChoose(new Set())}>
              Bỏ chọn
            </Button>
            <Button look="main" onClick={() => setAsking(true)}>
              Duyệt {ids.length} kết quả
            </Button>
          </>
        ) : null}
      </div>
      {isAsking ? (
        <BulkDialog
          ids={ids}
          onDone={(made) => {
            setDone(made)
            setAsking(false)
            onChoose(new Set())
          }}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  )
}

function doneWords({ approved, held }: BulkDone): string {
  return held > 0 ? `Đã duyệt ${approved} kết quả, giữ lại ${held} để xem kỹ.` : `Đã duyệt ${approved} kết quả.`
}
