import { isMove } from '../../domain/clock.ts'
import { dateInVietnam } from '../../domain/date.ts'
import { reduce } from '../../domain/merge.ts'
import { numberedSchema } from '../../domain/mutation.ts'
import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import { PROTO } from '../../protocol/terms.ts'
import { type Outcome, type Push, type PushReply, voidSchema } from '../../protocol/wire.ts'
import { appendAudit } from '../audit/append.ts'
import type { Signer } from '../audit/signatures.ts'
import { findDevice, type KnownClock, meetDevice, noteContact } from '../storage/devices.ts'
import { hold } from '../storage/dialect.ts'
import { publish } from '../storage/feed.ts'
import { findInspections } from '../storage/inspections.ts'
import type { Database } from '../storage/schema.ts'
import { transact } from '../storage/transaction.ts'
import { digestsNow } from './digest.ts'
import { type Ledger, type Numbered, openLedger } from './ledger.ts'
import { meetKey } from './witness.ts'
import { openWorkbench, type Workbench } from './workbench.ts'

export type PushContext = {
  db: Database
  person: Person
  /** Milliseconds since 1970. */
  now: number
  /** With what receipts are signed. */
  signer: Signer
  /** What decides; a test may hand in one that breaks. */
  reduce?: typeof reduce
  /** The device that made the file under whose number this is counted; absent for what a device pushes. */
  fileOf?: string
  /** Hears of a mutation that made `reduce` throw: a fault of ours, to be mended. */
  onQuarantine: (error: unknown) => void
}

/** A thousand years. */
const OFFSET_MAX = 1000 * 366 * 86_400_000

/**
 * Takes a batch: everything in one transaction, every mutation with an outcome,
 * every outcome under its number. The same bytes again get the same outcomes.
 *
 * @throws Problem BODY_INVALID, EPOCH_CHANGED, DEVICE_OF_ANOTHER, DEVICE_FORK,
 *   STORAGE_UNAVAILABLE, STORAGE_FULL: nothing of the batch was done or acknowledged
 */
export async function acceptPush(push: Push, context: PushContext): Promise<PushReply> {
  try {
    return await acceptBatch(push, context)
  } catch (error) {
    if (error instanceof Problem && error.code === 'DEVICE_FORK')
      await noteFork(push, context, Number(error.detail.seq))
    throw error
  }
}

/** Two tablets with one number: nothing of the batch was done, so the line stands in a transaction of its own. */
async function noteFork({ deviceId }: Push, { db, person, now }: PushContext, seq: number): Promise<void> {
  await transact(db, 'rows', async (trx) => {
    const { id: who, provinceId: province } = person
    await appendAudit(trx, { what: 'device.forked', province, who, at: now, subject: deviceId, detail: { seq } })
  })
}

