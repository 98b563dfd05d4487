import { saveAnswer } from '../../src/device/store/answers.ts'
import { listChecklists } from '../../src/device/store/checklists.ts'
import { startInspection, submitInspection } from '../../src/device/store/drafts.ts'
import { listFacilities } from '../../src/device/store/replica.ts'
import { dateInVietnam } from '../../src/domain/date.ts'
import { inspectionKindNames } from '../../src/domain/people.ts'
import { Problem } from '../../src/domain/problem.ts'
import type { Outcome } from '../../src/protocol/wire.ts'
import { createDeviceWorld } from '../support/device-world.ts'
import type { remoteServer } from '../support/remote-server.ts'
import type { Random } from '../support/seeded-random.ts'

/** Eight scales with known maxima: the shortest real checklist of a station. */
const CHECKLIST = 'qd-4999'
const ITEMS = [3, 4, 6, 3, 4, 5, 3, 2].map((max, index) => ({ id: `ksnk.cv.${index + 1}`, max }))

/** What a tablet was told: the ledger that the database is held against. */
export type Ledger = {
  /** Outcomes by device and number, as the server acknowledged them. */
  outcomes: Map<string, Outcome & { mutationId: string }>
  /** Levels by inspection and item whose save was called saved, in order. */
  saved: Map<string, number[]>
  submitted: Set<string>
}

/** A tablet whose owner works without looking at the network. */
export async function tabletAtWork(server: ReturnType<typeof remoteServer>, username: string, random: Random) {
  const ledger: Ledger = { outcomes: new Map(), saved: new Map(), submitted: new Set() }
  const tablet = await createDeviceWorld(server, username)
  tablet.network(async ({ path, body }, pass) => {
    const reply = await pass()
    if (path.startsWith('/sync/v1/push') && reply.ok) {
      const sent = JSON.parse(body) as { deviceId: string; m: { seq: number; id: string }[] }
      const said = (await reply.clone().json()) as { r: Outcome[] }
      for (const outcome of said.r) {
        const mutationId = sent.m.find(({ seq }) => seq === outcome.seq)?.id ?? ''
        ledger.outcomes.set(`${sent.deviceId}/${outcome.seq}`, { ...outcome, mutationId })
      }
    }
    return reply
  })
  await tablet.sync()
  const facility = (await listFacilities(tablet.store)).find(({ facts }) => facts.type === 'communeStation')
  const checklist = (await listChecklists(tablet.store)).find(({ ref }) => ref.id === CHECKLIST)
  if (!facility || !checklist) throw new Error('the tablet lacks a station or its checklist')
  let open: string | null = null

  return {
    tablet,
    ledger,
    /** One act of a hurried hand: begin, answer, answer, …, hand in. */
    async act(): Promise<void> {
      if (open === null) {
        const kind = username === 'coso' ? 'selfAssessment' : 'inspection'
        open = await startInspection(tablet.store, {
          facilityId: facility.id,
          facilityName: facility.name,
          checklist: checklist.ref,
          kind,
          date: dateInVietnam(Date.now()),
          team: [inspectionKindNames[kind]],
          facts: facility.facts,
        })
        return
      }
      const insp = open
      const save = async ({ id, max }: (typeof ITEMS)[number]) => {
        const level = random.below(max + 1)
        await saveAnswer(tablet.store, insp, id, { value: { is: 'level', level } })
        const key = `${insp}/${id}`
        ledger.saved.set(key, [...(ledger.saved.get(key) ?? []), level])
      }
      if (random.chance(0.9)) return save(random.pick(ITEMS))
      for (const item of ITEMS) await save(item)
      await submitInspection(tablet.store, insp)
      ledger.submitted.add(insp)
      open = null
    },
    /** A round; a server that is away, or dies meanwhile, is no surprise. */
    async trySync(): Promise<boolean> {
      try {
        await tablet.sync()
        return true
      } catch (error) {
        if (error instanceof Problem) return false
        throw error
      }
    },
  }
}
