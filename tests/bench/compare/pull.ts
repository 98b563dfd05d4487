import { dateInVietnam } from '../../../src/domain/date.ts'
import { tapWire } from '../../support/wire-tap.ts'
import { openDevice } from './browser.ts'
import { newFacilities, pastVisits } from './content.ts'
import { type Comparison, type Effort, openSeries, ratioAim, takeTurns } from './measure.ts'
import { seedOurs, sqliteIn } from './seed.ts'
import { syncContenders, syncFairness } from './sync-contenders.ts'

/** Everything comes to a fresh device; then it asks again, and there is nothing. */
export async function comparePull(effort: Effort): Promise<Comparison> {
  const sizes = effort.isQuick ? [30, 60, 120, 240] : [375, 750, 1500, 3000]
  const contenders = await syncContenders()
  const times = openSeries('first pull: time', 'ms', 'visits')
  const bytes = openSeries('first pull: bytes on the wire', 'bytes', 'visits')
  const requests = openSeries('first pull: requests', 'requests', 'visits')
  const nothing = openSeries('a pull with nothing new: time', 'ms', 'visits')
  const nothingBytes = openSeries('a pull with nothing new: bytes on the wire', 'bytes', 'visits')
  const nothingRequests = openSeries('a pull with nothing new: requests', 'requests', 'visits')

  for (const size of sizes) {
    const places = newFacilities(Math.ceil(size / 3))
    const visits = pastVisits(size, places, dateInVietnam(Date.now()))
    const running = await Promise.all(
      contenders.map(async ({ name, script, start }) => {
        const server = await start((folder) => seedOurs(sqliteIn(folder), places, visits))
        if (name !== 'ours') {
          const author = await openDevice(server.url, script)
          const score = { earned: 5100, max: 6000, grade: 'Đạt', tone: 'pass', criticalFailures: 0 }
          const documents = [
            ...places.map((facility) => ({ id: facility.id, facility })),
            ...visits.map((visit) => ({ ...visit, score, status: 'submitted', submittedAt: Date.now() })),
          ]
          await author.ask('write', documents as never)
          await author.ask('push')
          await author.close()
        }
        return { name, script, server }
      }),
    )
    await takeTurns(running, effort, async ({ name, script, server }, counts) => {
      const wire = await tapWire(server.url)
      const device = await openDevice(wire.url, script)
      wire.take()
      const time = await device.ask('pull')
      const first = wire.take()
      const there = await device.ask('count')
      if (there < size) throw new Error(`${name} has ${there} of ${size} visits`)
      wire.take()
      const again = await device.ask('pull')
      const second = wire.take()
      await device.close()
      await wire.close()
      if (!counts) return
      times.add(size, name, time)
      bytes.add(size, name, first.up + first.down)
      requests.add(size, name, first.requests)
      nothing.add(size, name, again)
      nothingBytes.add(size, name, second.up + second.down)
      nothingRequests.add(size, name, second.requests)
    })
    for (const { server } of running) await server.stop()
  }

  const largest = Math.max(...sizes)
  const beside = (series: typeof times) => series.at('PouchDB') / series.at('ours')
  return {
    title: 'First pull of visits and a third as many facilities, then a pull with nothing new',
    how: [
      ...syncFairness,
      'Each run has a browser profile of its own; the server keeps running. Ours brings the checklists too, with every visit its receipt (signed by the server) and the seal, and checks them; the peers bring facilities and visits.',
    ],
    series: [times, bytes, requests, nothing, nothingBytes, nothingRequests].map(({ series }) => series),
    aims: [
      ratioAim(`time of PouchDB / ours, ${largest} visits`, beside(times), { atLeast: 10 }),
      ratioAim(`bytes of PouchDB / ours, ${largest} visits`, beside(bytes), { atLeast: 5 }),
      ratioAim('bytes of PouchDB / ours, nothing new', beside(nothingBytes), { atLeast: 5 }),
    ],
  }
}
