import { useEffect, useState } from 'react'
import { Redirect } from 'wouter'
import { Skeleton } from '../../ui/skeleton.tsx'
import { NotFound } from '../not-found.tsx'
import { Unreadable } from '../parts/unreadable.tsx'
import { Receipt } from './receipt.tsx'
import { Review } from './review.tsx'
import { useOpen } from './use-open.ts'

/** Looking over an inspection, handing it in, and watching it arrive. */
export function Submit({ id }: { id: string }) {
  const opened = useOpen(id)
  const [wasHere, setWasHere] = useState(false)
  const isOpen = opened.is === 'open'

  useEffect(() => {
    if (isOpen) setWasHere(true)
  }, [isOpen])

  switch (opened.is) {
    case 'reading':
      return <Skeleton rows={5} />
    case 'nowhere':
      return <NotFound what="lượt kiểm tra này" />
    case 'unreadable':
      return <Unreadable head={opened.open.head} />
    case 'received':
      // Whoever saw it leave sees it arrive; whoever comes later wants the result.
      return wasHere ? (
        <Receipt id={id} head={opened.result.head} score={opened.result.score} received={opened.result} />
      ) : (
        <Redirect to={`/ket-qua/${id}`} replace />
      )
    case 'open':
      return opened.open.state === 'waiting' ? (
        <Receipt id={id} head={opened.open.head} score={null} received={null} />
      ) : (
        <Review open={opened.open} context={opened.context} board={opened.board} />
      )
    default:
      return opened satisfies never
  }
}
