import { getChecklist, listChecklists } from '../../src/device/store/checklists.ts'
import { startInspection } from '../../src/device/store/drafts.ts'
import { listFacilities } from '../../src/device/store/replica.ts'
import type { Store } from '../../src/device/store/store.ts'
import { dateInVietnam } from '../../src/domain/date.ts'
import { itemsOf } from '../../src/domain/items.ts'
import { createDeviceWorld } from './device-world.ts'
import { cookieOf, jsonRequest, type ServerWorld } from './server-world.ts'

/** A tablet on a real line: `address` may change under it, as when a server starts again elsewhere. */
export async function createDeviceOverHttp(address: () => string, username = 'kiemtra') {
  const request = (path: string, init?: RequestInit) => fetch(address() + path, init)
  const server = {
    app: { request },
    async signIn(name: string) {
      return cookieOf(await request('/api/sign-in', jsonRequest({ username: name, password: 'so-kiem-2026' })))
    },
  }
  return createDeviceWorld(server as unknown as ServerWorld, username)
}

/** A visit begun with what the device has pulled. @returns its id and its items */
export async function startAnyVisit(store: Store, checklistId?: string): Promise<{ insp: string; items: string[] }> {
  const headers = await listChecklists(store)
  const facilities = await listFacilities(store)
  const isWanted = ({ ref }: (typeof headers)[number]) => checklistId === undefined || ref.id === checklistId
  const fits = (header: (typeof headers)[number]) => (each: (typeof facilities)[number]) =>
    header.facilityTypes.includes(each.facts.type as never)
  const header = headers.find((each) => isWanted(each) && facilities.some(fits(each)))
  const facility = header && facilities.find(fits(header))
  const checklist = header && (await getChecklist(store, header.ref))
  if (!facility || !checklist) throw new Error('nothing has been pulled')
  const insp = await startInspection(store, {
    facilityId: facility.id,
    facilityName: facility.name,
    checklist: header.ref,
    kind: 'inspection',
    date: dateInVietnam(Date.now()),
    team: ['Nguyễn Thị Kiểm'],
    facts: facility.facts,
  })
  return { insp, items: itemsOf(checklist).map(({ id }) => id) }
}
