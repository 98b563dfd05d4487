import { amendInspection } from '../../src/device/store/amendments.ts'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { getChecklist, listChecklists } from '../../src/device/store/checklists.ts'
import {
  changeHead,
  type OpenInspection,
  openInspection,
  resendInspection,
  startInspection,
  submitInspection,
} from '../../src/device/store/drafts.ts'
import { askedBy, readEarlier } from '../../src/device/store/earlier.ts'
import { addPhoto, listPhotos, removePhoto, restorePhoto } from '../../src/device/store/photos.ts'
import { enqueue, entryOf } from '../../src/device/store/queue.ts'
import { getResult, listFacilities, listResults } from '../../src/device/store/replica.ts'
import { checkSignatures, signInspection, withdrawSignature } from '../../src/device/store/signatures.ts'
import { commit } from '../../src/device/store/store.ts'
import { markOf } from '../../src/domain/action.ts'
import type { Answer } from '../../src/domain/answer.ts'
import { itemsOf } from '../../src/domain/items.ts'
import type { Mutation } from '../../src/domain/mutation.ts'
import { kindsFor } from '../../src/domain/people.ts'
import { Problem } from '../../src/domain/problem.ts'
import { signerRoles } from '../../src/domain/signature.ts'
import { fullAnswers } from '../support/full-answers.ts'
import { jpegOf, photoOf } from '../support/photos.ts'
import { drawn } from '../support/signatures.ts'
import { speak } from './after-seal.ts'
import { expecting, noteOf } from './hands.ts'
import { textOf } from './ledger.ts'
import { RULE_BREAKER } from './server.ts'
import type { Device, Sim } from './sim.ts'

/** What people do on a tablet, with or without a network, and how often. */
const moves = {
  start: 3,
  answer: 14,
  finish: 4,
  correctHead: 2,
  submit: 3,
  resend: 3,
  amend: 2,
  photo: 7,
  photoBack: 2,
  sign: 4,
  unsign: 1,
  poison: 0.7,
}

export async function act(sim: Sim, device: Device): Promise<void> {
  const { random } = sim
  // Reviewers do nothing else.
  if (random.chance(device.person.role === 'supervisor' ? 0.9 : sim.odds.speak)) return speak(sim, device)
  const writable = await device.store.db.inspection.where('state').notEqual('waiting').primaryKeys()
  if (writable.length === 0) return device.person.role === 'supervisor' ? undefined : start(sim, device)
  const move = random.weighted(moves)
  if (move === 'amend') return amend(sim, device)
  const inspection = await openInspection(device.store, random.pick(writable))
  if (!inspection) return
  if (move !== 'start') sim.say(`  ${device.name} ${move} ${inspection.id.slice(0, 4)} (${inspection.state})`)
  switch (move) {
    case 'start':
      return start(sim, device)
    case 'answer':
      return answerOne(sim, device, inspection)
    case 'finish':
      return finish(sim, device, inspection)
    case 'correctHead':
      return expecting(sim, device, () =>
        changeHead(device.store, inspection.id, { date: '2026-11-02', team: [`Đoàn ${random.int(1, 99)}`] }),
      )
    case 'submit':
      return submit(sim, device, inspection.id)
    case 'resend':
      if (inspection.state !== 'refused') return
      return expecting(sim, device, () => resendInspection(device.store, inspection.id))
    case 'photo':
      for (let shots = random.int(1, 3); shots > 0; shots--) await takePhoto(sim, device, inspection)
      return
    case 'photoBack':
      return takeBack(sim, device, inspection.id)
    case 'sign':
      return sign(sim, device, inspection.id)
    case 'unsign':
      return unsign(sim, device, inspection)
    case 'poison':
      return poison(device, inspection.id)
    default:
      return move satisfies never
  }
}

async function start(sim: Sim, device: Device): Promise<void> {
  const { random } = sim
  const facilities = await listFacilities(device.store)
  const headers = (await listChecklists(device.store)).filter(({ readable }) => readable)
  const kinds = kindsFor(device.person.role)
  if (facilities.length === 0 || headers.length === 0 || kinds.length === 0) return
  const facility = random.pick(facilities)
  const fitting = headers.filter(({ facilityTypes }) => facilityTypes.includes(facility.facts.type))
  const tiny = fitting.filter(({ ref }) => ref.id === 'thu-nghiem')
  const { ref } = random.pick(random.chance(0.3) ? fitting : tiny)
  const head = {
    facilityId: facility.id,
    facilityName: facility.name,
    checklist: ref,
    kind: random.pick(kinds),
    date: random.chance(0.07) ? '1970-01-01' : '2026-11-01',
    team: ['Đoàn'],
    facts: facility.facts,
  }
  await expecting(sim, device, async () => {
    const id = await startInspection(device.store, head)
    sim.ledger.started.add(id)
    sim.say(`  ${device.name} starts ${id.slice(0, 4)} at ${facility.id}`)
  })
}

