import type { AnswerValue } from '../../../domain/answer.ts'
import type { Input, Item } from '../../../domain/checklist.ts'
import type { ScoringContext } from '../../../domain/scoring/context.ts'
import type { BegunSlot } from '../begun-shelf.ts'

export type ItemFieldProps = {
  item: Item
  value: AnswerValue | null
  onAnswer: (value: AnswerValue | null) => void
  /** What is typed here and is no answer yet. */
  begun: BegunSlot
  context: ScoringContext
}

/** What one kind of field gets: the item, its own input, and the value as it stands. */
export type FieldProps<K extends Input['kind']> = ItemFieldProps & { input: Extract<Input, { kind: K }> }
