import { useState } from 'react'
import { dismissEviction, type Lost, readEviction } from '../../device/store/eviction.ts'
import { useCurrentStore, useStore } from '../../device/store/use-store.ts'
import { formatDate } from '../../domain/date.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import css from './eviction-notice.module.css'
import { problemWords } from './problem-words.ts'
import { timeInWords } from './when.ts'

/** After the browser has cleared the store: what was open, what came back, what may be lost. Stays until it has been read. */
export function EvictionNotice() {
  const store = useCurrentStore()
  const eviction = useStore(readEviction, [])
  const [problem, setProblem] = useState<string | null>(null)
  if (!eviction) return null
  const { at, unsent, lost, isReadAnew } = eviction
  return (
    <Notice
      tone="partial"
      role="status"
      title="Trình duyệt đã xóa dữ liệu của Sổ Kiểm trên máy này"
      action={
        isReadAnew ? (
          <Button
            onClick={() => dismissEviction(store).catch((error: unknown) => setProblem(problemWords(error).message))}
          >
            Đã rõ
          </Button>
        ) : null
      }
    >
      <p>
        Việc này xảy ra khi máy đầy hoặc lâu không mở ứng dụng. Những gì máy chủ đã nhận{' '}
        {isReadAnew ? 'đã được tải lại.' : 'đang được tải lại; cần có mạng.'}
      </p>
      <p>
        {unsent > 0
          ? `Lần ghi nhận cuối (${timeInWords(at)}) còn ${unsent} thay đổi chưa gửi; phần đó có thể đã mất và cần nhập lại.`
          : `Lần ghi nhận cuối (${timeInWords(at)}) không còn thay đổi nào chưa gửi.`}
      </p>
      {lost.length > 0 ? (
        <ul className={css.lost}>
          {lost.map((each) => (
            <li key={each.id}>
              <strong>{each.facilityName}</strong> – {each.checklistTitle}, ngày {formatDate(each.date)}:{' '}
              {lostWords(each, isReadAnew)}
            </li>
          ))}
        </ul>
      ) : null}
      {problem ? <p role="alert">{problem}</p> : null}
    </Notice>
  )
}

function lostWords({ now, unsent, answered }: Lost, isReadAnew: boolean): string {
  if (now === 'received') return 'máy chủ đã nhận đủ.'
  const open = `lúc đó đã trả lời ${answered} tiêu chí`
  if (now === 'here') return unsent > 0 ? `đã lấy lại từ máy chủ, có thể thiếu ${unsent} thay đổi.` : 'đã lấy lại đủ.'
  return isReadAnew ? `máy chủ chưa có lượt này; ${open}.` : `${open}.`
}
