import { dateInVietnam } from '../../../src/domain/date.ts'
import { tapWire } from '../../support/wire-tap.ts'
import { openDevice } from './browser.ts'
import { changesOf, newVisit } from './content.ts'
import { type Comparison, type Effort, limitAim, openSeries, ratioAim, takeTurns } from './measure.ts'
import { peakMemory, processorTime } from './process.ts'
import { seedOurs, sqliteIn } from './seed.ts'
import { type SyncContender, syncContenders, syncFairness } from './sync-contenders.ts'
import { openTlsFront } from './tls-front.ts'

const WARM = 25
const CHANGED = 100

/** Visits that wait on a tablet go up; then one answer in each of some; then one answer alone. */
export async function comparePush(effort: Effort): Promise<Comparison> {
  const sizes = effort.isQuick ? [5, 10, 20, 40] : [125, 250, 500, 1000]
  const contenders = await syncContenders()
  const times = openSeries('push: time', 'ms', 'visits')
  const bytes = openSeries('push: bytes on the wire', 'bytes', 'visits')
  const requests = openSeries('push: requests', 'requests', 'visits')
  const processor = openSeries('push: processor that the server used', 'ms', 'visits')
  const memory = openSeries('push: the most memory that the server held', 'MB', 'visits')
  const far = openSeries('push over a line of 100 ms there and back: time', 'ms', 'visits')
  const changes = openSeries(`then one answer of each, of at most ${CHANGED}: time`, 'ms', 'visits before')
  const changeBytes = openSeries('the same: bytes on the wire for each answer', 'bytes', 'visits before')
  const changeRequests = openSeries('the same: requests', 'requests', 'visits before')
  const single = openSeries('one answer alone: bytes on the wire, all headers of a browser', 'bytes', 'visits before')
  const packed = openSeries(
    'the same over HTTP/2 and TLS, as in the field: what the device sends',
    'bytes',
    'visits before',
  )
  const packedBoth = openSeries('the same, and the reply', 'bytes', 'visits before')
  const singleRequests = openSeries('one answer alone: requests', 'requests', 'visits before')

  async function run(contender: SyncContender, size: number, roundTrip: number, counts: boolean): Promise<void> {
    const { name, script } = contender
    const server = await contender.start((folder) => seedOurs(sqliteIn(folder), [], []))
    const wire = await tapWire(server.url, { roundTrip })
    const device = await openDevice(wire.url, script)
    try {
      if (name === 'ours') await device.ask('pull')
      const today = dateInVietnam(Date.now())
      // Compiled by then, everywhere.
      await device.ask(
        'write',
        Array.from({ length: WARM }, () => newVisit(today)),
      )
      await device.ask('push')
      const visits = Array.from({ length: size }, () => newVisit(today))
      await device.ask('write', visits)
      wire.take()
      const used = processorTime(server.pid)
      const time = await device.ask('push')
      const pushed = wire.take()
      const usedByThen = processorTime(server.pid)
      if (roundTrip > 0) return counts ? far.add(size, name, time) : undefined
      const changed = visits.slice(0, CHANGED)
      await device.ask('change', changesOf(changed))
      wire.take()
      const changeTime = await device.ask('push')
      const afterwards = wire.take()
      await device.ask('change', changesOf(visits.slice(-1)))
      wire.take()
      await device.ask('push')
      const alone = wire.take()
      await device.ask('count')
      if (!counts) return
      times.add(size, name, time)
      processor.add(size, name, usedByThen - used)
      memory.add(size, name, peakMemory(server.pid))
      bytes.add(size, name, pushed.up + pushed.down)
      requests.add(size, name, pushed.requests)
      changes.add(size, name, changeTime)
      changeBytes.add(size, name, (afterwards.up + afterwards.down) / changed.length)
      changeRequests.add(size, name, afterwards.requests)
      single.add(size, name, alone.up + alone.down)
      singleRequests.add(size, name, alone.requests)
    } finally {
      await device.close()
      await wire.close()
      await server.stop()
    }
  }

  async function runPacked({ name, script, start }: SyncContender, size: number, counts: boolean): Promise<void> {
    const server = await start((folder) => seedOurs(sqliteIn(folder), [], []))
    const front = await openTlsFront(server.url)
    const wire = await tapWire(front.url)
    const device = await openDevice(wire.url, script)
    try {
      if (name === 'ours') await device.ask('pull')
      const visits = Array.from({ length: size }, () => newVisit(dateInVietnam(Date.now())))
      await device.ask('write', visits)
      await device.ask('push')
      await device.ask('change', changesOf(visits.slice(-1)))
      wire.take()
      await device.ask('push')
      const { up, down } = wire.take()
      await device.ask('count')
      if (!counts) return
      packed.add(size, name, up)
      packedBoth.add(size, name, up + down)
    } finally {
      await device.close()
      await wire.close()
      await front.close()
      await server.stop()
    }
  }

  for (const size of sizes) await takeTurns(contenders, effort, (each, counts) => run(each, size, 0, counts))
  const [smallest = WARM] = sizes
  await takeTurns(contenders, effort, (each, counts) => runPacked(each, smallest, counts))
  const largest = Math.max(...sizes)
  await takeTurns(contenders, effort, (each, counts) => run(each, largest, 100, counts))

  const beside = (series: typeof times) => series.at('PouchDB') / series.at('ours')
  return {
    title: 'Push: visits of 60 answers, then changes of one answer',
    how: [
      ...syncFairness,
      `Each run has a server and a browser profile of its own; ${WARM} visits go up before what is counted.`,
      'The line is this machine’s own unless a delay is named.',
      'Over HTTP/2: the same servers behind the same small proxy with TLS, on a connection that stands; what is counted is what TLS sends.',
      'Not in these times: on the peers’ side a visit was written whole, at once. People answer one question at a time; ours keeps each such answer in its outbox, and that is what its push has to put away.',
    ],
    series: [
      times,
      processor,
      memory,
      bytes,
      requests,
      far,
      changes,
      changeBytes,
      changeRequests,
      single,
      singleRequests,
      packed,
      packedBoth,
    ].map(({ series }) => series),
    aims: [
      ratioAim(`time of PouchDB / ours, ${largest} visits`, beside(times), { atLeast: 10 }),
      ratioAim(`the same over a line of 100 ms`, beside(far), { atLeast: 10 }),
      ratioAim(`bytes of PouchDB / ours, ${largest} visits`, beside(bytes), { atLeast: 5 }),
      ratioAim(`bytes of PouchDB / ours, one answer of each visit`, beside(changeBytes), { atLeast: 5 }),
      limitAim('one answer of many that wait, with its share of headers', changeBytes.at('ours'), 600, 'bytes'),
      limitAim('one answer alone, request and reply, with all headers of a browser', single.at('ours'), 600, 'bytes'),
      limitAim('the same over HTTP/2 and TLS, as in the field: what the device sends', packed.at('ours'), 600, 'bytes'),
      limitAim('the same, and the reply', packedBoth.at('ours'), 600, 'bytes'),
    ],
  }
}
