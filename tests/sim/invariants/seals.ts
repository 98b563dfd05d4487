import { createHash } from 'node:crypto'
import { canonicalJson } from '../../../src/domain/canonical.ts'
import { answersIn, sealNoOf } from '../../../src/domain/inspection.ts'
import { sealedPhotos } from '../../../src/domain/photo.ts'
import { sealedSignatures } from '../../../src/domain/signature.ts'
import { contentDigest, parseSnapshot } from '../../../src/server/storage/seals.ts'
import { answersOf, type Ledger, textOf } from '../ledger.ts'
import { grouped } from './grouped.ts'
import type { ServerState } from './server-state.ts'

/** [I7] One seal for each inspection handed in; it says what the inspection says, and hashes to what it says. */
export function checkSeals({ mutations }: Ledger, server: ServerState): string[] {
  const problems: string[] = []
  const seals = grouped(server.seals, ({ inspection_id }) => inspection_id)
  for (const [id, record] of server.inspections) {
    const name = id.slice(0, 4)
    const own = seals.get(id) ?? []
    if (own.length !== sealNoOf(record)) problems.push(`[I7] ${name} (${record.status}) has ${own.length} seals`)
    let previous: string | null = null
    for (const { no, snapshot, sha256, prev_sha256 } of own) {
      if (createHash('sha256').update(snapshot, 'utf8').digest('hex') !== sha256 || prev_sha256 !== previous)
        problems.push(`[I7] the chain of ${name} is broken`)
      previous = sha256
      if (no !== own.length) continue
      const said = parseSnapshot(snapshot)
      const signed = sealedSignatures(record.signatures, contentDigest({ ...said, signatures: undefined })) ?? []
      if (canonicalJson(said.signatures ?? []) !== canonicalJson(signed))
        problems.push(`[I7] ${name} has other signatures than were sealed`)
      const stands = { head: record.head, answers: answersIn(record.cells), score: record.score }
      const hashes = sealedPhotos(record.photos) ?? []
      if (canonicalJson((said.photos ?? []).map(({ sha256 }) => sha256).sort()) !== canonicalJson(hashes))
        problems.push(`[I7] ${name} has other photos than were sealed`)
      if (canonicalJson({ head: said.head, answers: said.answers, score: said.score }) !== canonicalJson(stands))
        problems.push(`[I7] ${name} has changed since it was sealed`)
    }
  }
  const late = new Set(
    server.versions
      .filter(({ reason }) => reason === 'late')
      .map(({ inspection_id, item, answer }) => `${inspection_id} ${item} ${textOf(answer)}`),
  )
  for (const { outcome, content_hash } of server.mutations) {
    const mutation = mutations.get(content_hash)
    if (outcome.o !== 'late' || !mutation) continue
    for (const [item, answer] of answersOf(mutation))
      if (!late.has(`${mutation.insp} ${item} ${textOf(answer)}`))
        problems.push(`[I7] ${item} ${textOf(answer)} came late and is not kept beside the seal`)
  }
  return problems
}

/** [I7] A seal that was seen once is there at the end, to the byte. `seen` is emptied where a restore takes history back. */
export function checkSealsStand(seen: ReadonlyMap<string, string>, server: ServerState): string[] {
  const now = new Map(server.seals.map(({ inspection_id, no, snapshot }) => [`${inspection_id} ${no}`, snapshot]))
  return [...seen]
    .filter(([key, snapshot]) => now.get(key) !== snapshot)
    .map(([key]) => `[I7] seal ${key} is not what it was`)
}