/** The items of an inspection with an answer that fits each. */
async function answersFor(device: Device, { head }: OpenInspection): Promise<[item: string, Answer][]> {
  const checklist = await getChecklist(device.store, head.checklist)
  if (!checklist) return []
  const full = fullAnswers(checklist, head.facts)
  return itemsOf(checklist).flatMap(({ id }) => (full[id] ? [[id, full[id]] as [string, Answer]] : []))
}

async function answerOne(sim: Sim, device: Device, inspection: OpenInspection): Promise<void> {
  const { random } = sim
  const items = await answersFor(device, inspection)
  if (items.length === 0) return
  const [item, answer] = random.pick(items)
  const kind = random.weighted({ own: 10, plain: 2, emptied: 1, breaking: 0.5 })
  if (kind === 'plain') return save(sim, device, inspection.id, item, answer)
  if (kind === 'emptied') return save(sim, device, inspection.id, item, { value: null, note: noteOf(sim) })
  const note = kind === 'breaking' ? `${RULE_BREAKER} ${noteOf(sim)}` : noteOf(sim)
  return save(sim, device, inspection.id, item, { value: answer.value, note, ...planOf(note) })
}

/** A plan beside every fourth note or so, by its letters. */
function planOf(note: string): Pick<Answer, 'plan' | 'followUp'> {
  const letter = note.codePointAt(4) ?? 0
  const plan = { what: `Sửa: ${note}`, who: 'Trưởng trạm', by: letter % 2 === 0 ? '2026-12-31' : null }
  return {
    ...(letter % 4 === 0 && { plan }),
    ...(letter % 5 === 0 && { followUp: { of: 'an-earlier-visit', is: 'notFixed' as const } }),
  }
}

async function shownOn({ store }: Device, insp: string, item: string): Promise<Answer | null> {
  const row = await store.db.answer.get([insp, item])
  return row ? store.db.unpack(row.answer) : null
}

async function save(sim: Sim, device: Device, insp: string, item: string, answer: Answer): Promise<void> {
  const shown = await shownOn(device, insp, item)
  const known = device.knows(insp, item)
  if (shown) known.add(textOf(shown))
  const attempt = { insp, item, answer, knew: new Set(known) }
  device.attempt(attempt)
  try {
    await saveAnswer(device.store, insp, item, answer)
    device.kept(attempt)
    sim.say(`  ${device.name} saved ${insp.slice(0, 4)}/${item} ${answer.note ?? ''}`)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    device.dropped(attempt)
    sim.say(`  ${device.name} could not save: ${error.code}`)
    if (shown && textOf(shown) === textOf(answer)) return
    const now = await shownOn(device, insp, item)
    if (now && textOf(now) === textOf(answer)) sim.ledger.problems.push(`[I3] ${device.name} kept what it called lost`)
  }
}

/** A visit from its beginning to its end: there is something to be reviewed and mended. */
export async function handOneIn(sim: Sim, device: Device): Promise<void> {
  await start(sim, device)
  const [id] = await device.store.db.inspection.where({ state: 'draft' }).primaryKeys()
  const inspection = id === undefined ? null : await openInspection(device.store, id)
  if (inspection) await finish(sim, device, inspection, true)
}

/** Answers what is still missing or contested, says what became of open actions, and hands in. */
async function finish(sim: Sim, device: Device, inspection: OpenInspection, withPlans = false): Promise<void> {
  const { actions } = await readEarlier(device.store, askedBy(inspection.id, inspection.head))
  for (const [item, answer] of await answersFor(device, inspection)) {
    const given = inspection.answers[item]
    const action = actions.get(item)
    const isUnmarked = action !== undefined && markOf(action, given) === null
    if (given?.value && !inspection.contested.includes(item) && !given.note?.startsWith(RULE_BREAKER) && !isUnmarked)
      continue
    const note = noteOf(sim)
    const is = (note.codePointAt(4) ?? 0) % 2 === 0 ? 'fixed' : 'notFixed'
    await save(sim, device, inspection.id, item, {
      ...answer,
      note,
      ...(withPlans && planOf(note)),
      ...(action && { followUp: { of: action.of, is } }),
    })
  }
  await submit(sim, device, inspection.id)
}

