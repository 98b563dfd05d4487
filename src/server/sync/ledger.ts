import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import { type Outcome, outcomeSchema } from '../../protocol/wire.ts'
import { contentKey, findByIds, findByNumbers, recordMutations } from '../storage/mutations.ts'
import type { Database } from '../storage/schema.ts'
import type { Done } from './workbench.ts'

/** A mutation of which at least number and id can be read. */
export type Numbered = { seq: number; id: string; hash: string; contentHash: string; raw: Record<string, unknown> }

/** Who sends, and when by both clocks. */
type Sender = { person: Person; deviceId: string; now: number; wall: number; lastSeq: number }

/** What was answered to a device, as far as a batch asks for it, and what is answered now. */
export type Ledger = {
  /** The outcome that stands under a number. @throws Problem DEVICE_FORK where it was given to another content */
  replay(mutation: Numbered): Outcome
  /** What was answered to the same content under the same id, whichever device and number it came by; or null. */
  twinOf(mutation: Numbered): Done | null
  /** Notes an outcome under its number. @returns it, as it will be told again */
  write(mutation: Numbered, done: Done): Outcome
  /** Writes what was noted. */
  save(): Promise<void>
}

/** Opens the ledger inside the push's transaction. What it holds of this batch nobody else changes before its end. */
export async function openLedger(trx: Database, sender: Sender, batch: readonly Numbered[]): Promise<Ledger> {
  const { person, deviceId, now, wall, lastSeq } = sender
  const isNew = ({ seq }: Numbered) => seq > lastSeq
  const [fresh, seen] = [batch.filter(isNew), batch.filter((each) => !isNew(each))]
  const numbers = seen.map(({ seq }) => seq)
  const answered = await findByNumbers(trx, person.provinceId, deviceId, numbers)
  // The content counts beside the id: twins of one profile may have gone on editing under the same id, and then
  // both edits must be kept.
  const twins = await findByIds(
    trx,
    person,
    fresh.map(({ id }) => id),
  )
  const rows: Parameters<typeof recordMutations>[1][number][] = []

  return {
    replay({ seq, hash }) {
      const stored = answered.get(seq)
      // Seen before: the answer was lost, not the inspection.
      if (stored?.hash !== hash) throw new Problem('DEVICE_FORK', { seq })
      return { ...outcomeIn(stored), replayed: true }
    },

    twinOf({ id, contentHash }) {
      const twin = twins.get(contentKey({ id, content_hash: contentHash }))
      return twin ? { outcome: outcomeIn(twin), payload: twin.payload } : null
    },

    write({ seq, id, hash, contentHash, raw }, done) {
      const outcome: Outcome = { ...done.outcome, seq }
      const { at, k, insp } = raw
      const atDevice = typeof at === 'number' ? at : null
      const row = {
        tenant_id: person.provinceId,
        device_id: deviceId,
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
        at_est: atDevice === null ? null : Math.min(now, atDevice + now - wall),
        received_at: now,
      }
      rows.push(row)
      // A batch may bring the same twice, under one number or two.
      answered.set(seq, row)
      const key = contentKey(row)
      if (!twins.has(key)) twins.set(key, row)
      return outcome
    },

    save: () => recordMutations(trx, rows),
  }
}

function outcomeIn({ outcome }: { outcome: string }): Outcome {
  return outcomeSchema.parse(JSON.parse(outcome))
}
