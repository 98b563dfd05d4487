import { Notice } from '../../ui/notice.tsx'
import { megabytes } from '../parts/device-storage.ts'
import { KeepStorage } from '../parts/keep-storage.tsx'
import { useDeviceStorage } from '../parts/use-device-storage.ts'
import { today } from '../parts/when.ts'
import { isFirstDay, isStandalone } from '../shell/install.ts'
import { MishapNotice } from '../shell/mishap-notice.tsx'
import { looksPrivate } from '../shell/mishaps.ts'

/** Below it a visit with its photos may not fit. */
const ROOM_WANTED = 200 * 1_048_576

/** Said before a visit begins, while something can still be done about it. */
export function StorageNotices() {
  const { storage, ...keeping } = useDeviceStorage()
  if (!storage) return null
  const room = storage.quota === null ? null : storage.quota - (storage.usage ?? 0)
  return (
    <>
      {looksPrivate(storage, { isStandalone: isStandalone(), isFirstDay: isFirstDay(today()) }) ? (
        <MishapNotice of="privateWindow" role="status" />
      ) : storage.persisted ? null : (
        <Notice tone="info" title="Máy đầy thì trình duyệt có thể tự xóa dữ liệu" role="status">
          <p>Nên cài Sổ Kiểm vào màn hình chính trước khi đi, và gửi ngay khi có mạng.</p>
          <KeepStorage {...keeping} />
        </Notice>
      )}
      {room === null || room >= ROOM_WANTED ? null : (
        <Notice tone="partial" title={`Máy chỉ còn ${megabytes(Math.max(0, room))} cho ứng dụng`} role="status">
          <p>Vẫn bắt đầu và lưu câu trả lời được. Nên xóa bớt ảnh, video hoặc tệp tải về trên máy trước khi đi.</p>
        </Notice>
      )}
    </>
  )
}
