import { PageTitle } from '../../ui/page-title.tsx'
import { BackLink } from '../parts/back-link.tsx'
import css from '../parts/page.module.css'
import { usePictureHold } from '../parts/photos/use-picture-hold.ts'
import { CarriedFiles } from './carried-files.tsx'
import { MakeFile } from './make-file.tsx'
import { OpenOwnOrCarry } from './open-file.tsx'

/** What goes from tablet to tablet without a network: out as a file, in as a file, and what lies here for others. */
export function FilesPage() {
  return (
    <div className={css.page}>
      <div>
        <BackLink href="/may-nay">Máy này</BackLink>
        <PageTitle lead="Khi không có mạng, hoặc khi sợ hỏng máy">Tệp sao lưu và gửi hộ</PageTitle>
      </div>
      <MakeFile />
      <OpenOwnOrCarry />
      <CarriedFiles hold={usePictureHold()} />
    </div>
  )
}
