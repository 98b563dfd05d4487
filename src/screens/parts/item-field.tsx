import type { AnswerValue } from '../../domain/answer.ts'
import type { Input, Item } from '../../domain/checklist.ts'
import type { ScoringContext } from '../../domain/scoring/context.ts'
import { DateField } from './fields/date-field.tsx'
import { DetectField } from './fields/detect-field.tsx'
import { LinesField } from './fields/lines-field.tsx'
import { MarksField } from './fields/marks-field.tsx'
import { MeasureField } from './fields/measure-field.tsx'
import { NewerAppNeeded } from './fields/newer-app-needed.tsx'
import { PassFailField } from './fields/pass-fail-field.tsx'
import { RatioField } from './fields/ratio-field.tsx'
import { ScaleField } from './fields/scale-field.tsx'
import { WordsField } from './fields/words-field.tsx'

export type ItemFieldProps = {
  item: Item
  value: AnswerValue | null
  onAnswer: (value: AnswerValue | null) => void
  context: ScoringContext
}

/** What one kind of field gets: the item, its own input, and the value as it stands. */
export type FieldProps<K extends Input['kind']> = ItemFieldProps & { input: Extract<Input, { kind: K }> }

/** The one switch from a kind of input to its field. */
export function ItemField(props: ItemFieldProps) {
  const { input, each } = props.item
  if (each !== undefined) return <NewerAppNeeded />
  switch (input.kind) {
    case 'passFail':
      return <PassFailField {...props} input={input} />
    case 'scale':
      return <ScaleField {...props} input={input} />
    case 'measure':
      return <MeasureField {...props} input={input} />
    case 'ratio':
      return <RatioField {...props} input={input} />
    case 'detect':
      return <DetectField {...props} input={input} />
    case 'date':
      return <DateField {...props} input={input} />
    case 'ladder':
    case 'bundle':
      return <MarksField {...props} input={input} />
    case 'lines':
      return <LinesField {...props} input={input} />
    case 'text':
      return <WordsField {...props} input={input} />
    case 'observation':
    case 'storageTime':
      return <NewerAppNeeded />
    default:
      return input satisfies never
  }
}
