import { type ComponentType, type ReactNode, useRef, useState } from 'react'
import type { AnswerValue, SingleValue } from '../../../domain/answer.ts'
import { Button } from '../../../ui/button.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { slotAt } from '../begun-shelf.ts'
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
  const { value, onAnswer, context } = props
  const { sites } = context.facts
  if (sites.length < 2) {
    const place = { id: sites[0]?.id ?? 'main', name: 'Cơ sở chính' }
    return (
      <FieldAt
        {...props}
        place={place}
        question={props.item.question}
        onPlace={(next) => onAnswer(answerWith(value, [place], place.id, next))}
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

/** Before the id of a room that was named and has no answer: it is begun, and not in the value. */
const ROOM = 'room:'

/** Rooms are named on the spot. */
function Rooms(props: RowsProps) {
  const { value, onAnswer, begun } = props
  const add = useRef<HTMLButtonElement>(null)
  const [first] = useState<Place>(() => ({ id: crypto.randomUUID(), name: 'Phòng 1' }))
  const stored: readonly Place[] = value?.is === 'places' ? value.places.map(({ id, name }) => ({ id, name })) : []
  const isStored = (id: string) => stored.some((place) => place.id === id)
  const named = Object.entries(begun.texts)
    .filter(([key]) => key.startsWith(ROOM))
    .map(([key, name]): Place => ({ id: key.slice(ROOM.length), name }))
  const known = [...stored, ...named.filter(({ id }) => !isStored(id))]
  const rooms = known.length > 0 ? known : [first]

  function keepNamed(list: readonly Place[]) {
    begun.keep(Object.fromEntries(list.map(({ id, name }) => [ROOM + id, name])))
  }

  function rename(room: Place, typed: string) {
    const renamed = { ...room, name: typed.trim() === '' ? room.name : typed.trim() }
    if (renamed.name === room.name) return
    if (!isStored(room.id)) return keepNamed([renamed])
    const after = rooms.map((each) => (each.id === room.id ? renamed : each))
    onAnswer(answerWith(value, after, room.id, valueAt(value, room.id)))
  }

  function answer(room: Place, next: AnswerValue | null) {
    onAnswer(answerWith(value, rooms, room.id, next))
    if (next !== null) begun.drop(ROOM + room.id)
    // A room whose answer is taken back stays on the page.
    else keepNamed([room])
  }

  function leaveOut(room: Place) {
    begun.drop(ROOM + room.id)
    slotAt(begun, room.id).drop()
    add.current?.focus()
  }

  return (
    <div className={css.list}>
      {rooms.map((room) => (
        <PlaceRow key={room.id} {...props} place={room} onPlace={(next) => answer(room, next)}>
          <div className={own.room}>
            <RoomName room={room} onName={(name) => rename(room, name)} />
            {rooms.length > 1 && !isStored(room.id) ? (
              <Button look="quiet" aria-label={`Bỏ ${room.name}`} onClick={() => leaveOut(room)}>
                Bỏ
              </Button>
            ) : null}
          </div>
        </PlaceRow>
      ))}
      <div>
        <Button
          ref={add}
          onClick={() =>
            keepNamed([...rooms.filter(({ id }) => !isStored(id)), { id: crypto.randomUUID(), name: nextName(rooms) }])
          }
        >
          Thêm phòng
        </Button>
      </div>
    </div>
  )
}

/** "Phòng 3": the first that none is called. */
function nextName(rooms: readonly Place[]): string {
  for (let count = rooms.length + 1; ; count += 1) {
    const name = `Phòng ${count}`
    if (!rooms.some((room) => room.name === name)) return name
  }
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

function PlaceRow({ children, ...props }: PlaceRowProps) {
  const { place, item } = props
  return (
    <fieldset className={own.place}>
      <legend className={children ? own.spoken : own.name}>{place.name}</legend>
      {children}
      <FieldAt {...props} question={`${place.name}: ${item.question}`} />
    </fieldset>
  )
}

type FieldAtProps = Omit<PlaceRowProps, 'children'> & { question: string }

/** The item's field for one place, with what was begun there; an answer lets that go. */
function FieldAt({ item, value, context, begun, field: Field, place, question, onPlace }: FieldAtProps) {
  const slot = slotAt(begun, place.id)
  return (
    <Field
      item={{ ...item, each: undefined, question }}
      value={valueAt(value, place.id)}
      onAnswer={(next) => {
        onPlace(next)
        if (next !== null) slot.drop()
      }}
      context={context}
      begun={slot}
    />
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
