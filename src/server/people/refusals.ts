import { createHash } from 'node:crypto'
import type { Item } from '../../domain/checklist.ts'
import { type InspectionHead, inspectionHeadSchema } from '../../domain/inspection.ts'
import { itemNumber } from '../../domain/items.ts'
import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import { findChecklist } from '../storage/checklists.ts'
import { headsAmong } from '../storage/inspections.ts'
import { findRefused, listRefused, type Refused } from '../storage/refusals.ts'
import type { Database } from '../storage/schema.ts'
import { type Act, administer, note } from './act.ts'

/** What became of it. `letter`: the device could not send it as a change, and left it as it was. */
type How = 'rejected' | 'quarantined' | 'late' | 'letter'

export type Refusal = Omit<Refused, 'outcome' | 'body'> & {
  how: How
  /** Why, as the server said it, or in a letter as the device did. */
  code: string | null
  /** Of the visit, as the server knows it, or as its refused start says it. */
  facility: string | null
  date: string | null
  /** Whether the server has the visit. */
  isKnown: boolean
  /** What it was about; `question` where the visit's checklist has it. */
  items: { number: string; question: string | null }[]
  /** How many items there are beside. */
  more: number
}

export type TakenRefusal = Pick<Refusal, 'userId' | 'name' | 'deviceId' | 'receivedAt' | 'how' | 'code'> & {
  detail: unknown
  /** As it was kept. */
  content: string
}

/** Enough to know a change again. */
const ITEMS_MAX = 3

/** What the server did not take in the administrator's province, and what devices could not send; latest first. */
export async function listRefusals(db: Database, { provinceId }: Person): Promise<Refusal[]> {
  const read = (await listRefused(db, provinceId)).map((refused) => ({ refused, said: saidIn(refused) }))
  const known = await headsAmong(db, provinceId, [...new Set(read.flatMap(({ said }) => said.inspection ?? []))])
  const begun = new Map(
    read.flatMap(({ said }) => (said.head && said.inspection ? [[said.inspection, said.head]] : [])),
  )
  return Promise.all(
    read.map(async ({ refused: { outcome: _outcome, body: _body, ...refused }, said }) => {
      const { how, code, kind, inspection, itemIds } = said
      const head = known.get(inspection ?? '') ?? begun.get(inspection ?? '')
      const shown = itemIds.slice(0, ITEMS_MAX)
      const items = await Promise.all(shown.map(async (id) => itemWords(id, head && (await itemOf(db, head, id)))))
      return {
        ...refused,
        ...{ how, code, kind, inspection, items },
        facility: head?.facilityName ?? null,
        date: head?.date ?? null,
        isKnown: known.has(inspection ?? ''),
        more: itemIds.length - shown.length,
      }
    }),
  )
}

/**
 * What one of them says, in full, for people to read. Nothing of it is applied.
 * @throws Problem NOT_FOUND
 */
export async function takeRefusal(act: Act, id: string): Promise<TakenRefusal> {
  return administer(act, async (trx) => {
    const refused = await findRefused(trx, act.by.provinceId, id)
    if (!refused || refused.body === null) throw new Problem('NOT_FOUND')
    const { userId, name, deviceId, receivedAt, body } = refused
    const sha256 = createHash('sha256').update(body, 'utf8').digest('hex')
    await note(trx, act, { what: 'refusal.taken', subject: userId, detail: { device: deviceId, sha256 } })
    const { how, code, detail } = saidIn(refused)
    return { userId, name, deviceId, receivedAt, how, code, detail, content: body }
  })
}

type Said = {
  how: How
  code: string | null
  detail: unknown
  kind: string | null
  inspection: string | null
  head: InspectionHead | null
  itemIds: string[]
}

/** What can be read of it. Nothing of a refused text was ever checked. */
function saidIn({ outcome, body, kind, inspection }: Refused): Said {
  const text = parsed(body)
  if (outcome === null) {
    // A device's letter: { id, insp, code, at, said } (device/store/attention.ts), or anything else.
    const said = fieldOf(text, 'said')
    const about = textOf(fieldOf(text, 'insp'))
    return { how: 'letter', code: textOf(fieldOf(text, 'code')), detail: null, ...contentOf(said), inspection: about }
  }
  const { o, code, detail } = parsed(outcome) as { o: string; code?: string; detail?: unknown }
  const how = o === 'quarantined' || o === 'late' ? o : 'rejected'
  const content = contentOf(text)
  const named = textOf(fieldOf(detail, 'item'))
  const itemIds = named === null ? content.itemIds : [named]
  return { how, code: code ?? null, detail: detail ?? null, ...content, kind, inspection, itemIds }
}

function contentOf(said: unknown): Pick<Said, 'kind' | 'head' | 'itemIds'> {
  const set = fieldOf(said, 'set')
  const kind = textOf(fieldOf(said, 'k'))
  const answered = kind === 'answer.set' || kind === 'inspection.amend'
  const photo = textOf(fieldOf(fieldOf(said, 'photo'), 'item'))
  return {
    kind,
    head: inspectionHeadSchema.safeParse(fieldOf(said, 'head')).data ?? null,
    itemIds: answered && typeof set === 'object' && set !== null ? Object.keys(set) : photo === null ? [] : [photo],
  }
}

async function itemOf(db: Database, head: InspectionHead, id: string): Promise<Item | null> {
  const checklist = await findChecklist(db, head.checklist)
  return checklist?.sections.flatMap(({ items }) => items).find((item) => item.id === id) ?? null
}

/** What a refused text calls an item may be anything, and as long as a novel. */
const itemWords = (id: string, item: Item | null | undefined) => ({
  number: itemNumber({ id: id.slice(0, 80) }),
  question: item?.question ?? null,
})

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** A short text; null where it is none. */
const textOf = (value: unknown) => (typeof value === 'string' ? value.slice(0, 200) : null)

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined
}
