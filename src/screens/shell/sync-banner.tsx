import { Link } from 'wouter'
import { useDevice, useSyncStatus } from '../../device/sync/device.ts'
import { messageOf } from '../../domain/problem.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'

/**
 * What stands between this device and the server and will not go away by itself.
 * No network and a server in trouble are no such things: the chip says those.
 */
export function SyncBanner() {
  const { engine } = useDevice()
  const { problem, state } = useSyncStatus()
  const again = (
    <Button disabled={state === 'syncing'} onClick={() => void engine.syncNow()}>
      Thử lại
    </Button>
  )
  switch (problem) {
    case 'APP_OUTDATED':
      return (
        <Notice
          tone="fail"
          role="alert"
          title="Trang này là bản cũ và chỉ xem được"
          action={<Button onClick={() => window.location.reload()}>Tải lại trang</Button>}
        >
          <p>Bản mới của Sổ Kiểm đã ghi trên máy này. Mọi câu trả lời đã lưu vẫn còn; tải lại trang để tiếp tục ghi.</p>
        </Notice>
      )
    case 'PROTOCOL_UNSUPPORTED':
      return (
        <Notice
          tone="partial"
          role="status"
          title="Cần cập nhật ứng dụng"
          action={<Button onClick={() => void update()}>Cập nhật</Button>}
        >
          <p>Máy chủ cần bản mới hơn. Vẫn làm việc và lưu trên máy được; mọi thứ sẽ tự gửi sau khi cập nhật.</p>
        </Notice>
      )
    case 'STORAGE_FULL':
      return (
        <Notice tone="partial" role="status" title="Máy chủ đã hết chỗ lưu" action={again}>
          <p>Chưa gửi được gì cho tới khi máy chủ có chỗ. Mọi việc vẫn an toàn trên máy này. Hãy báo người quản trị.</p>
        </Notice>
      )
    case 'INTERCEPTED':
      return (
        <Notice tone="partial" role="status" title="Cần đăng nhập Wi-Fi" action={again}>
          <p>
            Mạng đang dùng chặn đường tới máy chủ. Hãy mở trang đăng nhập của Wi-Fi này, hoặc đổi sang mạng khác. Mọi
            việc vẫn an toàn trên máy và sẽ tự gửi khi thông mạng.
          </p>
        </Notice>
      )
    case 'FORBIDDEN':
    case 'DEVICE_OF_ANOTHER':
    case 'DEVICE_LOST':
      return (
        <Notice
          tone="fail"
          role="status"
          title="Máy chủ không cho máy này đồng bộ nữa"
          action={
            <>
              <Link href="/chua-gui-duoc" className={buttonClass('plain')}>
                Tải nội dung chưa gửi
              </Link>
              {again}
            </>
          }
        >
          <p>{messageOf(problem)} Mọi nội dung vẫn ở trên máy này và tải ra được. Hãy liên hệ người quản trị.</p>
        </Notice>
      )
    case 'DEVICE_STORAGE_FULL':
      return (
        <Notice tone="fail" role="alert" title="Máy đã hết chỗ lưu" action={again}>
          <p>Hãy xóa bớt ảnh, video hoặc tệp tải về trên máy rồi thử lại. Những gì đã báo “đã lưu” vẫn còn.</p>
        </Notice>
      )
    default:
      return null
  }
}

/** Fetches the newest app before the page is loaded again; without a worker the reload alone does. */
async function update(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => undefined)
  await registration?.update().catch((error: unknown) => console.warn(error))
  registration?.waiting?.postMessage({ type: 'SKIP_WAITING' })
  window.location.reload()
}
