import { Notice } from '../../ui/notice.tsx'
import css from './apple-steps.module.css'

/** On iPad and iPhone no page can ask for it: three steps by hand, and what Safari does to who does not. */
export function AppleSteps({ unsent }: { unsent: number }) {
  return (
    <>
      <ol className={css.steps}>
        <li>
          <Icon path="M12 3v11M8 6.5 12 3l4 3.5M7.5 10H5.5v10.5h13V10h-2" />
          <span>
            Chạm nút <strong>Chia sẻ</strong> của Safari.
          </span>
        </li>
        <li>
          <Icon path="M5 4h14a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM12 8v8M8 12h8" />
          <span>
            Chọn <strong>Thêm vào MH chính</strong>, rồi <strong>Thêm</strong>.
          </span>
        </li>
        <li>
          <Icon path="M4 11.5 12 4l8 7.5M6.5 10v10h11V10M10 20v-5.5h4V20" />
          <span>Mở Sổ Kiểm từ màn hình chính và đăng nhập ở đó.</span>
        </li>
      </ol>
      <Notice tone="partial" title="Hãy cài trước lượt kiểm tra ngoại tuyến đầu tiên">
        <p>
          Safari có thể xóa dữ liệu của trang không được mở trong 7 ngày dùng Safari; ứng dụng ở màn hình chính không
          tính chung số ngày đó. Ứng dụng có kho dữ liệu riêng:{' '}
          {unsent > 0
            ? `ở đây còn ${unsent} thay đổi hoặc ảnh chưa gửi, hãy gửi hết rồi mới chuyển sang.`
            : 'ở đây không còn gì chưa gửi nên chuyển sang được ngay.'}
        </p>
      </Notice>
    </>
  )
}

function Icon({ path }: { path: string }) {
  return (
    <svg className={css.icon} viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} />
    </svg>
  )
}
