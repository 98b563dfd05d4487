import { Problem } from '../../domain/problem.ts'
import { BATCH_MAX, PROTO, SCHEMA } from '../../protocol/terms.ts'
import type { Push } from '../../protocol/wire.ts'
import { noteLetter, waitingLetters } from '../store/attention.ts'
import { type Batch, freezeBatch } from '../store/freeze.ts'
import { offerAnew } from '../store/outbox.ts'
import { setAside, settle } from '../store/settle.ts'
import { readMeta, type Store } from '../store/store.ts'
import type { Transport } from './transport.ts'

const REPAIRS_MAX = 12
/** Replies without trouble before larger pieces are tried again. */
const CALM = 4
/** After a dead letter could not be delivered. */
const LETTERS_REST = 300_000

/** How much the road has lately borne; outlives a round, and forgets with the page. */
export type Pace = {
  /** Mutations in one piece. A frozen batch never changes, but it may go out in several pieces, in order. */
  most: number
  calm: number
  timeouts: number
  /** By `performance.now()`. */
  noLettersBefore: number
}

export function createPace(): Pace {
  return { most: BATCH_MAX, calm: 0, timeouts: 0, noLettersBefore: 0 }
}

/**
 * Sends what waits, batch after batch, until nothing does. A batch whose reply was
 * lost goes out again to the letter; the server answers from its ledger.
 *
 * | what is said          | what is done                                                 |
 * |-----------------------|--------------------------------------------------------------|
 * | too large, unreadable | half of it; of a single one the content is set aside         |
 * | no reply, twice       | half of it the next time                                     |
 * | restored, forked      | a device number of its own, and all that is held, anew       |
 * | anything else         | thrown: nothing was acknowledged, the engine decides when    |
 */
export async function pushAll(
  store: Store,
  transport: Transport,
  app: string,
  pace: Pace = createPace(),
): Promise<void> {
  let repairs = 0
  for (;;) {
    const batch = await freezeBatch(store, pace.most)
    if (!batch) break
    try {
      const isTaken = await deliver(store, transport, batch, app)
      if (isTaken) repairs = 0
      gather(pace)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      slow(pace, error, batch)
      // A server that keeps answering so is broken: go on later instead of turning in a circle.
      if (++repairs > REPAIRS_MAX) throw error
      if (await repair(store, transport, batch, { app, pace, error })) repairs = 0
    }
  }
  await sendLetters(store, transport, pace)
}

function envelope({ deviceId, epoch, key, mutations }: Batch, app: string): Push {
  return {
    proto: PROTO,
    epoch,
    deviceId,
    schema: SCHEMA,
    app,
    clock: { wall: Date.now() },
    ask: crypto.randomUUID(),
    ...(key !== null && { key }),
    m: mutations,
  }
}

/** @returns whether the server took something */
async function deliver(store: Store, transport: Transport, batch: Batch, app: string): Promise<boolean> {
  const { deviceId, mutations } = batch
  const push = envelope(batch, app)
  const reply = await store.clock.measured(() => transport.push(push))
  // A mixed-up proxy may hand over another device's reply, or that of a twin under the same number.
  if (reply.deviceId !== deviceId || reply.ask !== push.ask) throw new Problem('INTERCEPTED')
  await settle(store, reply.r, reply.epoch, deviceId, batch.key !== null)
  if (reply.r.length > 0) return true
  // The server waits for an earlier number: it has lost some, without saying so.
  if (reply.expectSeq >= (mutations[0]?.seq ?? 1)) throw new Problem('SERVER_FAILED')
  await offerAnew(store, reply.epoch)
  return false
}

function gather(pace: Pace): void {
  pace.timeouts = 0
  if (++pace.calm < CALM) return
  pace.calm = 0
  pace.most = Math.min(BATCH_MAX, pace.most * 2)
}

function slow(pace: Pace, { code }: Problem, { mutations }: Batch): void {
  pace.calm = 0
  pace.timeouts = code === 'TIMED_OUT' ? pace.timeouts + 1 : 0
  if (pace.timeouts < 2) return
  // The line may be too slow for so much within the time: the same mutations, in smaller pieces.
  pace.timeouts = 0
  pace.most = Math.max(1, Math.ceil(mutations.length / 2))
}

type Trouble = { app: string; pace: Pace; error: Problem }

/** @returns whether the queue has become shorter by it. @throws the Problem that cannot be mended here */
async function repair(store: Store, transport: Transport, batch: Batch, trouble: Trouble): Promise<boolean> {
  const { app, pace, error } = trouble
  const { mutations } = batch
  switch (error.code) {
    case 'EPOCH_CHANGED':
      await offerAnew(store, epochOf(error))
      return false
    case 'DEVICE_FORK':
      await offerAnew(store, null)
      return false
    case 'BODY_TOO_LARGE':
    case 'BODY_INVALID':
    case 'BODY_MALFORMED': {
      if (mutations.length > 1) {
        pace.most = Math.ceil(mutations.length / 2)
        return false
      }
      const [only] = mutations
      if (!only || only.k === 'void') throw new Problem('SERVER_FAILED', { cause: error.code })
      // Whoever refuses an empty envelope too has something against us, not against this mutation.
      await transport.push(envelope({ ...batch, mutations: [] }, app)).catch((again: unknown) => {
        throw again instanceof Problem && again.code === error.code ? new Problem(blame(error)) : again
      })
      await setAside(store, only.seq, error.code === 'BODY_TOO_LARGE' ? 'BODY_TOO_LARGE' : 'BODY_INVALID')
      pace.most = BATCH_MAX
      return true
    }
    default:
      throw error
  }
}

/** An empty envelope is never too large: only a stranger can say so. One of the wrong shape is our own fault. */
function blame({ code }: Problem): 'INTERCEPTED' | 'SERVER_FAILED' {
  return code === 'BODY_TOO_LARGE' ? 'INTERCEPTED' : 'SERVER_FAILED'
}

function epochOf({ detail: { epoch } }: Problem): string {
  if (typeof epoch !== 'string') throw new Problem('INTERCEPTED')
  return epoch
}

/** What was set aside, for people at the server to look at. It stays here too, so that this may fail. */
async function sendLetters(store: Store, transport: Transport, pace: Pace): Promise<void> {
  if (performance.now() < pace.noLettersBefore) return
  for (const { id, content } of await waitingLetters(store)) {
    try {
      await transport.deadLetter((await readMeta<string>(store, 'deviceId')) ?? '', content)
      await noteLetter(store, id, 'kept')
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (error.code === 'BODY_TOO_LARGE') await noteLetter(store, id, 'refused')
      else {
        const wait = error.detail.retryAfter
        pace.noLettersBefore = performance.now() + (typeof wait === 'number' ? wait : LETTERS_REST)
        return
      }
    }
  }
}
