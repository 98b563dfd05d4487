import { openInspection } from '../../src/device/store/drafts.ts'
import { unpack } from '../../src/device/store/packing.ts'
import type { Device } from './device.ts'
import { textOf } from './ledger.ts'
import type { Sim } from './sim.ts'

/** [I3] After a crash: an edit and what must be sent of it are there together, or neither is. */
export async function checkStore(sim: Sim, device: Device): Promise<void> {
  const { store, name } = device
  // Interrupted before its promise was kept: what is on disk now counts, whichever it is.
  for (const attempt of device.attempts) {
    const now = (await openInspection(store, attempt.insp))?.answers[attempt.item]
    if (now && textOf(now) === textOf(attempt.answer)) device.kept(attempt)
  }
  const answers = new Map<string, string>()
  for (const row of await store.db.answer.toArray())
    answers.set(`${row.insp}/${row.cell}`, textOf(await unpack(row.answer)))

  const queued = new Set<string>()
  for (const row of await store.db.outbox.toArray()) {
    const payload = await unpack(row.payload)
    if (payload.k !== 'answer.set') continue
    const answer = payload.set[row.cell]?.[1]
    const text = answer ? textOf(answer) : 'nothing'
    queued.add(`${row.insp}/${row.cell} ${text}`)
    if (row.state === 'open' && answers.get(`${row.insp}/${row.cell}`) !== text)
      sim.ledger.problems.push(`[I3] ${name} would send ${row.cell} ${text}, and shows ${answers.get(`${row.insp}/${row.cell}`)}`)
  }
  for (const row of await store.db.sent.toArray()) {
    const payload = await unpack(row.payload)
    if (payload.k === 'answer.set') queued.add(`${row.insp}/${row.cell} ${textOf(payload.set[row.cell]?.[1] as never)}`)
  }
  const last = new Map(sim.ledger.saved.filter(({ device: by }) => by === name).map((each) => [`${each.insp}/${each.item}`, each]))
  for (const [cell, { answer, insp, item }] of last) {
    if (queued.has(`${cell} ${textOf(answer)}`)) continue
    const isAcked = sim.ledger.acked.some(
      ({ mutation }) =>
        mutation.insp === insp &&
        mutation.k === 'answer.set' &&
        mutation.set[item] !== undefined &&
        textOf(mutation.set[item][1]) === textOf(answer),
    )
    if (!isAcked) sim.ledger.problems.push(`[I3] ${name} called ${cell} ${textOf(answer)} saved, and does not hold it any more`)
  }
}
