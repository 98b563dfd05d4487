import page from '../parts/page.module.css'
import { CarriedFiles } from './carried-files.tsx'
import { OpenFile } from './open-file.tsx'

/** What the door shows of files, once somebody asks. */
export function DoorContent() {
  return (
    <div className={page.page}>
      <OpenFile />
      <CarriedFiles hold={null} />
    </div>
  )
}
