import { Link } from 'wouter'
import { buttonClass } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { PageTitle } from '../ui/page-title.tsx'

/** An address that leads nowhere, or something that is not on this device. */
export function NotFound({ what = 'trang này' }: { what?: string }) {
  return (
    <>
      <PageTitle>Không tìm thấy {what}</PageTitle>
      <Empty
        title="Có thể đường dẫn đã cũ, hoặc nội dung chưa được tải về máy này."
        action={
          <Link href="/" className={buttonClass('main')}>
            Về trang đầu
          </Link>
        }
      >
        Khi có mạng, hãy đồng bộ rồi mở lại.
      </Empty>
    </>
  )
}
