import { randomUUID } from 'node:crypto'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { Router } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'
import { applyPage } from '../../src/device/store/apply-page.ts'
import { openStore, readMeta, type Store } from '../../src/device/store/store.ts'
import { StoreContext } from '../../src/device/store/use-store.ts'
import { DeviceContext } from '../../src/device/sync/device.ts'
import type { SyncEngine, SyncStatus } from '../../src/device/sync/engine.ts'
import type { Assignment } from '../../src/domain/campaign/campaign.ts'
import type { Checklist } from '../../src/domain/checklist.ts'
import type { ChecklistRef } from '../../src/domain/checklist-ref.ts'
import type { SealNote } from '../../src/domain/evidence.ts'
import type { InspectionRecord } from '../../src/domain/inspection.ts'
import type { Person } from '../../src/domain/people.ts'
import type { Facility } from '../../src/domain/place.ts'
import { digestOf } from '../../src/protocol/digest.ts'
import { type Session, SessionContext } from '../../src/screens/shell/session.tsx'
import { facts } from '../support/builders.ts'

/** People and places of the screen tests. */

export const inspector: Person = {
  id: 'p-kiem',
  username: 'kiemtra',
  name: 'Nguyễn Thị Kiểm',
  role: 'inspector',
  provinceId: 't',
  areaIds: ['xa-1'],
  facilityId: null,
}

export function facility(id: string, name: string, more: Partial<Facility> = {}): Facility {
  return {
    id,
    name,
    areaId: 'xa-1',
    areaName: 'Xã Suối Mơ',
    address: 'Thôn 1',
    demonstration: false,
    facts: facts(),
    ...more,
  }
}

/** Coming and going that does nothing but what is said here. */
export function sessionWith(told: Partial<Session>): Session {
  const nothing = async () => {}
  return { signedIn: nothing, unlock: nothing, choosePin: nothing, lock: nothing, exit: nothing, ...told }
}

/** A tablet without a network: the real store, and an engine that only reports. */
export async function createTablet(
  person: Person = inspector,
  markerKey: CryptoKey | null = null,
  fetchPicture?: (sha256: string) => Promise<Blob>,
) {
  const store = await openStore(person.id, `so-kiem:${randomUUID()}`, null, markerKey)
  const status: SyncStatus = { state: 'offline', problem: 'OFFLINE', lastSuccessAt: null }
  const engine: SyncEngine = {
    syncNow: async () => {},
    status: () => status,
    subscribe: () => () => {},
    stop: () => {},
  }
  const device = { store, person, engine, ...(fetchPicture && { fetchPicture }) }

  return {
    store,
    show(screen: ReactNode, path = '/') {
      const location = memoryLocation({ path, record: true })
      const view = render(
        <Router hook={location.hook} searchHook={location.searchHook}>
          <StoreContext value={store}>
            <DeviceContext value={device}>
              <SessionContext value={sessionWith({})}>{screen}</SessionContext>
            </DeviceContext>
          </StoreContext>
        </Router>,
      )
      return { ...view, at: () => location.history.at(-1) }
    },
  }
}

/** A page of a pull, written by the real code. */
export async function bring(
  store: Store,
  brought: {
    facilities?: Facility[]
    checklists?: Checklist[]
    results?: InspectionRecord[]
    seals?: SealNote[]
    assignments?: Assignment[]
  },
) {
  const { facilities = [], checklists = [], results = [], assignments = [], seals } = brought
  const published = await Promise.all(checklists.map(async (content) => ({ ref: await refOf(content), content })))
  await applyPage(
    store,
    {
      proto: 1,
      epoch: 'e',
      deviceId: 'd',
      after: '',
      serverTime: 0,
      cursor: 'c',
      more: false,
      reset: false,
      deviceAck: 0,
      changes: [
        ...published.map((each) => ({ entity: 'checklist' as const, ...each })),
        ...facilities.map((data) => ({ entity: 'facility' as const, data })),
        ...assignments.map((data) => ({ entity: 'assignment' as const, data })),
        ...results.map((data) => ({ entity: 'inspection' as const, data, ...(seals && { seals }) })),
      ],
    },
    await readMeta<string>(store, 'cursor'),
  )
}

export async function refOf(content: Checklist): Promise<ChecklistRef> {
  return { id: content.id, version: content.version, hash: await digestOf(content) }
}
