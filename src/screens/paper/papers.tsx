import { Link } from 'wouter'
import { facilityCopiesOf } from '../../documents/facility-copy.ts'
import { fileName } from '../../documents/file-name.ts'
import { minutesOf } from '../../documents/minutes.ts'
import type { PaperSource } from '../../documents/source.ts'
import { formatDate } from '../../domain/date.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { BackLink } from '../parts/back-link.tsx'
import { OfPaper } from './of-paper.tsx'
import css from './paper.module.css'
import { PaperPanel } from './paper-panel.tsx'
import { useMadePapers } from './use-made-papers.ts'

/** The minutes and the facility's copy of one inspection, as files made on this device. */
export function PapersPage({ id }: { id: string }) {
  return (
    <OfPaper id={id}>
      {({ source, back }) => (
        <div className={css.page}>
          <div>
            <BackLink href={back}>Về lượt kiểm tra</BackLink>
            <PageTitle lead={`${source.head.facilityName} · ngày ${formatDate(source.head.date)}`}>Biên bản</PageTitle>
          </div>
          <Standing source={source} />
          <Papers source={source} />
          <div>
            <Link href={`/phan-hoi/${id}`} className={buttonClass('plain')}>
              Phản hồi cho cơ sở
            </Link>
          </div>
        </div>
      )}
    </OfPaper>
  )
}

/** What the paper can be held against, said before it is handed to anybody. */
function Standing({ source: { seal } }: { source: PaperSource }) {
  if (seal === null)
    return (
      <Notice tone="partial" title="Bản nháp">
        <p>Lượt này chưa nộp: giấy có chữ “BẢN NHÁP” và chưa có mã kiểm chứng.</p>
      </Notice>
    )
  if (seal.receipt === null)
    return (
      <Notice tone="info">
        <p>Biên bản có mã kiểm chứng. Máy này chưa có biên nhận của máy chủ; lập lại sau khi gửi thì có thêm.</p>
      </Notice>
    )
  return null
}

function Papers({ source }: { source: PaperSource }) {
  const { facilityName, date } = source.head
  const { makings, again } = useMadePapers([
    { fileName: fileName('bien-ban', facilityName, date), papers: [minutesOf(source)] },
    { fileName: fileName('ban-cho-co-so', facilityName, date), papers: facilityCopiesOf(source) },
  ])
  const [minutes, copy] = makings
  if (!minutes || !copy) return null
  return (
    <>
      <PaperPanel
        title="Biên bản kiểm tra"
        about="Theo thể thức văn bản hành chính, có đủ mọi tiêu chí, chỗ ký và mã kiểm chứng. Số, ký hiệu, chức vụ và giờ làm việc để trống cho người ghi."
        making={minutes}
        onAgain={again}
      />
      <PaperPanel
        title="Bản cho cơ sở"
        about="Một trang: kết quả, điểm liệt, những điểm bị mất nhiều nhất và phần còn thiếu để đạt."
        making={copy}
        onAgain={again}
      />
    </>
  )
}
