import type { ReactNode } from 'react'
import type { Asked } from '../../device/api/use-asked.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { AskProblem } from './ask-problem.tsx'
import { timeInWords } from './when.ts'

type AskedPartProps<T> = { asked: Asked<T>; rows?: number; children: (value: T) => ReactNode }

/** What the server was asked for. What was read before stays in sight and says of when it is. */
export function AskedPart<T>({ asked: { read, problem, isAsking, again }, rows = 3, children }: AskedPartProps<T>) {
  return (
    <>
      {problem ? (
        <AskProblem
          problem={problem}
          again={again}
          isAsking={isAsking}
          stale={read && `Bên dưới là nội dung đọc lúc ${timeInWords(read.at)}; từ đó có thể đã khác.`}
        />
      ) : null}
      {read ? children(read.value) : problem ? null : <Skeleton rows={rows} label="Đang hỏi máy chủ…" />}
    </>
  )
}