function submit(sim: Sim, device: Device, id: string): Promise<void> {
  return expecting(sim, device, async () => {
    await submitInspection(device.store, id)
    sim.ledger.submitted.add(id)
    sim.say(`  ${device.name} submits ${id.slice(0, 4)}`)
  })
}

/** Corrects one answer of an inspection that is sealed already. */
async function amend(sim: Sim, device: Device): Promise<void> {
  const own = (await listResults(device.store)).filter(({ createdBy }) => createdBy.id === device.person.id)
  // By their ids: when the server received them is a matter of its clock.
  const ids = own.map(({ id }) => id).sort()
  const record = ids.length > 0 ? await getResult(device.store, sim.random.pick(ids)) : null
  const [item, cell] = record ? sim.random.pick(Object.entries(record.cells)) : []
  if (!record || !item || !cell) return
  const set = { [item]: { value: cell.answer.value, note: noteOf(sim) } }
  await expecting(sim, device, () => amendInspection(device.store, record.id, { set, reason: 'Ghi nhầm.' }))
  sim.say(`  ${device.name} amends ${record.id.slice(0, 4)}/${item}`)
}

/** A picture of a few bytes; now and then one that somebody else has taken too. */
async function takePhoto(sim: Sim, device: Device, inspection: OpenInspection): Promise<void> {
  const { random, pictures, ledger } = sim
  const items = await answersFor(device, inspection)
  if (items.length === 0) return
  const [item] = random.pick(items)
  const isSame = pictures.size > 0 && random.chance(0.15)
  const bytes = isSame
    ? random.pick([...pictures.values()])
    : jpegOf(Uint8Array.from(random.bytes(random.int(20, 200))))
  const { id: _id, ...shot } = photoOf(bytes, { item, takenAt: null })
  pictures.set(shot.sha256, bytes)
  await expecting(sim, device, async () => {
    const id = await addPhoto(device.store, inspection.id, shot, new Blob([bytes]))
    ledger.photos.push({ device: device.browser.tablet, insp: inspection.id, id, sha256: shot.sha256 })
    sim.say(`  ${device.name} keeps photo ${id.slice(0, 4)} of ${shot.size} bytes`)
  })
}

/** Takes a photo back; every third time it was a slip of the finger. */
async function takeBack(sim: Sim, device: Device, insp: string): Promise<void> {
  const photos = await listPhotos(device.store, insp)
  if (photos.length === 0) return
  const { id, sha256 } = sim.random.pick(photos)
  await expecting(sim, device, async () => {
    // Interrupted, it may be done or not: what may be gone is not looked for.
    sim.ledger.removed.add(id)
    await removePhoto(device.store, id)
    sim.say(`  ${device.name} takes back photo ${id.slice(0, 4)}`)
    if (!sim.random.chance(0.3)) return
    const again = await restorePhoto(device.store, id)
    sim.ledger.removed.delete(again)
    // Under the same id it is what it was, also where its picture lies on another tablet.
    if (again !== id) sim.ledger.photos.push({ device: device.browser.tablet, insp, id: again, sha256 })
  })
}

/** Signs what the tablet shows; what still held for the same place gives way. */
async function sign(sim: Sim, device: Device, insp: string): Promise<void> {
  const { random, ledger } = sim
  const shown = await checkSignatures(device.store, insp)
  if (!shown) return
  const { digest, signatures } = shown
  const role = random.pick(signerRoles)
  await expecting(sim, device, async () => {
    for (const { signature, state } of signatures)
      if (signature.role === role && state === 'holds') ledger.removed.add(signature.id)
    const mark = random.chance(0.2) ? ({ is: 'refused', reason: '' } as const) : drawn
    const id = await signInspection(device.store, insp, { role, name: 'Lò Văn Trạm', position: '', mark, digest })
    ledger.signatures.push({ device: device.browser.tablet, insp, id })
    sim.say(`  ${device.name} keeps signature ${id.slice(0, 4)}`)
  })
}

async function unsign(sim: Sim, device: Device, { id: insp, signatures }: OpenInspection): Promise<void> {
  if (signatures.length === 0) return
  const { id } = sim.random.pick(signatures)
  await expecting(sim, device, async () => {
    sim.ledger.removed.add(id)
    await withdrawSignature(device.store, insp, id)
    sim.say(`  ${device.name} takes back signature ${id.slice(0, 4)}`)
  })
}

/** A mutation that the server cannot read: a fault of some version of the app. */
async function poison({ store }: Device, id: string): Promise<void> {
  const rubbish = { k: 'inspection.explode' as Mutation['k'], set: 'boom' } as never
  const entry = await entryOf(store.db, id, rubbish, Date.now())
  await commit(store, ['outbox'], () => enqueue(store.db, entry)).catch(() => {})
}
