import { render } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { AnswerValue } from '../../src/domain/answer.ts'
import type { Item } from '../../src/domain/checklist.ts'
import type { ScoringContext } from '../../src/domain/scoring/context.ts'
import { AnswerBoard } from '../../src/screens/parts/answer-board.ts'
import { BegunShelf, type BegunSlot } from '../../src/screens/parts/begun-shelf.ts'
import { ItemField } from '../../src/screens/parts/item-field.tsx'
import { useBegun, useEntry } from '../../src/screens/parts/use-board.ts'

/** Of a field of which nothing is begun, and that nobody types into. */
export const nothingBegun: BegunSlot = { texts: {}, keep: () => {}, drop: () => {} }

/** A board whose store keeps everything; its shelf may outlive it, as what is on disk does. */
export function boardThatKeeps(shelf = new BegunShelf(async () => {})): AnswerBoard {
  return new AnswerBoard(
    async () => ({ savedAt: 1 }),
    async () => ({ savedAt: 1, answers: {} }),
    shelf,
  )
}

type Start = { first?: AnswerValue | null; shelf?: BegunShelf }

/** One item on a page of its own, answered by a person; `said` is every value that left the field. */
export function askOnPage(of: Item, context: ScoringContext, { first = null, shelf }: Start = {}) {
  const said: (AnswerValue | null)[] = []
  const board = boardThatKeeps(shelf)
  board.receive({ [of.id]: { value: first } }, 0)
  function Page() {
    const { value } = useEntry(board, of.id).answer
    const { slot } = useBegun(board, of.id)
    const take = (next: AnswerValue | null) => {
      said.push(next)
      board.change(of.id, { value: next })
    }
    return <ItemField item={of} value={value} onAnswer={take} context={context} begun={slot} />
  }
  const view = render(<Page />)
  return {
    said,
    last: () => said.at(-1),
    begun: () => board.begun.entry(of.id).texts,
    user: userEvent.setup(),
    ...view,
  }
}
