import type { Answer } from '../../src/domain/answer.ts'
import { canonicalJson } from '../../src/domain/canonical.ts'
import type { Mutation } from '../../src/domain/mutation.ts'
import type { Outcome } from '../../src/protocol/wire.ts'
import { digestNow } from '../../src/server/sync/digest.ts'

/**
 * What was promised: every value that a device called saved, and every outcome
 * that the server gave, whether or not the reply arrived.
 */

/** A photo that a device called kept. */
export type Kept = { device: string; insp: string; id: string; sha256: string }
export type Saved = { device: string; insp: string; item: string; answer: Answer; knew: ReadonlySet<string> }
export type Acked = { deviceId: string; outcome: Outcome; mutation: Mutation; contentHash: string }

export type Ledger = ReturnType<typeof createLedger>

/** One cell of one inspection, as a key. */
export const cellKey = (insp: string, item: string) => `${insp}/${item}`
export const textOf = (answer: Answer) => canonicalJson(answer)

export function createLedger() {
  const saved: Saved[] = []
  const photos: Kept[] = []
  const signatures: Omit<Kept, 'sha256'>[] = []
  const steps: Omit<Kept, 'sha256'>[] = []
  /** Ids of photos and signatures that their author took back. */
  const removed = new Set<string>()
  /** Pictures that the server has held; a restored one may have forgotten that it does. */
  const verified = new Set<string>()
  /** In the order of the server's commits; a restore cuts the end off. */
  let acked: Acked[] = []
  /** Acknowledged once, then forgotten by a restored server: must come back. */
  const forgotten: Acked[] = []
  /** Everything that was ever under way, by the hash of its content. */
  const mutations = new Map<string, Mutation>()
  const started = new Set<string>()
  const submitted = new Set<string>()
  const problems: string[] = []

  return {
    saved,
    photos,
    signatures,
    /** What people said of sealed inspections. */
    steps,
    removed,
    verified,
    get acked() {
      return acked
    },
    forgotten,
    mutations,
    /** Ids of inspections that a device said it had begun, and handed in. */
    started,
    submitted,
    problems,
    save: (entry: Saved) => saved.push(entry),
    /** A push that the server has carried out, with what it answered. */
    hear(push: { deviceId: string; m: Mutation[] }, outcomes: readonly Outcome[]) {
      for (const mutation of push.m) mutations.set(contentHashOf(mutation), mutation)
      for (const outcome of outcomes) {
        const mutation = push.m.find(({ seq }) => seq === outcome.seq)
        if (!mutation) problems.push(`[P9] an outcome for number ${outcome.seq}, which was not sent`)
        else acked.push({ deviceId: push.deviceId, outcome, mutation, contentHash: contentHashOf(mutation) })
      }
    },
    /** The server went back to where `mark` acknowledgements had been given. */
    forgetSince(mark: number) {
      forgotten.push(...acked.slice(mark))
      acked = acked.slice(0, mark)
    },
  }
}

/** The answers that a mutation carries, by item. */
export function answersOf(mutation: Mutation | null | undefined): [item: string, Answer][] {
  if (mutation?.k === 'answer.set') return Object.entries(mutation.set).map(([item, [, answer]]) => [item, answer])
  if (mutation?.k === 'inspection.amend') return Object.entries(mutation.set)
  return []
}

export function contentHashOf(mutation: object): string {
  return digestNow({ ...mutation, seq: undefined })
}
