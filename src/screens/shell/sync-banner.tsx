import { type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import { useDevice, useSyncStatus } from '../../device/sync/device.ts'
import { messageOf } from '../../domain/problem.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { MishapNotice } from './mishap-notice.tsx'
import { isClockWrong } from './mishaps.ts'
import { useAppVersion } from './use-app-version.ts'
import { useWhenStill } from './when-still.ts'

/**
 * What stands between this device and the server and will not go away by itself.
 * No network and a server in trouble are no such things: the chip says those.
 * @param props.waits beneath it answers are tapped: it does not push them from under a finger
 */
export function SyncBanner({ waits = false }: { waits?: boolean }) {
  const notice = useObstacle()
  const isStill = useWhenStill(notice !== null)
  return isStill || !waits ? notice : null
}

function useObstacle(): ReactNode {
  const { engine, store } = useDevice()
  const { problem, state } = useSyncStatus()
  const isBusy = state === 'syncing'
  const syncAgain = () => void engine.syncNow()
  const again = (
    <Button disabled={isBusy} onClick={syncAgain}>
      Thử lại
    </Button>
  )
  switch (problem) {
    case 'APP_OUTDATED':
      return <MishapNotice of="oldTab" />
    case 'PROTOCOL_UNSUPPORTED':
      return <UpdateNeeded />
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
      return <MishapNotice of="diskFull" onAgain={syncAgain} isBusy={isBusy} />
    default:
      // Measured with each reply of the server; nothing waits for it.
      return isClockWrong(store.clock.kept()?.offset ?? null) ? (
        <MishapNotice of="clockWrong" tone="partial" role="status" onAgain={syncAgain} isBusy={isBusy} />
      ) : null
  }
}

/** The server speaks to newer apps alone. */
function UpdateNeeded() {
  const { fetchAndAccept } = useAppVersion()
  const [said, setSaid] = useState('')
  async function update() {
    const isComing = await fetchAndAccept().catch((error: unknown) => {
      console.warn(error)
      return false
    })
    setSaid(isComing ? 'Đang tải bản mới…' : 'Chưa tải được bản mới. Hãy thử lại sau.')
  }
  return (
    <Notice
      tone="partial"
      role="status"
      title="Cần cập nhật ứng dụng"
      action={<Button onClick={() => void update()}>Cập nhật</Button>}
    >
      <p>Máy chủ cần bản mới hơn. Vẫn làm việc và lưu trên máy được; mọi thứ sẽ tự gửi sau khi cập nhật.</p>
      {said ? <p role="status">{said}</p> : null}
    </Notice>
  )
}
