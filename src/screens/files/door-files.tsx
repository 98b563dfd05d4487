import { Disclosure } from '../../ui/disclosure.tsx'
import { CarriedFiles } from './carried-files.tsx'
import { OpenFile } from './open-file.tsx'

/** At the door too a file can be taken in: carrying it asks for nobody's account. */
export function DoorFiles() {
  return (
    <Disclosure label="Nhận tệp .sokiem để gửi hộ">
      {() => (
        <>
          <OpenFile />
          <CarriedFiles />
        </>
      )}
    </Disclosure>
  )
}
