import { readMeta, type Store } from '../store/store.ts'
import { digestOfView, noteVerified } from '../store/view-digest.ts'
import type { Transport } from './transport.ts'

/** A week: a lost row is found while its inspection is still of interest, and a view is read whole four times a month. */
const EVERY = 7 * 86_400_000

/**
 * Compares what this device holds with what the server would give it, once a week
 * or when asked. A view that differs is read again from its beginning.
 * @returns whether the view has to be pulled again
 */
export async function verifyView(store: Store, transport: Transport, now: number, isAsked = false): Promise<boolean> {
  const last = (await readMeta<number>(store, 'verifiedAt')) ?? 0
  // A clock that was set back must not put it off for years.
  if (!isAsked && now >= last && now - last < EVERY) return false
  const cursor = await readMeta<string>(store, 'cursor')
  if (cursor === null) return false
  const held = await digestOfView(store)
  const theirs = await transport.digest(cursor)
  if (!theirs.current) return false
  const isSame = (['facility', 'checklist', 'inspection', 'assignment'] as const).every((kind) => {
    const [here, there] = [held[kind], theirs[kind]]
    // A server that knows of no assignments says nothing of them.
    return there === undefined || (here.count === there.count && here.xor === there.xor)
  })
  await noteVerified(store, isSame, now)
  return !isSame
}
