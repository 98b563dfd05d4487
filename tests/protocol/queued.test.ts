import { describe, expect, it } from 'vitest'
import { boundPayload, mutationOf, type Payload, type QueuedRow, type Unpack } from '../../src/protocol/queued.ts'
import { failed, passed } from '../support/server-world.ts'

/** Rows whose content lies open: what is sealed, and what stands beside it, are what this is about. */
type Row = QueuedRow<Payload, never>
const open: Unpack<Payload, never> = {
  payload: (said) => Promise.resolve(said),
  seen: (said) => Promise.resolve(said),
}
const answer = (item: string, value = passed): Payload => ({ k: 'answer.set', set: { [item]: [0, value] } })
const row = (changes: Partial<Row> = {}): Row => ({
  seq: 1,
  id: 'm',
  insp: 'visit',
  cell: 'q1',
  base: 0,
  at: 10,
  payload: boundPayload(answer('q1'), 'visit', 10),
  ...changes,
})
const made = (...rows: Row[]) => mutationOf(rows, open)

describe('[P64] what is sealed counts', () => {
  it('where the row beside it agrees, it is the mutation that an older app would have made', async () => {
    expect(await made(row())).toEqual(await made(row({ payload: answer('q1') })))
  })

  it.each<[string, Partial<Row>]>([
    ['visit', { insp: 'another' }],
    ['item', { cell: 'q2' }],
    ['time', { at: 99 }],
  ])('another %s beside it changes nothing', async (_, changes) => {
    expect(await made(row(changes))).toEqual(await made(row()))
  })

  it('of an older app the row beside it is all there is', async () => {
    expect(await made(row({ payload: answer('q1'), insp: 'another', at: 99 }))).toMatchObject({
      insp: 'another',
      at: 99,
    })
  })

  it('several answers go out together under the visit that is sealed, with the last of the sealed times', async () => {
    const shared = [
      row({ mutationId: 'all', insp: 'moved', at: 99 }),
      row({ mutationId: 'all', cell: 'q2', at: 0, payload: boundPayload(answer('q2', failed), 'visit', 20) }),
    ]
    expect(await made(...shared)).toEqual({
      k: 'answer.set',
      seq: 1,
      id: 'all',
      insp: 'visit',
      at: 20,
      set: { q1: [0, passed], q2: [0, failed] },
    })
  })

  it('one that is sealed for another visit does not slip in among them', async () => {
    const foreign = row({ mutationId: 'all', cell: 'q2', payload: boundPayload(answer('q2', failed), 'another', 10) })
    expect(await made(row({ mutationId: 'all' }), foreign)).toMatchObject({ insp: 'visit', set: { q1: [0, passed] } })
    expect(JSON.stringify(await made(row({ mutationId: 'all' }), foreign))).not.toContain('q2')
  })

  it('the revision that an answer rests on stays beside it: it is known only when the former one was answered', async () => {
    expect(await made(row({ base: 3 }))).toMatchObject({ set: { q1: [3, passed] } })
  })
})
