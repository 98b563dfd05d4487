import { type ComponentType, type ReactNode, useState } from 'react'
import type { AnswerValue, SingleValue } from '../../../domain/answer.ts'
import { Button } from '../../../ui/button.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useTypedSave } from '../use-typed-save.ts'
import type { ItemFieldProps } from './field-props.ts'
import css from './fields.module.css'
import own from './places-field.module.css'

type Place = { id: string; name: string }

type PlacesFieldProps = ItemFieldProps & {
  each: 'site' | 'room'
  /** The item's ordinary field, for one place. */
  field: ComponentType<ItemFieldProps>
}

/** One question answered at each site of a station, or in each room looked at. A place without an answer is not in the value. */
export function PlacesField({ each, ...props }: PlacesFieldProps) {
  return each === 'site' ? <Sites {...props} /> : <Rooms {...props} />
}

type RowsProps = Omit<PlacesFieldProps, 'each'>

/** The sites are those of the facility; with one alone, or no list, the question is asked once. */
function Sites(props: RowsProps) {
  const { item, value, onAnswer, context, field: Field } = props
  const { sites } = context.facts
  if (sites.length < 2) {
    const place = { id: sites[0]?.id ?? 'main', name: 'Cơ sở chính' }
    return (
      <Field
        item={{ ...item, each: undefined }}
        value={valueAt(value, place.id)}
        onAnswer={(next) => onAnswer(answerWith(value, [place], place.id, next))}
        context={context}
      />
    )
  }
  return (
    <div className={css.list}>
      {sites.map((place) => (
        <PlaceRow
          key={place.id}
          {...props}
          place={place}
          onPlace={(next) => onAnswer(answerWith(value, sites, place.id, next))}
        />
      ))}
    </div>
  )
}

/** Rooms are named on the spot; one without an answer is kept on this page only. */
function Rooms(props: RowsProps) {
  const { value, onAnswer } = props
  const stored: readonly Place[] = value?.is === 'places' ? value.places.map(({ id, name }) => ({ id, name })) : []
  const [added, setAdded] = useState<readonly Place[]>(
    stored.length > 0 ? [] : [{ id: crypto.randomUUID(), name: 'Phòng 1' }],
  )
  const isStored = (id: string) => stored.some((place) => place.id === id)
  const waiting = added.filter(({ id }) => !isStored(id))
  const rooms = [...stored, ...waiting]

  function rename(room: Place, name: string) {
    const renamed = { ...room, name: name.trim() === '' ? room.name : name.trim() }
    setAdded((list) => list.map((each) => (each.id === room.id ? renamed : each)))
    const after = rooms.map((each) => (each.id === room.id ? renamed : each))
    if (isStored(room.id) && renamed.name !== room.name)
      onAnswer(answerWith(value, after, room.id, valueAt(value, room.id)))
  }

  function answer(room: Place, next: AnswerValue | null) {
    // A room whose answer is taken back stays on the page.
    if (next === null) setAdded((list) => (list.some(({ id }) => id === room.id) ? list : [...list, room]))
    onAnswer(answerWith(value, rooms, room.id, next))
  }

  return (
    <div className={css.list}>
      {rooms.map((room) => (
        <PlaceRow key={room.id} {...props} place={room} onPlace={(next) => answer(room, next)}>
          <RoomName room={room} onName={(name) => rename(room, name)} />
        </PlaceRow>
      ))}
      <div>
        <Button
          onClick={() => setAdded((list) => [...list, { id: crypto.randomUUID(), name: `Phòng ${rooms.length + 1}` }])}
        >
          Thêm phòng
        </Button>
      </div>
    </div>
  )
}

function RoomName({ room, onName }: { room: Place; onName: (name: string) => void }) {
  const { typed, flush } = useTypedSave(onName)
  return (
    <TextField
      label="Tên phòng"
      defaultValue={room.name}
      maxLength={100}
      autoComplete="off"
      onInput={(event) => typed(event.currentTarget.value)}
      onBlur={flush}
    />
  )
}

type PlaceRowProps = RowsProps & {
  place: Place
  onPlace: (value: AnswerValue | null) => void
  children?: ReactNode
}

function PlaceRow({ item, value, context, field: Field, place, onPlace, children }: PlaceRowProps) {
  return (
    <fieldset className={own.place}>
      <legend className={children ? own.spoken : own.name}>{place.name}</legend>
      {children}
      <Field
        item={{ ...item, each: undefined, question: `${place.name}: ${item.question}` }}
        value={valueAt(value, place.id)}
        onAnswer={onPlace}
        context={context}
      />
    </fieldset>
  )
}

/** The answer at one place; one that was given for the whole facility stands at each. */
function valueAt(value: AnswerValue | null, placeId: string): SingleValue | null {
  if (value?.is !== 'places') return value
  return value.places.find(({ id }) => id === placeId)?.value ?? null
}

/** The answers of all places in their order, one of them changed; null where none is left. */
function answerWith(
  value: AnswerValue | null,
  places: readonly Place[],
  placeId: string,
  changed: AnswerValue | null,
): AnswerValue | null {
  if (changed?.is === 'places') return value
  const answered = places.flatMap(({ id, name }) => {
    const here = id === placeId ? changed : valueAt(value, id)
    return here === null ? [] : [{ id, name, value: here }]
  })
  return answered.length === 0 ? null : { is: 'places', places: answered }
}
