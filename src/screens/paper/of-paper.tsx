import type { ReactNode } from 'react'
import { Skeleton } from '../../ui/skeleton.tsx'
import { NotFound } from '../not-found.tsx'
import { Unreadable } from '../parts/unreadable.tsx'
import { type ReadPaper, usePaper } from './use-paper.ts'

type Ready = Extract<ReadPaper, { is: 'ready' }>

/** Every page that is made from an inspection's papers: what is shown of them, or why they cannot be read. */
export function OfPaper({ id, children: show }: { id: string; children: (read: Ready) => ReactNode }) {
  const read = usePaper(id)
  switch (read.is) {
    case 'reading':
      return <Skeleton rows={5} />
    case 'nowhere':
      return <NotFound what="lượt kiểm tra này" />
    case 'unreadable':
      return <Unreadable head={read.head} />
    case 'ready':
      return show(read)
    default:
      return read satisfies never
  }
}
