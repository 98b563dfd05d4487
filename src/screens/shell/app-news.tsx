import { Button } from '../../ui/button.tsx'
import { heldWords } from '../parts/unfinished-words.ts'
import css from './app-news.module.css'
import { useAppVersion } from './use-app-version.ts'
import { useWhenStill } from './when-still.ts'

/** One bar above everything, only while there is something to say of the app itself. */
export function AppNewsBar() {
  const { news, held, accept, dismiss } = useAppVersion()
  const [first] = held
  if (!useWhenStill(news !== 'nothing')) return null
  switch (news) {
    case 'nothing':
      return null
    case 'readyOffline':
      return (
        <div className={css.bar} role="status">
          <p>Đã sẵn sàng dùng khi không có mạng.</p>
          <Button onClick={dismiss}>Đã rõ</Button>
        </div>
      )
    case 'newVersion':
      return (
        <div className={css.bar} role="status">
          <p>
            {first
              ? `Chưa cập nhật vì ${heldWords(first)}. Hãy làm xong ở đó rồi chạm lại.`
              : 'Có bản mới. Câu trả lời đã lưu được giữ nguyên khi cập nhật.'}
          </p>
          <Button onClick={() => void accept()}>Cập nhật</Button>
          <Button look="quiet" onClick={dismiss}>
            Để sau
          </Button>
        </div>
      )
    case 'replaced':
      return (
        <div className={css.bar} role="status">
          <p>Ứng dụng đã được cập nhật ở một trang khác. Hãy tải lại trang này.</p>
          <Button onClick={() => window.location.reload()}>Tải lại trang</Button>
        </div>
      )
    default:
      return news satisfies never
  }
}
