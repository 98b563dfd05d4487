import 'fake-indexeddb/auto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { addPhoto, listPhotos } from '../../../src/device/store/photos.ts'
import { createDeviceOverHttp, startAnyVisit } from '../../support/device-over-http.ts'
import { photoOf, picture } from '../../support/photos.ts'
import { createCutLine } from './cut-line.ts'
import { type Comparison, type Effort, limitAim, openSeries, takeTurns } from './measure.ts'
import { startOurs } from './process.ts'

const SIZE = 300_000
/** The line of the field, and how often it breaks there. */
const SECONDS = 20
/** Here everything goes so many times as fast: what counts is how many bytes lie between two cuts. */
const FASTER = 20

type Sent = { bytes: number; cuts: number; seconds: number }

/** Pictures over a line that breaks again and again: what has to be sent again. */
export async function comparePhotos(effort: Effort): Promise<Comparison> {
  const photos = effort.isQuick ? 10 : 50
  // 300 kB need 7.5 s on the first of them: fewer than the line lasts, or a plain upload would never come to an end.
  const speeds = effort.isQuick ? [40, 80] : [40, 80, 160, 320]
  const again = openSeries(`sent beyond the ${photos} pictures of ${SIZE / 1000} kB`, '%', 'kB/s')
  const bytes = openSeries('the same, bytes', 'bytes', 'kB/s')
  const cuts = openSeries('cuts until all had arrived', 'times', 'kB/s')
  for (const speed of speeds)
    await takeTurns(
      [
        { name: 'ours', send: sendOurs },
        { name: 'multipart form, asked again until it is taken', send: sendForms },
      ],
      effort,
      async ({ name, send }, counts) => {
        const sent = await send(photos, speed * 1000)
        if (!counts) return
        const beyond = sent.bytes - photos * SIZE
        again.add(speed, name, (100 * beyond) / (photos * SIZE))
        bytes.add(speed, name, beyond)
        cuts.add(speed, name, sent.cuts)
      },
    )
  return {
    title: `Photos: ${photos} pictures of ${SIZE / 1000} kB over a line that breaks every ${SECONDS} s`,
    how: [
      `Line and cuts go ${FASTER} times as fast as they are named (a cut every ${SECONDS / FASTER} s): a run then takes seconds instead of minutes, and between two cuts lie as many bytes. What was on the line before a cut arrives, and both ends see a broken connection; the next one can be made at once.`,
      'Counted is every byte that crossed the line from the device, headers and questions too, less the pictures.',
      'Ours: the app’s own photo lane over the built server, two pictures at a time, on the disk and checked before it is called received. Beside it a form with one picture (`multipart/form-data` by `fetch`), sent again as a whole until a server that only counts answers 200, also two at a time.',
    ],
    series: [again, bytes, cuts].map(({ series }) => series),
    aims: speeds.map((speed) => limitAim(`sent again, ${speed} kB/s`, again.at('ours', speed), 5, '%')),
  }
}

const lineOf = (target: string, bytesPerSecond: number) =>
  createCutLine(target, { bytesPerSecond: bytesPerSecond * FASTER, every: (SECONDS * 1000) / FASTER })

async function sendOurs(photos: number, bytesPerSecond: number): Promise<Sent> {
  const server = await startOurs()
  try {
    let address = server.url
    const tablet = await createDeviceOverHttp(() => address)
    await tablet.sync()
    const { insp, items } = await startAnyVisit(tablet.store)
    for (let n = 0; n < photos; n++) {
      const shot = picture(SIZE)
      const { id: _id, ...about } = photoOf(shot, { item: items[n % items.length] as string })
      await addPhoto(tablet.store, insp, about, new Blob([shot]))
    }
    await tablet.sync()
    const line = await lineOf(server.url, bytesPerSecond)
    address = line.url
    const begun = performance.now()
    const isDone = () =>
      tablet.sendPhotos().then(
        () => true,
        () => false,
      )
    while (!(await isDone()));
    const seconds = (performance.now() - begun) / 1000
    line.close()
    const states = (await listPhotos(tablet.store, insp)).map(({ state }) => state)
    if (states.length !== photos || states.some((state) => state !== 'received'))
      throw new Error(`not all pictures are there: ${states}`)
    tablet.close()
    return { bytes: line.sent(), cuts: line.cuts(), seconds }
  } finally {
    await server.stop()
  }
}

async function sendForms(photos: number, bytesPerSecond: number): Promise<Sent> {
  const server = await startCounter()
  const { port } = server.address() as AddressInfo
  const line = await lineOf(`http://127.0.0.1:${port}`, bytesPerSecond)
  const left = Array.from({ length: photos }, (_, n) => ({ name: `${n}.jpg`, bytes: picture(SIZE) }))
  const begun = performance.now()
  async function work(): Promise<void> {
    for (let next = left.shift(); next; next = left.shift()) {
      const form = new FormData()
      form.append('photo', new Blob([next.bytes], { type: 'image/jpeg' }), next.name)
      const isTaken = () =>
        fetch(`${line.url}/photos`, { method: 'POST', body: form }).then(
          ({ ok }) => ok,
          () => false,
        )
      while (!(await isTaken()));
    }
  }
  await Promise.all([work(), work()])
  const seconds = (performance.now() - begun) / 1000
  line.close()
  server.close()
  server.closeAllConnections()
  return { bytes: line.sent(), cuts: line.cuts(), seconds }
}

/** Answers when the last byte of a body is there. */
async function startCounter(): Promise<Server> {
  const server = createServer((asked, reply) => {
    asked.on('error', () => reply.destroy())
    asked.on('end', () => reply.end('ok'))
    asked.resume()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return server
}
