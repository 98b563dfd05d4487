import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import type { Auth } from '../auth/auth.ts'
import { type DeviceSeen, deviceOfSession, devicesOnTablet, listDevices } from '../storage/devices.ts'
import { declareLost, latestOrders, withdrawOrders } from '../storage/lost.ts'
import { findAccount } from '../storage/people.ts'
import type { Database } from '../storage/schema.ts'
import { ownerOfSession, takeSession } from '../storage/sessions.ts'
import { transact } from '../storage/transaction.ts'
import { type Act, administer, note } from './act.ts'

/** Who declares a tablet lost, and the session they ask with: never that of the lost one. */
export type Declaring = Act & {
  auth: Pick<Auth, 'checkPassword'>
  sessionId: string
  wholeProvince: boolean
  everybody: boolean
  password: string | undefined
}

/** One person's store on one tablet, as far as the server knows it. */
type Seat = Pick<DeviceSeen, 'userId' | 'provinceId' | 'tablet' | 'sessionId' | 'waiting'>

/** @throws Problem NOT_FOUND, DEVICE_IN_HAND, PASSWORD_WRONG, SIGN_IN_LOCKED */
export async function declareDeviceLost(declaring: Declaring, deviceId: string): Promise<void> {
  await declare(declaring, async (trx) => (await listDevices(trx, declaring.by.provinceId, deviceId))[0] ?? null)
}

/** @throws Problem NOT_FOUND, DEVICE_IN_HAND, PASSWORD_WRONG, SIGN_IN_LOCKED */
export async function declareSessionLost(declaring: Declaring, id: string): Promise<void> {
  await declare(declaring, async (trx) => {
    const device = await deviceOfSession(trx, declaring.by.provinceId, id)
    if (device) return device
    // Signed in, and nothing said yet: its session alone will be told.
    const owner = await ownerOfSession(trx, id)
    const account = owner === null ? null : await findAccount(trx, owner)
    if (!account) return null
    const { id: userId, provinceId } = account.person
    return { userId, provinceId, tablet: null, sessionId: id, waiting: null }
  })
}

/**
 * Ends the session and orders the store to be wiped when the tablet is heard of
 * again. What the server has received stays; what it has not, the tablet hands over
 * sealed before it wipes (sync/handover.ts).
 */
async function declare(
  { db, auth, by, now, sessionId, wholeProvince, everybody, password }: Declaring,
  find: (db: Database) => Promise<Seat | null>,
): Promise<void> {
  // Outside of the transaction: a password takes its time.
  if ((await find(db))?.userId === by.id) await auth.checkPassword(by, password ?? '')
  await transact(db, { province: by.provinceId }, async (trx) => {
    const seat = await find(trx)
    if (!seat || !mayDeclare(by, seat, wholeProvince)) throw new Problem('NOT_FOUND')
    const others =
      everybody && wholeProvince && seat.tablet !== null
        ? (await devicesOnTablet(trx, by.provinceId, seat.tablet)).filter(({ userId }) => userId !== seat.userId)
        : []
    const mine = await deviceOfSession(trx, by.provinceId, sessionId)
    for (const { userId, tablet, sessionId: spoken, waiting } of [seat, ...others]) {
      if (spoken === sessionId || (userId === by.id && tablet !== null && tablet === mine?.tablet))
        throw new Problem('DEVICE_IN_HAND')
      const token = spoken === null ? null : await takeSession(trx, spoken)
      await declareLost(trx, { tenantId: seat.provinceId, userId, tablet, token, now })
      await note(trx, { by, now }, { what: 'device.lost', subject: userId, detail: { tablet, waiting } })
      if (token !== null)
        await note(trx, { by, now }, { what: 'session.ended', subject: userId, detail: { sessions: 1 } })
    }
  })
}

/**
 * Takes an order back that the tablet has not carried out: it was found, or was never
 * lost. The session that ended by it stays ended. Done before, it changes nothing.
 *
 * @throws Problem NOT_FOUND, LOST_CARRIED_OUT
 */
export async function withdrawLost(act: Act, deviceId: string, reason: 'found' | 'mistaken'): Promise<void> {
  await administer(act, async (trx) => {
    const [seat] = await listDevices(trx, act.by.provinceId, deviceId)
    if (!seat || seat.tablet === null) throw new Problem('NOT_FOUND')
    const { userId, tablet } = seat
    if (await withdrawOrders(trx, { userId, tablet }))
      return note(trx, act, { what: 'lost.withdrawn', subject: userId, detail: { tablet, reason } })
    if ((await latestOrders(trx, seat.provinceId)).get(`${userId} ${tablet}`)) throw new Problem('LOST_CARRIED_OUT')
  })
}

function mayDeclare(by: Person, { userId, provinceId }: Seat, wholeProvince: boolean): boolean {
  return userId === by.id || (wholeProvince && provinceId === by.provinceId)
}
