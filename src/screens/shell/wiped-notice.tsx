import { useState } from 'react'
import { dismissWiped, readWiped } from '../../device/store/tablet.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { timeInWords } from '../parts/when.ts'

/** Whose store was wiped here because this tablet had been declared lost; until somebody has read it. */
export function WipedNotice() {
  const [wiped, setWiped] = useState(readWiped)
  if (wiped.length === 0) return null
  const close = () => {
    dismissWiped()
    setWiped([])
  }
  return (
    <Notice
      tone="partial"
      role="status"
      title="Máy này đã được báo mất"
      action={<Button onClick={close}>Đã rõ</Button>}
    >
      {wiped.map(({ name, at }) => (
        <p key={at}>
          Dữ liệu của {name} trên máy này đã được xóa lúc {timeInWords(at)}. Nội dung chưa gửi (nếu có) đã chuyển về máy
          chủ để người quản trị xem; riêng ảnh chưa gửi thì không còn.
        </p>
      ))}
      <p>Nếu đã tìm lại được máy, hãy đăng nhập lại để dùng tiếp.</p>
    </Notice>
  )
}
