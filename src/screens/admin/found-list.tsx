import { type Key, type ReactNode, useDeferredValue, useMemo, useState } from 'react'
import { useSearchParams } from 'wouter'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import list from '../parts/list.module.css'
import css from './found-list.module.css'

/** So many rows at a time: whoever looks for something types a word. */
const STEP = 50

type Narrowing<Row, Wish> = {
  wishIn: (query: URLSearchParams) => Wish
  /** Without what is not asked for. */
  queryOf: (wish: Wish) => URLSearchParams
  filter: (rows: readonly Row[], wish: Wish) => Row[]
}

/**
 * The rows that are wished for. The wish stands in the address, so that the way back
 * from one of them leads to the same list.
 *
 * @param narrowing must be the same object on every call
 */
export function useNarrowed<Row, Wish>(rows: readonly Row[], narrowing: Narrowing<Row, Wish>) {
  const [query, setQuery] = useSearchParams()
  const [wish, setWish] = useState(() => narrowing.wishIn(query))
  const asked = useDeferredValue(wish)
  const [steps, setSteps] = useState(1)
  const found = useMemo(() => narrowing.filter(rows, asked), [rows, asked, narrowing])
  return {
    wish,
    found,
    shown: found.slice(0, steps * STEP),
    narrow(next: Wish) {
      setWish(next)
      setSteps(1)
      setQuery(narrowing.queryOf(next), { replace: true })
    },
    showMore: () => setSteps(steps + 1),
  }
}

type FoundListProps<Row> = {
  narrowed: { found: readonly Row[]; shown: readonly Row[]; showMore: () => void }
  /** How many there are, and of what kind. */
  sentence: string
  /** Where nothing is like that. */
  none: string
  onEverything: () => void
  /** What the rows are counted in: "người". */
  unit: string
  keyOf: (row: Row) => Key
  children: (row: Row) => ReactNode
}

/** What was found, in one sentence and row by row. */
export function FoundList<Row>({ narrowed, sentence, none, onEverything, unit, keyOf, children }: FoundListProps<Row>) {
  const { found, shown, showMore } = narrowed
  return (
    <>
      <p className={css.sentence} role="status">
        {sentence}
      </p>
      {found.length === 0 ? (
        <Empty title={none} action={<Button onClick={onEverything}>Bỏ lọc</Button>} />
      ) : (
        <ul className={list.list}>
          {shown.map((row) => (
            <li key={keyOf(row)}>{children(row)}</li>
          ))}
        </ul>
      )}
      {shown.length < found.length ? (
        <div className={css.more}>
          <Button onClick={showMore}>
            Xem thêm {Math.min(STEP, found.length - shown.length)} {unit}
          </Button>
        </div>
      ) : null}
    </>
  )
}
