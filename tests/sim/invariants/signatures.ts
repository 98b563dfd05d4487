import type { Ledger } from '../ledger.ts'
import type { ServerState } from './server-state.ts'

/** [I1] Every signature that a device called kept has reached the server, [I2] once. */
export function checkSignatures({ signatures, removed }: Ledger, state: ServerState): string[] {
  const problems: string[] = []
  const told = new Set<string>()
  for (const [insp, record] of state.inspections)
    for (const { id } of record.signatures ?? []) {
      if (told.has(id)) problems.push(`[I2] signature ${id.slice(0, 4)} stands twice under ${insp.slice(0, 4)}`)
      told.add(id)
    }
  for (const { payload } of state.mutations) if (payload?.k === 'inspection.sign') told.add(payload.signature.id)
  for (const { device, id } of signatures)
    if (!told.has(id) && !removed.has(id))
      problems.push(`[I1] ${device} kept signature ${id.slice(0, 4)} and the server never heard of it`)
  return problems
}
