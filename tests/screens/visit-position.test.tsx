// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openInspection, startInspection } from '../../src/device/store/drafts.ts'
import type { InspectionRecord } from '../../src/domain/inspection.ts'
import { Fill } from '../../src/screens/fill/fill.tsx'
import { Submit } from '../../src/screens/fill/submit.tsx'
import { StartPage } from '../../src/screens/inspector/start.tsx'
import { ResultPage } from '../../src/screens/result.tsx'
import { checklist, item, pass, passFail, section } from '../support/builders.ts'
import { bring, createTablet, facility, inspector, refOf } from './tablet.tsx'

const tram = facility('tram', 'Trạm Y tế Suối Mơ', { position: { lat: 21.274367, lon: 106.396533 } })
const list = checklist([section('a', [item('a1', passFail)])])

beforeAll(() => {
  Element.prototype.scrollIntoView = () => {}
  window.scrollTo = () => {}
})

/** What the receiver says when it is asked. */
function receiver(answer: number | 'found' | 'silent') {
  let asked = 0
  const watchPosition = (done: PositionCallback, fail: PositionErrorCallback) => {
    asked += 1
    if (answer === 'found')
      done({ coords: { latitude: 21.273367, longitude: 106.396533, accuracy: 12 } } as GeolocationPosition)
    else if (answer !== 'silent') fail({ code: answer } as GeolocationPositionError)
    return asked
  }
  Object.defineProperty(navigator, 'geolocation', { configurable: true, value: { watchPosition, clearWatch() {} } })
  return { asked: () => asked }
}
afterEach(() => Reflect.deleteProperty(navigator, 'geolocation'))

async function begin(person = inspector) {
  const tablet = await createTablet(person)
  await bring(tablet.store, { facilities: [tram], checklists: [list] })
  const head = {
    facilityId: tram.id,
    facilityName: tram.name,
    checklist: await refOf(list),
    kind: 'inspection' as const,
    date: '2026-11-22',
    team: ['Lan'],
    facts: tram.facts,
  }
  return { ...tablet, head, user: userEvent.setup() }
}
const headOf = async (store: Parameters<typeof openInspection>[0]) => {
  const [id] = await store.db.inspection.toCollection().primaryKeys()
  return (await openInspection(store, id ?? ''))?.head
}

describe('[P56] a visit begins', () => {
  const start = async (person = inspector) => {
    const began = await begin(person)
    began.show(<StartPage facilityId="tram" />, '/co-so/tram/bat-dau?bo=thu')
    await began.user.click(await screen.findByRole('button', { name: 'Bắt đầu' }))
    return began
  }

  it('[P56] and its place is found beside it: kept and queued in one transaction', async () => {
    receiver('found')
    const { store } = await start()
    await waitFor(async () =>
      expect((await headOf(store))?.position).toMatchObject({ lat: 21.273367, lon: 106.396533, accuracy: 12 }),
    )
    expect(await store.db.outbox.count()).toBe(2)
  })

  it('[P56] at once, whatever the receiver does', async () => {
    receiver('silent')
    const { store } = await start()
    await waitFor(async () => expect(await headOf(store)).toMatchObject({ facilityId: 'tram' }))
    expect((await headOf(store))?.position).toBeUndefined()
  })

  it('somebody who assesses their own house is not asked', async () => {
    const { asked } = receiver('found')
    const { store } = await start({ ...inspector, role: 'facility', areaIds: [], facilityId: 'tram' })
    await waitFor(async () => expect(await headOf(store)).toMatchObject({ kind: 'selfAssessment' }))
    expect(asked()).toBe(0)
  })
})

describe('a place that was not found', () => {
  it('is said once, with one way to try again, and nothing is in the way', async () => {
    receiver(1)
    const { store, head, show, user } = await begin()
    const id = await startInspection(store, head)
    const { findVisitPosition } = await import('../../src/screens/parts/position/visit-position.ts')
    show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
    findVisitPosition(store, id)
    expect(await screen.findByText(/Trình duyệt chưa được phép lấy vị trí/)).toBeVisible()
    expect(await screen.findByRole('radio', { name: 'Đạt' })).toBeEnabled()
    receiver('found')
    await user.click(screen.getByRole('button', { name: 'Lấy lại vị trí' }))
    await waitFor(async () => expect((await headOf(store))?.position).toBeDefined())
    await waitFor(() => expect(screen.queryByText('Chưa có vị trí của lượt kiểm tra')).not.toBeInTheDocument())
  })

  it('may be left at that; that the browser may not say it is then said no more where nobody asks', async () => {
    receiver(1)
    const { store, head, show, user } = await begin()
    const id = await startInspection(store, head)
    const { findVisitPosition } = await import('../../src/screens/parts/position/visit-position.ts')
    show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
    findVisitPosition(store, id)
    await user.click(await screen.findByRole('button', { name: 'Bỏ qua' }))
    const said = () => screen.queryByText('Chưa có vị trí của lượt kiểm tra')
    expect(said()).not.toBeInTheDocument()
    findVisitPosition(store, id, false)
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(said()).not.toBeInTheDocument()
    findVisitPosition(store, id)
    await waitFor(() => expect(said()).toBeInTheDocument())
  })
})

it('the review says where the visit was and how far from the facility, and finds it again', async () => {
  receiver('found')
  const { store, head, show, user } = await begin()
  const id = await startInspection(store, head)
  show(<Submit id={id} />, `/kiem-tra/${id}/nop`)
  const panel = within(await screen.findByRole('region', { name: 'Lượt kiểm tra' }))
  expect(panel.getByText('chưa có')).toBeInTheDocument()
  await user.click(panel.getByRole('button', { name: 'Lấy vị trí' }))
  expect(
    await panel.findByText(/21,273367° vĩ bắc, 106,396533° kinh đông \(sai số khoảng 12 m\), lúc .*khoảng 110 m/),
  ).toBeInTheDocument()
  expect(panel.getByRole('button', { name: 'Lấy lại vị trí' })).toBeEnabled()
})

it('the supervisor sees the place and its distance; a visit without one says so', async () => {
  const { store, head, show } = await begin()
  const record = {
    id: 'r',
    head: { ...head, position: { lat: 21.273367, lon: 106.396533, accuracy: 12, at: 1_795_000_000_000 } },
    status: 'submitted',
    createdBy: { id: 'x', name: 'Trần Văn Hùng' },
    submittedAt: 1_795_000_000_000,
    score: { earned: 100, max: 100, grade: 'Đạt', tone: 'pass', criticalFailures: 0 },
    cells: { a1: { rev: 1, answer: { value: pass } } },
  } as InspectionRecord
  await bring(store, { results: [record, { ...record, id: 'q', head }] })
  const view = show(<ResultPage id="r" />)
  expect(
    await screen.findByText(/sai số khoảng 12 m\).*cách vị trí đã biết của cơ sở khoảng 110 m/),
  ).toBeInTheDocument()
  view.unmount()
  show(<ResultPage id="q" />)
  expect(await screen.findByText('không ghi')).toBeInTheDocument()
})
