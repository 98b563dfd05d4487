import type { Outcome } from '../../../src/protocol/wire.ts'
import { answersOf, cellKey, type Ledger, textOf } from '../ledger.ts'
import { grouped } from './grouped.ts'
import type { ServerState } from './server-state.ts'

/** [I2] One effect for each mutation; a repeat was told what was stored. */
export function checkExactlyOnce({ acked, mutations }: Ledger, server: ServerState): string[] {
  const problems: string[] = []
  const stored = new Map(server.mutations.map((row) => [`${row.device_id}:${row.seq}`, row]))
  for (const { deviceId, outcome, mutation, contentHash } of acked) {
    const row = stored.get(`${deviceId}:${outcome.seq}`)
    const name = `${deviceId.slice(0, 4)}:${outcome.seq}`
    if (!row) problems.push(`[I2] ${name} was answered and is not in the ledger`)
    else if (row.id !== mutation.id || row.content_hash !== contentHash)
      problems.push(`[I2] ${name} was answered for another content than the ledger has`)
    else if (!sameOutcome(row.outcome, outcome))
      problems.push(`[I2] ${name} was told ${outcome.o}, and the ledger says ${row.outcome.o}`)
  }
  for (const [device, numbers] of grouped(server.mutations, ({ device_id }) => device_id))
    if (numbers.some(({ seq }, index) => seq !== index + 1)) problems.push(`[I2] numbers of ${device} have a gap`)

  // Each effective mutation moved its cell by exactly one revision, and stands in the history where it says.
  const chain = new Map<string, Map<number, string>>()
  const amended = new Map<string, number>()
  const effects = new Set<string>()
  for (const { id, content_hash, outcome } of server.mutations) {
    const mutation = mutations.get(content_hash)
    if (!mutation || (outcome.o !== 'applied' && outcome.o !== 'contested')) continue
    // The same mutation under two numbers (a fork, a restore) is one.
    if (effects.has(`${id} ${content_hash}`)) continue
    effects.add(`${id} ${content_hash}`)
    for (const [item, answer] of answersOf(mutation)) {
      const cell = cellKey(mutation.insp, item)
      const rev = outcome.revs?.[item]
      // An amendment does not say which revision it has made.
      if (rev === undefined) amended.set(cell, (amended.get(cell) ?? 0) + 1)
      else {
        const revisions = chain.get(cell) ?? new Map<number, string>()
        // The same text again in a disputed cell: told so, and nothing has moved.
        if (revisions.get(rev) === textOf(answer)) continue
        if (revisions.has(rev)) problems.push(`[I2] two mutations are revision ${rev} of ${item}`)
        chain.set(cell, revisions.set(rev, textOf(answer)))
      }
    }
  }
  for (const [insp, { cells }] of server.inspections) {
    for (const [item, { rev, answer }] of Object.entries(cells)) {
      const history = new Map(
        server.versions
          .filter((each) => each.inspection_id === insp && each.item === item && each.reason === 'head')
          .map((each) => [each.rev, textOf(each.answer)]),
      )
      history.set(rev, textOf(answer))
      const expected = chain.get(cellKey(insp, item)) ?? new Map()
      const name = `${insp.slice(0, 4)}/${item}`
      const count = expected.size + (amended.get(cellKey(insp, item)) ?? 0)
      if (history.size !== rev || count !== rev)
        problems.push(`[I2] ${name} is at revision ${rev} after ${count} effects, with ${history.size} kept`)
      for (const [number, text] of expected)
        if (history.get(number) !== text) problems.push(`[I2] ${name} revision ${number} is not what was sent: ${text}`)
    }
  }
  return problems
}

function sameOutcome(a: Outcome, b: Outcome): boolean {
  const text = ({ o, code = '', revs = {} }: Outcome) => JSON.stringify([o, code, Object.entries(revs).sort()])
  return text(a) === text(b)
}
