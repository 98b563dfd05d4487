import type { InspectionHead } from '../../domain/inspection.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PageTitle } from '../../ui/page-title.tsx'

/** The checklist of a visit is not here, or this app is too old for it. The answers stay where they are. */
export function Unreadable({ head }: { head: InspectionHead }) {
  return (
    <>
      <PageTitle>{head.facilityName}</PageTitle>
      <Empty
        title="Chưa mở được bộ tiêu chí của lượt này."
        action={
          <Button look="main" onClick={() => window.location.reload()}>
            Tải lại trang
          </Button>
        }
      >
        Bộ tiêu chí {head.checklist.id} phiên bản {head.checklist.version} chưa có trên máy, hoặc cần bản ứng dụng mới
        hơn. Câu trả lời vẫn an toàn trên máy này. Hãy đồng bộ rồi mở lại.
      </Empty>
    </>
  )
}
