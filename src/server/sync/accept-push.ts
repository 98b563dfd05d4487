import { isMove } from '../../domain/clock.ts'
import { dateInVietnam } from '../../domain/date.ts'
import { reduce } from '../../domain/merge.ts'
import { numberedSchema } from '../../domain/mutation.ts'
import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import { type Outcome, outcomeSchema, PROTO, type Push, type PushReply, voidSchema } from '../../protocol/wire.ts'
import { appendAudit } from '../audit/append.ts'
import type { Signer } from '../audit/signatures.ts'
import { type KnownClock, lastSeqOf, meetDevice, noteClock, setLastSeq } from '../storage/devices.ts'
import { publish } from '../storage/feed.ts'
import { holdInspections } from '../storage/inspections.ts'
import { findById, findByNumber, recordMutation } from '../storage/mutations.ts'
import { readClock } from '../storage/provinces.ts'
import type { Database } from '../storage/schema.ts'
import { transact } from '../storage/transaction.ts'
import { digestNow } from './digest.ts'
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

/** A mutation of which at least number and id can be read. */
type Numbered = { seq: number; id: string; hash: string; contentHash: string; raw: Record<string, unknown> }

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
  const { db, person, now } = context
  return transact(db, { beside: person.provinceId }, async (trx) => {
    const { epoch } = await readClock(trx, person.provinceId)
    if (push.epoch !== null && push.epoch !== epoch) {
      throw new Problem('EPOCH_CHANGED', { epoch, lastSeq: await lastSeqOf(trx, person, push.deviceId) })
    }
    const { deviceId, schema, app } = push
    const { fileOf } = context
    const device = await meetDevice(trx, person, { id: deviceId, schema, app, now, ...(fileOf && { fileOf }) })
    let { lastSeq } = device
    await holdInspections(trx, person.provinceId, ...touchedBy(batch))
    if (push.key !== undefined) await meetKey(trx, push.key, { person, deviceId, now })
    const clock = clockOf(push, now)
    const moved = moveSince(device.clock, clock)
    const workbench = openWorkbench(trx, {
      person,
      now,
      today: dateInVietnam(now),
      deviceId,
      signer: context.signer,
      clock: { sent: clock.offset, moved },
      reduce: context.reduce ?? reduce,
      onQuarantine: context.onQuarantine,
    })

    const outcomes: Outcome[] = []
    for (const mutation of batch) {
      if (mutation.seq > lastSeq + 1) break
      const known = mutation.seq <= lastSeq
      outcomes.push(
        known
          ? await replay(trx, push, mutation, person)
          : await accept(trx, { push, mutation, person, now, workbench }),
      )
      if (!known) lastSeq = mutation.seq
    }

    const changed = await workbench.save()
    await setLastSeq(trx, person.provinceId, deviceId, lastSeq)
    // A request that was held up somewhere and brings nothing new says nothing of the clock.
    if (lastSeq > device.lastSeq) await noteClock(trx, person.provinceId, deviceId, { ...clock, moved })
    // The clock last: its lock is held from here to the commit only.
    await publish(
      trx,
      person.provinceId,
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
function touchedBy(batch: readonly Numbered[]): [inspections: string[], facilities: string[]] {
  const texts = (values: readonly unknown[]) => values.filter((value) => typeof value === 'string')
  return [
    texts(batch.map(({ raw }) => raw.insp)),
    texts(
      batch.map(({ raw: { head } }) => head && typeof head === 'object' && 'facilityId' in head && head.facilityId),
    ),
  ]
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
    return { seq, id, hash: digestNow(content), contentHash: digestNow({ ...content, seq: undefined }), raw: content }
  } catch {
    // "1e999" is JSON but no number: without a canonical form there is no telling a repeat from a fork.
    throw new Problem('BODY_INVALID', { at: `m.${index}` })
  }
}

/** Seen before: the answer was lost, not the inspection. */
async function replay(
  trx: Database,
  { deviceId }: Push,
  { seq, hash }: Numbered,
  { provinceId }: Person,
): Promise<Outcome> {
  const stored = await findByNumber(trx, provinceId, deviceId, seq)
  if (stored?.hash !== hash) throw new Problem('DEVICE_FORK', { seq })
  return { ...outcomeSchema.parse(JSON.parse(stored.outcome)), replayed: true }
}

type Acceptance = { push: Push; mutation: Numbered; person: Person; now: number; workbench: Workbench }

async function accept(trx: Database, { push, mutation, person, now, workbench }: Acceptance): Promise<Outcome> {
  const { seq, id, hash, contentHash, raw } = mutation
  // Offered again under a new number, after a fork or a restore. The content counts beside the id: twins of one
  // profile may have gone on editing under the same id, and then both edits must be kept.
  const twin = await findById(trx, person, id, contentHash)
  const done = twin
    ? { outcome: outcomeSchema.parse(JSON.parse(twin.outcome)), payload: twin.payload }
    : voidSchema.safeParse(raw).success
      ? // What stood under this number could not be sent; it is consumed, and nothing else happens.
        { outcome: { o: 'noop' as const }, payload: null }
      : await workbench.work(raw, seq)
  const outcome: Outcome = { ...done.outcome, seq }
  const { at, k, insp } = raw
  const atDevice = typeof at === 'number' ? at : null
  await recordMutation(trx, {
    tenant_id: person.provinceId,
    device_id: push.deviceId,
    seq,
    id,
    hash,
    content_hash: contentHash,
    kind: typeof k === 'string' ? k : null,
    inspection_id: typeof insp === 'string' ? insp : null,
    user_id: person.id,
    outcome: JSON.stringify(outcome),
    payload: done.payload,
    at_device: atDevice,
    at_est: atDevice === null ? null : Math.min(now, atDevice + now - push.clock.wall),
    received_at: now,
  })
  return twin ? { ...outcome, replayed: true } : outcome
}
