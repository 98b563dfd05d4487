import { listOpen } from '../../../src/device/store/open-list.ts'
import { mutationIdOf } from '../../../src/protocol/queued.ts'
import type { Sim } from '../sim.ts'
import type { ServerState } from './server-state.ts'

/** [I4] Nothing waits any more; what was refused lies on both sides, and its author is told. */
export async function checkQueues({ devices, ledger }: Sim, server: ServerState): Promise<string[]> {
  const problems: string[] = []
  const kept = new Set<string>()
  const together = new Set<string>()
  const open = new Set<string>()
  for (const { name, store, unsent } of devices) {
    const { changes } = await unsent()
    if (changes > 0) problems.push(`[I4] ${name} still has ${changes} to send`)
    for (const row of await store.db.attention.toArray()) kept.add(row.id).add(mutationIdOf(row))
    // Refused among others: each of them then went out alone, and has an outcome of its own.
    for (const { mutationId } of await store.db.sent.toArray()) if (mutationId) together.add(mutationId)
    for (const { id, state } of await listOpen(store)) {
      if (state !== 'waiting') open.add(id)
      if (state === 'waiting') problems.push(`[I4] ${name} waits for ever for an answer about ${id.slice(0, 4)}`)
    }
  }
  for (const { id, seq, outcome, payload } of server.mutations) {
    const isRefused = outcome.o === 'rejected' || outcome.o === 'quarantined'
    if ((isRefused || outcome.o === 'late') && !kept.has(id) && !(isRefused && together.has(id)))
      problems.push(
        `[I4] number ${seq} was answered ${outcome.code ?? outcome.o}, and no device kept it for its author`,
      )
    if (isRefused && payload === null) problems.push(`[I4] the server did not keep what it refused under ${seq}`)
  }
  // Handed in means sealed, refused with a reason, or in its author's hands again.
  const answered = new Set(
    server.mutations.filter(({ kind }) => kind === 'inspection.submit').map((row) => row.inspection_id),
  )
  for (const id of ledger.submitted)
    if (!answered.has(id) && !open.has(id)) problems.push(`[I4] ${id.slice(0, 4)} was handed in and never answered`)
  return problems
}
