import { Button } from '../../ui/button.tsx'
import type { useDeviceStorage } from './use-device-storage.ts'

type KeepStorageProps = Pick<ReturnType<typeof useDeviceStorage>, 'isRefused' | 'protect'>

/** Asks the browser never to clear the store by itself; it may say no. */
export function KeepStorage({ isRefused, protect }: KeepStorageProps) {
  return (
    <>
      <div>
        <Button onClick={() => void protect()}>Xin giữ lâu dài</Button>
      </div>
      {isRefused ? <p role="status">Trình duyệt chưa cho phép. Cài ứng dụng vào màn hình chính rồi thử lại.</p> : null}
    </>
  )
}
