import { Skeleton } from '../../ui/skeleton.tsx'
import { useOpen } from '../fill/use-open.ts'
import { NotFound } from '../not-found.tsx'
import { Unreadable } from '../parts/unreadable.tsx'
import { OpenPlan } from './open-plan.tsx'
import { SealedPlan } from './sealed-plan.tsx'

/** What will be done about everything that fell short: to be agreed on while the visit is open, to be read afterwards. */
export function PlanPage({ id }: { id: string }) {
  const opened = useOpen(id)
  switch (opened.is) {
    case 'reading':
      return <Skeleton rows={5} />
    case 'nowhere':
      return <NotFound what="lượt kiểm tra này" />
    case 'unreadable':
      return <Unreadable head={opened.open.head} />
    case 'received':
      return <SealedPlan id={id} />
    case 'open':
      return opened.open.state === 'waiting' ? <SealedPlan id={id} /> : <OpenPlan {...opened} />
    default:
      return opened satisfies never
  }
}
