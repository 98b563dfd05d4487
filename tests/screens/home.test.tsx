// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { startInspection } from '../../src/device/store/drafts.ts'
import { InspectorHome } from '../../src/screens/inspector/home.tsx'
import { checklist, facts, item, pass, passFail, section } from '../support/builders.ts'
import { bring, createTablet, facility, refOf } from './tablet.tsx'

const tram = facility('tram', 'Trạm Y tế xã Suối Mơ', { facts: facts({ type: 'communeStation', beds: null }) })
const hospital = facility('bv', 'Bệnh viện Đồng Xuân', { areaId: 'xa-2', areaName: 'Phường Bến Sao' })

describe('the inspector’s first page', () => {
  it('finds “Trạm Y tế” by “tram y te”', async () => {
    const { store, show } = await createTablet()
    await bring(store, { facilities: [tram, hospital] })
    show(<InspectorHome />)
    await userEvent.type(await screen.findByLabelText('Tìm cơ sở'), 'tram y te')
    await waitFor(() => expect(screen.queryByRole('link', { name: /Đồng Xuân/ })).not.toBeInTheDocument())
    expect(screen.getByRole('link', { name: /Trạm Y tế xã Suối Mơ/ })).toHaveAttribute('href', '/co-so/tram')
  })

  it('finds “Đồng Xuân” by “dong xuan”, in its commune', async () => {
    const { store, show } = await createTablet()
    await bring(store, { facilities: [tram, hospital] })
    show(<InspectorHome />)
    await userEvent.type(await screen.findByLabelText('Tìm cơ sở'), 'dong xuan')
    await waitFor(() => expect(screen.queryByRole('link', { name: /Suối Mơ/ })).not.toBeInTheDocument())
    expect(screen.getByRole('region', { name: 'Phường Bến Sao' })).toBeInTheDocument()
  })

  it('shows what is unfinished with its share, and leads back to it', async () => {
    const { store, show } = await createTablet()
    const list = checklist([section('a', [item('a1', passFail), item('a2', passFail)])])
    await bring(store, { facilities: [tram], checklists: [list] })
    const id = await startInspection(store, {
      facilityId: tram.id,
      facilityName: tram.name,
      checklist: await refOf(list),
      kind: 'inspection',
      date: '2026-11-22',
      team: ['Lan'],
      facts: tram.facts,
    })
    await saveAnswer(store, id, 'a1', { value: pass })
    show(<InspectorHome />)
    const row = await screen.findByRole('link', { name: /50 % · 1\/2/ })
    expect(row).toHaveAttribute('href', `/kiem-tra/${id}`)
  })

  it('on an empty tablet says what to do', async () => {
    const { show } = await createTablet()
    show(<InspectorHome />)
    expect(await screen.findByText('Máy này chưa có cơ sở nào.')).toBeInTheDocument()
    expect(screen.getByRole('button', { name: 'Đồng bộ ngay' })).toBeInTheDocument()
  })
})
