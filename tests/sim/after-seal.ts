import { amendInspection } from '../../src/device/store/amendments.ts'
import { proofRows } from '../../src/device/store/photo-rows.ts'
import { getFacility } from '../../src/device/store/replica.ts'
import { getOwnView, type Proof, sayStep } from '../../src/device/store/steps.ts'
import { actionsOf } from '../../src/domain/action-state.ts'
import type { InspectionRecord } from '../../src/domain/inspection.ts'
import { maySay } from '../../src/domain/people.ts'
import { reviewOf } from '../../src/domain/review.ts'
import type { Saying, SayingIs } from '../../src/domain/step.ts'
import { jpegOf, photoOf } from '../support/photos.ts'
import { expecting, noteOf } from './hands.ts'
import type { Device, Sim } from './sim.ts'

/** What people do with a sealed inspection that their tablet shows, and how often. */
const words = {
  assign: 3,
  done: 5,
  verify: 4,
  sendBack: 2,
  disagree: 2,
  agree: 1,
  approve: 2,
  return: 3,
  hold: 0.5,
  sendUp: 0.5,
} as const satisfies Record<SayingIs, number>

/** Says something of one of the results on this tablet, or corrects what was returned. */
export async function speak(sim: Sim, device: Device): Promise<void> {
  const { random } = sim
  const { store, person } = device
  const ids = await store.db.result.toCollection().primaryKeys()
  if (ids.length === 0) return
  const id = random.pick(ids)
  const view = await getOwnView(store, id, { person, isOfWholeProvince: false })
  const facility = view && (await getFacility(store, view.record.head.facilityId))
  if (!view || !facility) return
  const { record } = view
  const returned = reviewOf(record)?.returned ?? new Map()
  if (record.createdBy.id === person.id && returned.size > 0 && random.chance(0.6))
    return correct(sim, device, record, [...returned.keys()])
  const is = random.weighted(words)
  const say = sayingOf(sim, record, is)
  // Now and then something that the person may not say: an older tablet, or one that is not ours.
  if (!say || (!maySay(person, is, facility) && !random.chance(0.05))) return
  const proof = is === 'done' ? shots(sim, say) : []
  await expecting(sim, device, async () => {
    const step = await sayStep(store, id, say, proof)
    sim.ledger.steps.push({ device: device.browser.tablet, insp: id, id: step })
    sim.say(`  ${device.name} says ${is} of ${id.slice(0, 4)}: ${step.slice(0, 4)}, ${proof.length} photos`)
    for (const row of await proofRows(store.db, id))
      if (row.step === step)
        sim.ledger.photos.push({ device: device.browser.tablet, insp: id, id: row.id, sha256: row.sha256 })
  })
}

function sayingOf(sim: Sim, record: InspectionRecord, is: SayingIs): Saying | null {
  const { random } = sim
  const items = Object.keys(record.cells)
  const actions = actionsOf(record)
  // Mostly what there is an action for.
  const item = random.pick(actions.size > 0 && random.chance(0.8) ? [...actions.keys()] : items)
  if (item === undefined) return null
  const comment = noteOf(sim)
  const of = actions.get(item)?.done?.id
  switch (is) {
    case 'assign':
      return {
        is,
        item,
        plan: { what: comment, who: 'Tổ KSNK', by: null },
        ...(random.chance(0.3) && { owner: random.pick(['tram', 'kiem']) }),
      }
    case 'done':
      return { is, item, comment }
    case 'verify':
    case 'sendBack':
      return of === undefined ? null : { is, item, of, comment }
    case 'disagree':
      return { is, item, reason: comment }
    case 'agree':
      return { is, item }
    case 'approve':
    case 'sendUp':
      return { is, comment }
    case 'hold':
      return { is, draw: { seed: `${random.int(0, 9999)}`, percent: 10 } }
    case 'return':
      return { is, comment, items: { [item]: comment } }
    default:
      return is satisfies never
  }
}

/** What shows that it was done: sometimes nothing, sometimes what somebody else has photographed too. */
function shots({ random, pictures }: Sim, say: Saying): Proof[] {
  if (!('item' in say)) return []
  return Array.from({ length: random.int(0, 2) }, () => {
    const isSame = pictures.size > 0 && random.chance(0.15)
    const bytes = isSame
      ? random.pick([...pictures.values()])
      : jpegOf(Uint8Array.from(random.bytes(random.int(20, 200))))
    const { id: _id, ...shot } = photoOf(bytes, { item: say.item, takenAt: null })
    pictures.set(shot.sha256, bytes)
    return { shot, bytes: new Blob([bytes]) }
  })
}

/** Corrects an item that was returned; now and then one that was not. */
async function correct(sim: Sim, device: Device, { id, cells }: InspectionRecord, items: string[]): Promise<void> {
  const item = sim.random.pick(sim.random.chance(0.9) ? items : Object.keys(cells))
  const cell = cells[item]
  if (!cell) return
  const set = { [item]: { value: cell.answer.value, note: noteOf(sim) } }
  await expecting(sim, device, () => amendInspection(device.store, id, { set, reason: 'Được trả lại.' }))
  sim.say(`  ${device.name} corrects ${id.slice(0, 4)}/${item}`)
}
