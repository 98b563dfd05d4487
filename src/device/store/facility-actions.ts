import { type FollowedAction, followActions, type VisitActions, visitActionsOf } from '../../domain/action.ts'
import { type Action, actionsOf } from '../../domain/action-state.ts'
import type { Checklist } from '../../domain/checklist.ts'
import type { InspectionRecord } from '../../domain/inspection.ts'
import { itemsOf } from '../../domain/items.ts'
import type { RecordPhoto } from '../../domain/photo.ts'
import { EMPTY_PLAN, isEmptyPlan } from '../../domain/plan.ts'
import type { StepContext } from '../../domain/take-step.ts'
import { getChecklist } from './checklists.ts'
import type { Acted, VisitRow } from './database.ts'
import { proofRows } from './photo-rows.ts'
import { isStepCell } from './queue.ts'
import { readOnce } from './read-once.ts'
import { withOwnSteps } from './steps.ts'
import type { Store } from './store.ts'
import { waitingCells } from './together.ts'

/** The corrective actions on this device, over all visits, as they stand with what was said here. */

export type Who = Pick<StepContext, 'person' | 'isOfWholeProvince'>

/** An action with the record that it belongs to. */
export type ListedAction = FollowedAction & {
  record: InspectionRecord
  checklist: Checklist | null
  action: Action
  /** Ids of steps of its record that the server has not told of yet. */
  waiting: ReadonlySet<string>
  /** One of them is about this action. */
  isWaiting: boolean
}

/** A record as it will stand, with the pictures that prove what was said here. */
type Seen = { record: InspectionRecord; checklist: Checklist | null; waiting: ReadonlySet<string> }

const actedOf = readOnce<Acted>(({ acted }) => acted)

/** Every action on this device, with what later visits made of it. */
export async function followedHere(store: Store, who: Who): Promise<FollowedAction[]> {
  return followActions(await visitsHere(store, who))
}

/**
 * Every visit by what stands beside the records: none is opened but those of which this
 * device has said something that has not come back yet, and those that an older version of the app wrote.
 */
export async function visitsHere(store: Store, who: Who): Promise<VisitActions[]> {
  const { db } = store
  const [rows, own] = await Promise.all([db.visit.toArray(), visitsSaidOf(store)])
  const isOpened = ({ id, acted }: VisitRow) => own.has(id) || acted === undefined
  // Side by side: a live query does not hear of what is read only after WebCrypto was waited for.
  const [opened, acted] = await Promise.all([
    Promise.all(rows.filter(isOpened).map(({ id }) => see(store, id, who))),
    actedOf(
      db,
      rows.filter((row) => !isOpened(row)),
    ),
  ])
  const inShort = rows.flatMap(({ id, facilityId, checklistId, date, submittedAt }): VisitActions[] => {
    const said = acted.get(id)
    return said ? [{ id, facilityId, checklistId, date, submittedAt, ...said }] : []
  })
  return [...inShort, ...opened.flatMap((seen) => (seen ? [visitActionsOf(seen.record)] : []))]
}

/** What was sent last may not have come back yet. */
const RECENT = 300

/** Visits of which something was said here lately. */
async function visitsSaidOf({ db }: Store): Promise<ReadonlySet<string>> {
  const [queued, sent] = await Promise.all([waitingCells(db), db.sent.orderBy('seq').reverse().limit(RECENT).toArray()])
  const cells = [...queued, ...sent.map(({ insp, cell }) => [insp, cell] as const)]
  return new Set(cells.flatMap(([insp, cell]) => (isStepCell(cell) ? [insp] : [])))
}

/** Opens the records behind these actions, each once. */
export async function openFollowed(
  store: Store,
  followed: readonly FollowedAction[],
  who: Who,
): Promise<ListedAction[]> {
  const ids = [...new Set(followed.map(({ visit }) => visit.id))]
  const seen = new Map(await Promise.all(ids.map(async (id) => [id, await see(store, id, who)] as const)))
  return followed.flatMap((each) => {
    const of = seen.get(each.visit.id)
    const action = of && actionsOf(of.record).get(each.item)
    if (!of || !action) return []
    const isWaiting = action.steps.some(({ id }) => of.waiting.has(id))
    return [{ ...each, ...of, action, isWaiting }]
  })
}

/**
 * One action with all that was said of it. Where nobody has planned anything for the item yet it is an empty one,
 * to be assigned. Null where this device has no such record or item.
 */
export async function readAction(store: Store, insp: string, item: string, who: Who): Promise<ListedAction | null> {
  const found = (await followedHere(store, who)).find((each) => each.visit.id === insp && each.item === item)
  if (found) return (await openFollowed(store, [found], who))[0] ?? null
  const seen = await see(store, insp, who)
  if (!seen?.checklist || !itemsOf(seen.checklist).some(({ id }) => id === item)) return null
  const nothing: Action = {
    item,
    state: 'open',
    plan: EMPTY_PLAN,
    owner: null,
    done: null,
    judged: null,
    steps: [],
  }
  const about = {
    item,
    state: nothing.state,
    by: null,
    visit: visitActionsOf(seen.record),
    notFixedOn: [],
    closed: null,
  }
  return { ...about, ...seen, action: nothing, isWaiting: false }
}

/** Whether somebody has planned or assigned it: before that there is nothing to report. */
export function isPlanned({ action }: Pick<ListedAction, 'action'>): boolean {
  return !isEmptyPlan(action.plan)
}

/** A record as it will stand with this person's own steps, and the pictures that they took for them. */
export async function see(store: Store, id: string, who: Who): Promise<Seen | null> {
  const { db } = store
  // All of it once before the first wait for WebCrypto: a live query does not hear of what it reads only afterwards.
  const [row, proofs] = await Promise.all([
    db.result.get(id),
    proofRows(db, id),
    db.outbox.where({ insp: id }).count(),
    db.sent.where({ insp: id }).count(),
  ])
  if (!row) return null
  const told = await db.unpack(row.body)
  const checklist = await getChecklist(store, told.head.checklist)
  const { record, waiting } = await withOwnSteps(store, told, who, checklist)
  const known = new Set((told.photos ?? []).map((photo) => photo.id))
  const own = await Promise.all(
    proofs
      .filter((proof) => !known.has(proof.id))
      .map(
        async ({ body, state }): Promise<RecordPhoto> => ({ ...(await db.unpack(body)), stored: state === 'received' }),
      ),
  )
  return {
    record: own.length > 0 ? { ...record, photos: [...(record.photos ?? []), ...own] } : record,
    checklist,
    waiting,
  }
}

/**
 * Accounts of a facility that this device has seen at work: who has assessed it, or said something for it.
 * A device is not told of any others.
 */
export async function accountsSeen({ db }: Store, facilityId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db.result.where({ facilityId }).toArray()
  const records = await Promise.all(rows.map(({ body }) => db.unpack(body)))
  const seen = records.flatMap(({ head, createdBy, steps = [] }) => [
    ...(head.kind === 'selfAssessment' ? [createdBy] : []),
    ...steps.flatMap(({ by }) => (by.role === 'facility' ? [by] : [])),
  ])
  return new Map(seen.map(({ id, name }) => [id, name]))
}
