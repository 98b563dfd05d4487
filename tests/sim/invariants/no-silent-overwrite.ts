import { cellKey, type Ledger, textOf } from '../ledger.ts'
import { grouped } from './grouped.ts'
import type { ServerState } from './server-state.ts'

/**
 * [I6] A value is replaced without a word only by somebody who had it on the screen, or wrote it on the same tablet.
 * Anybody else's makes the answer contested, and it stays so until one chooses.
 */
export function checkNoSilentOverwrite({ saved, mutations }: Ledger, server: ServerState): string[] {
  const problems: string[] = []
  const moves = new Map<string, { rev: number; text: string; contested: boolean }[]>()
  for (const { content_hash, outcome } of server.mutations) {
    const mutation = mutations.get(content_hash)
    if (mutation?.k !== 'answer.set' || (outcome.o !== 'applied' && outcome.o !== 'contested')) continue
    for (const [item, [, answer]] of Object.entries(mutation.set)) {
      const list = moves.get(cellKey(mutation.insp, item)) ?? []
      const contested = outcome.contested?.includes(item) ?? false
      list.push({ rev: outcome.revs?.[item] ?? 0, text: textOf(answer), contested })
      moves.set(cellKey(mutation.insp, item), list)
    }
  }
  const authors = grouped(saved, ({ insp, item, answer }) => `${cellKey(insp, item)} ${textOf(answer)}`)
  for (const [cell, list] of moves) {
    const at = new Map(list.map((each) => [each.rev, each.text]))
    for (const { rev, text, contested } of list) {
      const before = at.get(rev - 1)
      const by = authors.get(`${cell} ${text}`)
      // Sent again whole after a refusal: nobody's hand wrote it a second time.
      if (contested || before === undefined || before === text || !by) continue
      if (!by.some(({ knew }) => knew.has(before)))
        problems.push(`[I6] ${cell} ${text} replaced ${before}, which its author had never seen`)
    }
  }
  for (const [insp, { cells }] of server.inspections) {
    for (const [item, { rev, contested = false }] of Object.entries(cells)) {
      const head = moves.get(cellKey(insp, item))?.find((each) => each.rev === rev)
      if (head && head.contested !== contested)
        problems.push(
          `[I6] ${insp.slice(0, 4)}/${item} is ${contested ? '' : 'not '}marked contested, and its last change says otherwise`,
        )
    }
  }
  return problems
}
