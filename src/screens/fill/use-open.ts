import { useLayoutEffect, useMemo } from 'react'
import { getChecklist } from '../../device/store/checklists.ts'
import { type OpenInspection, openInspection } from '../../device/store/drafts.ts'
import { getResult } from '../../device/store/replica.ts'
import { useCurrentStore, useStore } from '../../device/store/use-store.ts'
import type { Checklist } from '../../domain/checklist.ts'
import type { InspectionRecord } from '../../domain/inspection.ts'
import type { ScoringContext } from '../../domain/scoring/context.ts'
import type { AnswerBoard } from '../parts/answer-board.ts'
import { boardOf, useBoardSummary } from '../parts/use-board.ts'

export type Opened =
  | { is: 'reading' }
  | { is: 'nowhere' }
  /** The server's record is here and the local copy has served. */
  | { is: 'received'; result: InspectionRecord }
  | { is: 'unreadable'; open: OpenInspection }
  | { is: 'open'; open: OpenInspection; context: ScoringContext; board: AnswerBoard }

/** An inspection on this device with what its screens need, live. */
export function useOpen(id: string): Opened {
  const store = useCurrentStore()
  const board = boardOf(store, id)
  const { ready } = useBoardSummary(board)
  const read = useStore(
    async (from) => {
      const [open, result] = await Promise.all([openInspection(from, id), getResult(from, id)])
      return { open, result, checklist: open ? await getChecklist(from, open.head.checklist) : null }
    },
    [id],
  )
  const open = read?.open ?? null
  const context = useContext(read?.checklist ?? null, open)

  useLayoutEffect(() => {
    if (!open) return
    board.begun.receive(open.begun)
    board.receive(open.answers, open.savedAt, open.pulled)
  }, [open, board])

  if (read === undefined) return { is: 'reading' }
  if (!open) return read.result ? { is: 'received', result: read.result } : { is: 'nowhere' }
  if (!context) return { is: 'unreadable', open }
  if (!ready) return { is: 'reading' }
  return { is: 'open', open, context, board }
}

/** The same object until facts or date change: every card and every score hangs on it. */
function useContext(checklist: Checklist | null, open: OpenInspection | null): ScoringContext | null {
  const facts = open ? JSON.stringify(open.head.facts) : null
  const date = open?.head.date
  return useMemo(
    () => (checklist && facts !== null && date !== undefined ? { checklist, facts: JSON.parse(facts), date } : null),
    [checklist, facts, date],
  )
}
