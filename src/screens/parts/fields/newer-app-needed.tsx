import { Notice } from '../../../ui/notice.tsx'

export function NewerAppNeeded() {
  return (
    <Notice tone="partial" title="Cần bản ứng dụng mới hơn">
      Bản này chưa nhập được loại tiêu chí này. Hãy cập nhật ứng dụng; các câu trả lời khác vẫn an toàn trên máy này.
    </Notice>
  )
}
