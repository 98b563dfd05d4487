import { Link } from 'wouter'
import { Arrow } from '../parts/arrow.tsx'
import list from '../parts/list.module.css'

/** The way to what goes from tablet to tablet without a network. */
export function FilesLink() {
  return (
    <div className={list.list}>
      <Link href="/may-nay/tep" className={list.row}>
        <span className={list.main}>
          <span className={list.name}>Tệp sao lưu và gửi hộ</span>
          <span className={list.small}>
            Không có mạng: ghi những gì chưa gửi ra một tệp khóa kín, hoặc mở tệp .sokiem của người khác để gửi hộ.
          </span>
        </span>
        <Arrow />
      </Link>
    </div>
  )
}
