import { useSyncExternalStore } from 'react'
import { Button } from '../../ui/button.tsx'
import css from './app-news.module.css'

/** What the service worker has to say to the person. */
export type News =
  | 'nothing'
  /** The first visit has brought everything: the app now starts without a network. */
  | 'readyOffline'
  /** A newer version waits. */
  | 'newVersion'
  /** Another tab took the newer version; this page still runs the older one. */
  | 'replaced'

export type AppNews = {
  subscribe(listener: () => void): () => void
  current(): News
  acceptVersion(): void
  dismiss(): void
}

/** One bar above everything, only while there is something to say. */
export function AppNewsBar({ news }: { news: AppNews }) {
  const current = useSyncExternalStore(news.subscribe, news.current)
  switch (current) {
    case 'nothing':
      return null
    case 'readyOffline':
      return (
        <div className={css.bar} role="status">
          <p>Đã sẵn sàng dùng khi không có mạng.</p>
          <Button onClick={news.dismiss}>Đã rõ</Button>
        </div>
      )
    case 'newVersion':
      return (
        <div className={css.bar} role="status">
          <p>Có bản mới. Câu trả lời đã lưu được giữ nguyên khi cập nhật.</p>
          <Button onClick={news.acceptVersion}>Cập nhật</Button>
          <Button look="quiet" onClick={news.dismiss}>
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
      return current satisfies never
  }
}
