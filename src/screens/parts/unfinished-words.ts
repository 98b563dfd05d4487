import type { Held, Unfinished } from './unfinished.ts'

const words: Record<Unfinished, string> = {
  saving: 'đang lưu câu trả lời',
  notSaved: 'còn câu trả lời chưa lưu được',
  typed: 'còn nội dung đang nhập dở',
  photo: 'đang chụp hoặc lưu ảnh',
  drawing: 'đang ký hoặc vẽ dở',
  shownOnce: 'còn mật khẩu tạm chưa ghi lại',
}

/** "trang “Kiểm tra” đang chụp hoặc lưu ảnh": of several, the first. */
export function heldWords({ what, page }: Held): string {
  return `trang “${page || 'Sổ Kiểm'}” ${words[what]}`
}
