import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import type { Ask } from '../../../device/api/ask.ts'
import { askFacilities } from '../../../device/api/overview.ts'
import { useAsk, useAsked } from '../../../device/api/use-asked.ts'
import type { Problem } from '../../../domain/problem.ts'
import type { FacilityPage } from '../../../protocol/overview-wire.ts'
import { Button } from '../../../ui/button.tsx'
import { AskProblem, askProblemOf } from '../../parts/ask-problem.tsx'
import { AskedPart } from '../../parts/asked-part.tsx'
import css from './overview.module.css'

type Rows = FacilityPage['rows']
type Shows = { question: string; children: (rows: Rows) => ReactNode }

/**
 * Facilities part by part: a province may have ten thousand.
 * @param question as the address of GET /api/overview/facilities takes it
 * @param first where the first part is known already
 */
export function FacilityPages({ first, ...shows }: Shows & { first?: FacilityPage | null }) {
  return first ? <Parts first={first} {...shows} /> : <AskedFirst {...shows} />
}

function AskedFirst({ question, children }: Shows) {
  const asked = useAsked(
    `facilities?${question}`,
    useCallback((ask: Ask) => askFacilities(ask, new URLSearchParams(question)), [question]),
  )
  return (
    <AskedPart asked={asked}>
      {(first) => (
        <Parts first={first} question={question}>
          {children}
        </Parts>
      )}
    </AskedPart>
  )
}

function Parts({ first, question, children }: Shows & { first: FacilityPage }) {
  const ask = useAsk()
  const [read, setRead] = useState<{ first: FacilityPage; further: FacilityPage[] }>({ first, further: [] })
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isAsking, setAsking] = useState(false)
  const status = useRef<HTMLParagraphElement>(null)
  // Read anew, it begins at its first part again: ranks of two moments do not go together.
  const further = read.first === first ? read.further : []
  const { next, of } = further.at(-1) ?? first
  const rows = distinct([first, ...further].flatMap((part) => part.rows))
  const isWhole = next === null && further.length > 0

  async function showMore() {
    if (next === null || isAsking) return
    setAsking(true)
    try {
      const part = await askFacilities(ask, new URLSearchParams([...new URLSearchParams(question), ['after', next]]))
      setRead({ first, further: [...further, part] })
      setProblem(null)
    } catch (error) {
      setProblem(askProblemOf(error))
    } finally {
      setAsking(false)
    }
  }

  // The button that had the focus is gone with the last part.
  useEffect(() => {
    if (isWhole && document.activeElement === document.body) status.current?.focus()
  }, [isWhole])

  return (
    <>
      {children(rows)}
      {of === 0 ? <p>Không có cơ sở nào như vậy.</p> : null}
      {problem ? <AskProblem problem={problem} again={showMore} isAsking={isAsking} /> : null}
      {next !== null || isWhole ? (
        <p ref={status} role="status" tabIndex={-1} className={css.note}>
          Đang hiện {rows.length} trên {of} cơ sở.
        </p>
      ) : null}
      {next !== null && !problem ? (
        <Button aria-disabled={isAsking} onClick={showMore}>
          {isAsking ? 'Đang tải thêm…' : 'Xem thêm cơ sở'}
        </Button>
      ) : null}
    </>
  )
}

/** What changed its place between two parts is in both. */
function distinct(rows: Rows): Rows {
  return [...new Map(rows.map((row) => [row.id, row])).values()]
}
