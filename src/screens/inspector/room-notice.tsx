import { useEffect, useState } from 'react'
import { Notice } from '../../ui/notice.tsx'
import { megabytes, readStorage } from '../parts/device-storage.ts'

/** Below it a visit with its photos may not fit. */
const ROOM_WANTED = 200 * 1_048_576

/** Said before a visit begins, while something can still be done about it. */
export function RoomNotice() {
  const [room, setRoom] = useState<number | null>(null)

  useEffect(() => {
    let isHere = true
    readStorage().then(
      (storage) => {
        if (isHere && storage && storage.quota !== null) setRoom(storage.quota - (storage.usage ?? 0))
      },
      (error: unknown) => console.warn(error),
    )
    return () => {
      isHere = false
    }
  }, [])

  if (room === null || room >= ROOM_WANTED) return null
  return (
    <Notice tone="partial" title={`Máy chỉ còn ${megabytes(Math.max(0, room))} cho ứng dụng`} role="status">
      <p>Vẫn bắt đầu và lưu câu trả lời được. Nên xóa bớt ảnh, video hoặc tệp tải về trên máy trước khi đi.</p>
    </Notice>
  )
}
