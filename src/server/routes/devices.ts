import * as z from 'zod/mini'
import { Problem } from '../../domain/problem.ts'
import {
  type DeviceReport,
  type DeviceRow,
  deviceReportSchema,
  foundSchema,
  HANDOVER_BYTES_MAX,
  type Handover,
  type HandoverRow,
  lostSchema,
  REPORT_HEADER,
  type RefusalRow,
  TABLET_HEADER,
  type TakenRefusal,
  tabletSchema,
  wipedSchema,
} from '../../protocol/device-wire.ts'
import { nothingSchema } from '../../protocol/people-wire.ts'
import { PROTO } from '../../protocol/terms.ts'
import { sessionTokenIn } from '../auth/auth.ts'
import { listHandovers, takeHandover } from '../people/handovers.ts'
import { type Declaring, declareDeviceLost, declareSessionLost, withdrawLost } from '../people/lost.ts'
import { listRefusals, takeRefusal } from '../people/refusals.ts'
import { type DeviceSeen, listDevices } from '../storage/devices.ts'
import { latestOrders, type Order, openOrders } from '../storage/lost.ts'
import { findAccount } from '../storage/people.ts'
import { type Session, sessionsIn } from '../storage/sessions.ts'
import { acceptHandover } from '../sync/handover.ts'
import type { AppContext, AppParts } from './app-context.ts'
import type { Asker, Register } from './guard.ts'
import { parseAs, readJson } from './read-body.ts'
import { cookieOf } from './session-cookie.ts'

const BODY_BYTES_MAX = 1024

/** The devices of a province and what waits on them; tablets that were lost. */
export function deviceRoutes(route: Register, parts: AppParts): void {
  const { db, auth, trustProxy } = parts
  const tokenIn = (c: AppContext) => sessionTokenIn(cookieOf(c, trustProxy))

  route('GET /api/devices', async (c, { person, sessionId }) => {
    const devices = await listDevices(db, person.provinceId)
    const orders = await latestOrders(db, person.provinceId)
    // Sessions go by the sign-in library's clock.
    const sessions = await sessionsIn(db, person.provinceId, Date.now())
    const byId = new Map(sessions.map((each) => [each.id, each]))
    const known = new Set(devices.map((each) => each.sessionId))
    return c.json({
      devices: devices.map((each) => deviceRow(each, byId.get(each.sessionId ?? ''), orders, sessionId)),
      sessions: sessions
        .filter(({ id }) => !known.has(id))
        .map((each) => ({ ...sessionRow(each, sessionId), person: { id: each.userId, name: each.name } })),
    })
  })

  route('POST /api/devices/:id/found', async (c, { person }) => {
    const { reason } = parseAs(foundSchema, await readJson(c.req.raw, BODY_BYTES_MAX))
    await withdrawLost({ db, by: person, now: parts.now() }, c.req.param('id'), reason)
    return c.json({ ok: true })
  })

  route('GET /api/handovers', async (c, { person }) => {
    const handovers = await listHandovers(db, person)
    const reply: { handovers: HandoverRow[] } = {
      handovers: handovers.map(({ userId: id, name, ...rest }) => ({ ...rest, person: { id, name } })),
    }
    return c.json(reply)
  })

  route('POST /api/handovers/:id/take', async (c, { person }) => {
    parseAs(nothingSchema, await readJson(c.req.raw, BODY_BYTES_MAX))
    const taken = await takeHandover({ db, by: person, now: parts.now() }, c.req.param('id'))
    const reply: Handover = {
      person: { id: taken.userId, name: taken.name },
      tablet: taken.tablet,
      letters: taken.letters.map(({ receivedAt, sha256, content }) => ({ receivedAt, sha256, content })),
    }
    return c.json(reply)
  })

  route('GET /api/refusals', async (c, { person }) => {
    const refusals = await listRefusals(db, person)
    const reply: { refusals: RefusalRow[] } = {
      refusals: refusals.map(({ userId, name, deviceId, ...rest }) => ({
        ...rest,
        person: { id: userId, name },
        device: deviceId,
      })),
    }
    return c.json(reply)
  })

  route('POST /api/refusals/:id/take', async (c, { person }) => {
    parseAs(nothingSchema, await readJson(c.req.raw, BODY_BYTES_MAX))
    const taken = await takeRefusal({ db, by: person, now: parts.now() }, c.req.param('id'))
    const { userId: id, name, deviceId: device, receivedAt, how, code, detail, content } = taken
    const reply: TakenRefusal = { person: { id, name }, device, receivedAt, how, code, detail, content }
    return c.json(reply)
  })

  const declaring = async (c: AppContext, { person, sessionId, reach }: Asker): Promise<Declaring> => {
    const { everybody, password } = parseAs(lostSchema, await readJson(c.req.raw, BODY_BYTES_MAX))
    const wholeProvince = reach === 'province'
    return { db, auth, by: person, now: parts.now(), sessionId, wholeProvince, everybody, password }
  }

  route('POST /api/devices/:id/lost', async (c, asker) => {
    await declareDeviceLost(await declaring(c, asker), c.req.param('id'))
    return c.json({ ok: true })
  })

  route('POST /api/sessions/:id/lost', async (c, asker) => {
    await declareSessionLost(await declaring(c, asker), c.req.param('id'))
    return c.json({ ok: true })
  })

  route('GET /sync/v1/lost', async (c) => {
    const tablet = tabletIn(c)
    const personIds = tablet === null ? [] : await openOrders(db, tablet, tokenIn(c))
    const wipe = personIds.map((personId) => ({ personId, proof: auth.lostProofOf(personId, tablet ?? '') }))
    return c.json({ proto: PROTO, wipe })
  })

  route('POST /sync/v1/lost', async (c) => {
    const tablet = tabletIn(c)
    const { personId, proof, queue } = parseAs(wipedSchema, await readJson(c.req.raw, HANDOVER_BYTES_MAX))
    const account = await findAccount(db, personId)
    if (tablet === null || account === null) throw new Problem('FORBIDDEN')
    const { person } = account
    const expected = { storeKey: auth.storeKeyOf(personId), proof: auth.lostProofOf(personId, tablet) }
    await acceptHandover(db, { person, tablet, proof, queue, token: tokenIn(c), now: parts.now() }, expected)
    return c.json({ proto: PROTO, kept: true })
  })
}

