// @vitest-environment jsdom
import { screen } from '@testing-library/react'
import { describe, it } from 'vitest'
import { readMeta, type Store } from '../../src/device/store/store.ts'
import { useStore } from '../../src/device/store/use-store.ts'
import { ResultPage } from '../../src/screens/result.tsx'
import { checklist, facts, item, passFail, section } from '../support/builders.ts'
import { bring, createTablet, refOf } from './tablet.tsx'

const list = checklist([section('a', [item('a1', passFail)])])

describe('a live query hears of everything it read', () => {
  /** As the store's own functions are: one async function waits for another, and reads only afterwards. */
  const layers = async (store: Store, depth: number): Promise<number> => {
    if (depth === 0) return store.db.result.count()
    await readMeta(store, 'gen')
    return layers(store, depth - 1)
  }
  function Count({ depth }: { depth: number }) {
    return <p>Có {useStore((store) => layers(store, depth), [depth])} lượt</p>
  }

  it.each([0, 1, 2, 5, 20])('though it waited %i times before', async (depth) => {
    const tablet = await createTablet()
    tablet.show(<Count depth={depth} />)
    await screen.findByText('Có 0 lượt')
    await bring(tablet.store, { results: [await received('v-1')] })
    await screen.findByText('Có 1 lượt')
  })

  it('a page that was opened before its record came shows it when it has come', async () => {
    const tablet = await createTablet()
    await bring(tablet.store, { checklists: [list] })
    tablet.show(<ResultPage id="v-1" />)
    await screen.findByRole('heading', { name: 'Không tìm thấy lượt kiểm tra này' })
    await bring(tablet.store, { results: [await received('v-1')] })
    await screen.findByRole('heading', { name: 'Trạm Y tế xã Suối Mơ' })
  })
})

async function received(id: string) {
  return {
    id,
    head: {
      facilityId: 'cs-1',
      facilityName: 'Trạm Y tế xã Suối Mơ',
      checklist: await refOf(list),
      kind: 'inspection' as const,
      date: '2026-11-20',
      team: ['Lan'],
      facts: facts(),
    },
    status: 'submitted' as const,
    createdBy: { id: 'p-kiem', name: 'Nguyễn Thị Kiểm' },
    submittedAt: Date.UTC(2026, 10, 20, 3, 42),
    score: null,
    cells: {},
  }
}
