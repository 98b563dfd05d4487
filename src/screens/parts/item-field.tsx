import { DateField } from './fields/date-field.tsx'
import { DetectField } from './fields/detect-field.tsx'
import type { ItemFieldProps } from './fields/field-props.ts'
import { LinesField } from './fields/lines-field.tsx'
import { MarksField } from './fields/marks-field.tsx'
import { MeasureField } from './fields/measure-field.tsx'
import { ObservationField } from './fields/observation-field.tsx'
import { PassFailField } from './fields/pass-fail-field.tsx'
import { PlacesField } from './fields/places-field.tsx'
import { RatioField } from './fields/ratio-field.tsx'
import { ScaleField } from './fields/scale-field.tsx'
import { StorageTimeField } from './fields/storage-time-field.tsx'
import { WordsField } from './fields/words-field.tsx'

/** The field of an item: once for the facility, or once for each of its places. */
export function ItemField(props: ItemFieldProps) {
  const { each } = props.item
  return each === undefined ? <SingleField {...props} /> : <PlacesField {...props} each={each} field={SingleField} />
}

/** The one switch from a kind of input to its field. */
function SingleField(props: ItemFieldProps) {
  const { input } = props.item
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
    case 'storageTime':
      return <StorageTimeField {...props} input={input} />
    case 'observation':
      return <ObservationField {...props} input={input} />
    default:
      return input satisfies never
  }
}
