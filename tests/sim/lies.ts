import type { Mutation } from '../../src/domain/mutation.ts'
import type { Reply } from './network.ts'
import type { Random } from './random.ts'

type Asked = { path: string; init: { body?: string | Blob } }
type Lie = (random: Random, asked: Asked) => Reply

const HTML = '<!doctype html><title>Đăng nhập Wi-Fi</title>'
const html = { 'content-type': 'text/html' }

function status(code: number, text: string = HTML, headers: Record<string, string> = html): Lie {
  return () => ({ status: code, headers, text })
}

/** In our shape and without our header: "everything was applied", from a server that is not ours. */
function mimic(_random: Random, { path, init }: Asked): Reply {
  const common = { proto: 1, epoch: 'epoch-of-nobody', serverTime: 0, after: '' }
  if (!path.includes('/push')) {
    const deviceId = new URLSearchParams(path.split('?')[1]).get('deviceId')
    const after = new URLSearchParams(path.split('?')[1]).get('cursor') ?? ''
    const page = { ...common, deviceId, after, cursor: 'none', more: false, reset: true, deviceAck: 9_999, changes: [] }
    return { status: 200, headers: {}, text: JSON.stringify(page) }
  }
  const { deviceId, m } = JSON.parse(String(init.body)) as { deviceId: string; m: Mutation[] }
  const last = m.at(-1)?.seq ?? 0
  const r = m.map(({ seq }) => ({ seq, o: 'applied' }))
  return {
    status: 200,
    headers: {},
    text: JSON.stringify({ ...common, deviceId, ackSeq: last, expectSeq: last + 1, r }),
  }
}

/** 429 whose Retry-After is a date: passed, far ahead, or no date at all. */
function tooOften(random: Random): Reply {
  const after = random.pick(['Thu, 01 Jan 1970 00:00:00 GMT', 'Fri, 01 Jan 2038 00:00:00 GMT', 'soon', '-5', '1'])
  return { status: 429, headers: { ...html, 'retry-after': after }, text: HTML }
}

/** What proxies, portals and tired servers answer in the server's place. */
export const lies: readonly Lie[] = [
  status(200),
  status(200, ''),
  status(200, '{}', { 'content-type': 'application/json', 'sync-proto': '1' }),
  status(204, ''),
  status(302),
  status(401),
  status(403),
  status(404),
  status(409),
  status(413),
  status(422),
  tooOften,
  status(500),
  status(502),
  status(503),
  status(507),
  status(511),
  status(409, JSON.stringify({ code: 'EPOCH_CHANGED', message: '' }), {}),
  mimic,
]