async function acceptBatch(push: Push, context: PushContext): Promise<PushReply> {
  const batch = push.m.map(numbered)
  const { inspections, facilities } = touchedBy(batch)
  const { db, person, now, fileOf } = context
  const { deviceId, schema, app } = push
  const { provinceId: province } = person
  return transact(db, { beside: province, device: deviceId, inspections }, async (trx) => {
    const device = await findDevice(trx, province, deviceId)
    const { epoch } = device
    if (push.epoch !== null && push.epoch !== epoch)
      throw new Problem('EPOCH_CHANGED', { epoch, lastSeq: device.owner === person.id ? device.lastSeq : 0 })
    const contact = { id: deviceId, schema, app, now }
    await meetDevice(trx, person, device, { ...contact, ...(fileOf && { fileOf }) })
    const states = await findInspections(trx, province, inspections)
    // To the end nobody else counts what these facilities' inspections come to.
    const visited = [...facilities, ...[...states.values()].map(({ head }) => head.facilityId)]
    await hold(
      trx,
      visited.map((id) => `facility ${id}`),
    )
    if (push.key !== undefined) await meetKey(trx, push.key, { person, deviceId, now })
    const clock = clockOf(push, now)
    const moved = moveSince(device.clock, clock)
    const workbench = openWorkbench(trx, states, {
      person,
      now,
      today: dateInVietnam(now),
      deviceId,
      signer: context.signer,
      clock: { sent: clock.offset, moved },
      reduce: context.reduce ?? reduce,
      onQuarantine: context.onQuarantine,
    })
    const ledger = await openLedger(
      trx,
      { person, deviceId, now, wall: push.clock.wall, lastSeq: device.lastSeq },
      batch,
    )

    let { lastSeq } = device
    const outcomes: Outcome[] = []
    for (const mutation of batch) {
      if (mutation.seq > lastSeq + 1) break
      const known = mutation.seq <= lastSeq
      outcomes.push(known ? ledger.replay(mutation) : await accept(mutation, ledger, workbench))
      if (!known) lastSeq = mutation.seq
    }

    await ledger.save()
    const changed = await workbench.save()
    // A request that was held up somewhere and brings nothing new says nothing of the clock.
    await noteContact(trx, province, contact, { lastSeq, clock: lastSeq > device.lastSeq ? { ...clock, moved } : null })
    // The clock last: its lock is held from here to the commit only.
    await publish(
      trx,
      province,
      changed.map((entityId) => ({ entity: 'inspection', entityId })),
    )
    const { ask } = push
    return {
      proto: PROTO,
      ...(ask !== undefined && { ask }),
      epoch,
      deviceId,
      serverTime: now,
      ackSeq: lastSeq,
      expectSeq: lastSeq + 1,
      r: outcomes,
    }
  })
}

/** The inspections that a batch names, and the facilities in which it begins some: before anything is known to be whole. */
function touchedBy(batch: readonly Numbered[]): { inspections: string[]; facilities: string[] } {
  const texts = (values: readonly unknown[]) => [...new Set(values.filter((value) => typeof value === 'string'))]
  return {
    inspections: texts(batch.map(({ raw }) => raw.insp)),
    facilities: texts(
      batch.map(({ raw: { head } }) => head && typeof head === 'object' && 'facilityId' in head && head.facilityId),
    ),
  }
}

/** How the device's clock goes, as far as the server sees it: with the time on the way. */
function clockOf({ clock: { wall } }: Push, now: number): KnownClock {
  // A date that no calendar has is off by more than anybody needs to know.
  const offset = Math.round(now - wall)
  return { offset: Math.sign(offset) * Math.min(Math.abs(offset), OFFSET_MAX), at: now }
}

/** By how much the device's clock was put forward since the last contact (below zero: back); null where it was not. */
function moveSince(before: KnownClock | null, { offset, at }: KnownClock): number | null {
  if (before === null) return null
  const forward = before.offset - offset
  return isMove(forward, at - before.at) ? forward : null
}

function numbered(raw: unknown, index: number): Numbered {
  const parsed = numberedSchema.safeParse(raw)
  if (!parsed.success) throw new Problem('BODY_INVALID', { at: `m.${index}` })
  const { seq, id } = parsed.data
  const content = raw as Record<string, unknown>
  try {
    return { seq, id, ...digestsNow(content), raw: content }
  } catch {
    // "1e999" is JSON but no number: without a canonical form there is no telling a repeat from a fork.
    throw new Problem('BODY_INVALID', { at: `m.${index}` })
  }
}

async function accept(mutation: Numbered, ledger: Ledger, workbench: Workbench): Promise<Outcome> {
  const { seq, raw } = mutation
  // Offered again under a new number, after a fork or a restore.
  const twin = ledger.twinOf(mutation)
  if (twin) return { ...ledger.write(mutation, twin), replayed: true }
  const done = voidSchema.safeParse(raw).success
    ? // What stood under this number could not be sent; it is consumed, and nothing else happens.
      { outcome: { o: 'noop' as const }, payload: null }
    : await workbench.work(raw, seq)
  return ledger.write(mutation, done)
}
