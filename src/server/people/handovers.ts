import { type InspectionHead, inspectionHeadSchema } from '../../domain/inspection.ts'
import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import { type HandedOver, listHandedOver } from '../storage/dead-letters.ts'
import { headsAmong } from '../storage/inspections.ts'
import type { Database } from '../storage/schema.ts'
import { type Act, administer, note } from './act.ts'

/** Changes as the device held them (SealedQueue of protocol/device-wire.ts). What they carry was never checked. */
type Content = { handedOver: Change[]; left: number }
type Change = { id: string; insp: string; payload: unknown }
type Letter = HandedOver & { content: Content }

/** Everything that one person's store on one tablet handed over, in the order in which it came. */
type Seat = { id: string; userId: string; name: string; tablet: string; letters: Letter[] }

type Visit = {
  inspection: string
  facility: string | null
  date: string | null
  answers: number
  state: 'open' | 'submitted' | 'amended'
  isKnown: boolean
}

export type Handover = Omit<Seat, 'letters'> & {
  receivedAt: number
  changes: number
  /** Changes whose content could not be opened. */
  sealed: number
  isWhole: boolean
  visits: Visit[]
}

/** What lost tablets of the administrator's province handed over before they were wiped; latest first. */
export async function listHandovers(db: Database, { provinceId }: Person): Promise<Handover[]> {
  const seats = await seatsOf(db, provinceId)
  const read = seats.map((seat) => ({ seat, ...contentOf(seat) }))
  const known = await headsAmong(db, provinceId, [...new Set(read.flatMap(({ changes }) => changes.map(visitOf)))])
  return read
    .map(({ seat: { letters, ...seat }, changes, isWhole }) => ({
      ...seat,
      receivedAt: letters.at(-1)?.receivedAt ?? 0,
      changes: changes.length,
      sealed: changes.filter(({ payload }) => kindOf(payload) === null).length,
      isWhole,
      visits: visitsIn(changes, known),
    }))
    .sort((a, b) => b.receivedAt - a.receivedAt)
}

/**
 * All of it in plain text, for people to compare with what the person remembers. Nothing of it is applied.
 * @throws Problem NOT_FOUND
 */
export async function takeHandover(act: Act, id: string): Promise<Seat> {
  return administer(act, async (trx) => {
    const seat = (await seatsOf(trx, act.by.provinceId)).find((each) => each.id === id)
    if (!seat) throw new Problem('NOT_FOUND')
    const { tablet, letters } = seat
    await note(trx, act, { what: 'handover.taken', subject: seat.userId, detail: { tablet, letters: letters.length } })
    return seat
  })
}

async function seatsOf(db: Database, provinceId: string): Promise<Seat[]> {
  const seats = new Map<string, Seat>()
  for (const handedOver of await listHandedOver(db, provinceId)) {
    const content = contentIn(handedOver)
    // Anybody may leave a letter (P35): one that only begins like this is no handing over.
    if (!content) continue
    const letter = { ...handedOver, content }
    const { userId, name, tablet, sha256 } = letter
    const key = `${userId} ${tablet}`
    // Known by its first letter, which stays where more come.
    const seat = seats.get(key) ?? { id: sha256, userId, name, tablet, letters: [] }
    seat.letters.push(letter)
    seats.set(key, seat)
  }
  return [...seats.values()]
}

function contentIn({ body }: HandedOver): Content | null {
  try {
    const content: unknown = JSON.parse(body)
    return isContent(content) ? content : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function isContent(value: unknown): value is Content {
  const changes = fieldOf(value, 'handedOver')
  const isChange = (each: unknown) => ['id', 'insp'].every((name) => typeof fieldOf(each, name) === 'string')
  return Array.isArray(changes) && changes.every(isChange) && typeof fieldOf(value, 'left') === 'number'
}

/** A piece whose reply was lost may have come again with more in it: each change counts once. */
function contentOf({ letters }: Seat): { changes: Change[]; isWhole: boolean } {
  const pieces = letters.map(({ content }) => content)
  const changes = new Map(pieces.flatMap(({ handedOver }) => handedOver.map((change) => [change.id, change])))
  return { changes: [...changes.values()], isWhole: pieces.some(({ left }) => left === 0) }
}

const visitOf = ({ insp }: Change) => insp

function visitsIn(changes: readonly Change[], known: ReadonlyMap<string, InspectionHead>): Visit[] {
  return [...new Set(changes.map(visitOf))].map((inspection) => {
    const payloads = changes.filter(({ insp }) => insp === inspection).map(({ payload }) => payload)
    const kinds = new Set(payloads.map(kindOf))
    const said = payloads.find((payload) => kindOf(payload) === 'inspection.start')
    const head = known.get(inspection) ?? inspectionHeadSchema.safeParse(fieldOf(said, 'head')).data
    const answered = payloads.flatMap((payload) => Object.keys(answersIn(payload)))
    return {
      inspection,
      facility: head?.facilityName ?? null,
      date: head?.date ?? null,
      answers: new Set(answered).size,
      state: kinds.has('inspection.amend') ? 'amended' : kinds.has('inspection.submit') ? 'submitted' : 'open',
      isKnown: known.has(inspection),
    }
  })
}

/** Which kind of mutation it is; null where it is still sealed, or nothing that we know. */
function kindOf(payload: unknown): string | null {
  const kind = fieldOf(payload, 'k')
  return typeof kind === 'string' ? kind : null
}

function answersIn(payload: unknown): object {
  const isAnswer = ['answer.set', 'inspection.amend'].includes(kindOf(payload) ?? '')
  const set = isAnswer ? fieldOf(payload, 'set') : null
  return typeof set === 'object' && set !== null ? set : {}
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}