/** The browser's own number; null where it says none, or something that is none. */
export function tabletIn(c: AppContext): string | null {
  const { data } = z.safeParse(tabletSchema, c.req.header(TABLET_HEADER))
  return data ?? null
}

/** What the device says of itself; null where it says nothing, or what cannot be read: nothing depends on it. */
export function reportIn(c: AppContext): DeviceReport | null {
  try {
    return z.safeParse(deviceReportSchema, JSON.parse(c.req.header(REPORT_HEADER) ?? 'null')).data ?? null
  } catch {
    return null
  }
}

function sessionRow({ userId: _, ...session }: Session, current: string) {
  return { ...session, current: session.id === current }
}

function deviceRow(
  seen: DeviceSeen,
  session: Session | undefined,
  orders: Map<string, Order>,
  current: string,
): DeviceRow {
  const { id, userId, name, role, tablet, app, schema, seenAt, waiting, photos, since, clockAhead, refused } = seen
  return {
    id,
    person: { id: userId, name, role },
    tablet,
    app,
    schema,
    lastSeen: seenAt,
    // Its clock may be years off: what it says of time is said again by ours.
    waiting:
      waiting === null
        ? null
        : { changes: waiting, photos: photos ?? 0, since: since === null ? null : since - (clockAhead ?? 0) },
    refused,
    clockAhead,
    session: session ? sessionRow(session, current) : null,
    lost: standing(orders.get(`${userId} ${tablet}`), seenAt),
  }
}

/** Whoever came back to the tablet after it was wiped has a new store there. */
function standing(order: Order | undefined, seenAt: number): Order | null {
  return order && (order.wipedAt === null || order.wipedAt >= seenAt) ? order : null
}
