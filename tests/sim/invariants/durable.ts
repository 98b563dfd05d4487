import { answersOf, cellKey, type Ledger, textOf } from '../ledger.ts'
import type { ServerState } from './server-state.ts'

/**
 * [I1] What was acknowledged is there: each answer at the head of its cell, in its
 * history, kept as late, or with its refused mutation. So is what a device called
 * saved, because by now everything has been sent.
 */
export function checkDurable({ saved, acked, forgotten, started }: Ledger, server: ServerState): string[] {
  const problems: string[] = []
  const present = new Set<string>()
  for (const [insp, { cells }] of server.inspections)
    for (const [item, { answer }] of Object.entries(cells)) present.add(`${cellKey(insp, item)} ${textOf(answer)}`)
  for (const { inspection_id, item, answer } of server.versions)
    present.add(`${cellKey(inspection_id, item)} ${textOf(answer)}`)
  for (const { payload } of server.mutations) {
    for (const [item, answer] of answersOf(payload))
      present.add(`${cellKey(payload?.insp ?? '', item)} ${textOf(answer)}`)
  }
  const known = new Set(server.mutations.map(({ id, content_hash }) => `${id} ${content_hash}`))
  // Acknowledged by a history that is gone, and called too large when it was said again: a letter has it, whole.
  const inLetters = new Set(server.letters.map(({ id }) => id))

  for (const { mutation, contentHash, outcome, deviceId } of [...acked, ...forgotten]) {
    const name = `${deviceId.slice(0, 4)}:${outcome.seq} ${mutation.k} ${mutation.insp?.slice(0, 4)}`
    if (!known.has(`${mutation.id} ${contentHash}`) && !inLetters.has(mutation.id))
      problems.push(`[I1] ${name} was acknowledged and is not in the ledger`)
    for (const [item, answer] of answersOf(mutation))
      if (!present.has(`${cellKey(mutation.insp, item)} ${textOf(answer)}`))
        problems.push(`[I1] ${name}/${item} ${textOf(answer)} was acknowledged and is nowhere`)
  }
  // What could not be sent was handed over as a letter, and lies before its author; nothing else acknowledges it.
  for (const { insp, said } of server.letters)
    for (const [item, answer] of answersOf(said)) present.add(`${cellKey(insp, item)} ${textOf(answer)}`)
  // A device sends the newest text of a cell: what it replaced before sending never left.
  const last = new Map(saved.map((each) => [`${each.device} ${cellKey(each.insp, each.item)}`, each]))
  for (const { device, insp, item, answer } of last.values())
    if (!present.has(`${cellKey(insp, item)} ${textOf(answer)}`))
      problems.push(`[I1] ${device} called ${insp.slice(0, 4)}/${item} ${textOf(answer)} saved and it is nowhere`)
  const heard = new Set([...server.inspections.keys(), ...server.mutations.map(({ inspection_id }) => inspection_id)])
  for (const insp of started)
    if (!heard.has(insp)) problems.push(`[I1] ${insp.slice(0, 4)} was begun and the server has never heard of it`)
  return problems
}
