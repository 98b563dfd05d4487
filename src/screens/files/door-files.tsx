import { lazy, Suspense } from 'react'
import { Disclosure } from '../../ui/disclosure.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'

const Content = lazy(() => import('./door-content.tsx').then((file) => ({ default: file.DoorContent })))

/** At the door too a file can be taken in: carrying it asks for nobody's account. */
export function DoorFiles() {
  return (
    <Disclosure label="Nhận tệp .sokiem để gửi hộ">
      {() => (
        <Suspense fallback={<Skeleton rows={2} />}>
          <Content />
        </Suspense>
      )}
    </Disclosure>
  )
}
