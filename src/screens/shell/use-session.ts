import { useEffect, useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import {
  choosePin,
  type Entered,
  enterAgain,
  enterByAccount,
  enterByPin,
  keepLostSeal,
  leave,
  lockTab,
  OPEN_KEPT,
  touchTab,
} from '../../device/store/people.ts'
import { noteTemporaryPassword } from '../../device/store/temporary-password.ts'
import { behindTheScreen } from '../../device/sync/behind-the-screen.ts'
import { closeDevice, type Device } from '../../device/sync/device.ts'
import type { SignedIn } from '../../device/sync/sign-in.ts'
import { Problem } from '../../domain/problem.ts'
import type { Session } from './session.tsx'

// What the door itself does without: it stands there before these are loaded.
const account = () => import('../../device/sync/sign-in.ts')
const noteOpen = async (device: Device | null) => {
  if (!device) return
  const eviction = await import('../../device/store/eviction.ts')
  await eviction.noteOpen(device.store)
}

/** Who is here: nobody yet, somebody whose store is locked, somebody who has to choose a PIN, or somebody at work. */
export type Here =
  | { is: 'nobody' }
  /** `confirmed`: the account was confirmed just now, and only the PIN opens the store. */
  | { is: 'locked'; confirmed?: SignedIn; wiped?: number }
  /** `confirmed`: likewise; null where only the page was opened. */
  | { is: 'choosing'; entered: Entered; confirmed: SignedIn | null }
  | { is: 'in'; device: Device; accountKey: string | null }

const accountOf = async (personId: string) => (await account()).accountOf(personId)
const keyOf = (told: Pick<SignedIn, 'accountKey'> | null) => told?.accountKey ?? null

/** Who was here when the page was left, as far as no PIN must be asked for. */
export async function whoIsHere(): Promise<Here> {
  const entered = await enterAgain(Date.now())
  if (entered === null) return { is: 'nobody' }
  return entered === 'locked' ? { is: 'locked' } : into(entered)
}

type Reach = Pick<SignedIn, 'isOfWholeProvince'> | null

/** @param reach as the server says it, now or once it has answered */
async function into(
  entered: Entered,
  confirmed: SignedIn | null = null,
  reach: Reach | Promise<Reach> = confirmed,
): Promise<Here> {
  const { person, accountKey } = entered
  const keepSeal = () => {
    if (accountKey !== null) keepLostSeal(person.id, accountKey).catch((error: unknown) => console.warn(error))
  }
  // Of a page that was only loaded again it is kept already.
  if (confirmed) keepSeal()
  else behindTheScreen(keepSeal)
  if (!entered.hasPin) return { is: 'choosing', entered, confirmed }
  const { openDevice } = await import('../../device/sync/open-device.ts')
  const device = await openDevice(entered)
  if (confirmed)
    // A store that cannot be written says so by itself; it must not keep its owner out.
    await noteTemporaryPassword(device.store, confirmed.mustChange).catch((error: unknown) => console.warn(error))
  noteTold(device, reach).catch((error: unknown) => console.warn(error))
  return { is: 'in', device, accountKey: entered.accountKey }
}

/** Nobody waits for it: until it is said again, the last word counts. */
async function noteTold({ store }: Device, reach: Reach | Promise<Reach>): Promise<void> {
  const told = await reach
  if (!told) return
  const { noteReach } = await import('../../device/store/reach.ts')
  await noteReach(store, told.isOfWholeProvince)
}

/** Where somebody who has just signed in begins: a password that another person has seen is changed first. */
function firstPage(confirmed: SignedIn | null): string | undefined {
  return confirmed?.mustChange ? '/doi-mat-khau' : undefined
}

/** Coming and going on this tablet; a page that nobody has looked at for a while locks itself. */
export function useComingAndGoing(first: Here): { here: Here; session: Session } {
  const [here, setHere] = useState(first)
  const [, navigate] = useLocation()

  const session = useMemo<Session>(() => {
    const device = here.is === 'in' ? here.device : null
    const go = (next: Here, path?: string) => {
      if (device) closeDevice(device)
      setHere(next)
      if (path) navigate(path, { replace: true })
    }
    return {
      async signedIn(confirmed) {
        const { person, accountKey } = confirmed
        const entered = await enterByAccount(person, accountKey, Date.now())
        if (entered === 'locked') go({ is: 'locked', confirmed })
        else go(await into(entered, confirmed), firstPage(confirmed) ?? '/')
      },
      async unlock(personId, pin) {
        const confirmed = confirmedAs(here, personId)
        // Where a network is at hand, the account learns to open what so far only the PIN opens.
        const account = confirmed ?? (navigator.onLine ? accountOf(personId) : null)
        const accountKey = account instanceof Promise ? account.then(keyOf) : keyOf(account)
        const entered = await enterByPin(personId, pin, Date.now(), accountKey)
        go(await into(entered, confirmed, account), firstPage(confirmed))
      },
      async choosePin(pin, was) {
        if (here.is === 'choosing') {
          const { entered, confirmed } = here
          const accountKey = entered.accountKey ?? keyOf(await accountOf(entered.person.id))
          const chosen = await choosePin({ ...entered, accountKey }, pin, Date.now())
          go(await into(chosen, confirmed), firstPage(confirmed))
        } else if (here.is === 'in' && was !== undefined) {
          await choosePin({ person: here.device.person, accountKey: here.accountKey }, pin, Date.now(), { pin: was })
        }
      },
      async lock() {
        // The door says what waits: as it is now, not as it was at the last round.
        await noteOpen(device).catch((error: unknown) => console.warn(error))
        await lockTab()
        go({ is: 'locked' })
      },
      async exit() {
        const { signOut } = await account()
        await signOut().catch((error: unknown) => {
          // Without a network the server's session ends by itself; leaving must work all the same.
          if (!(error instanceof Problem)) throw error
        })
        await noteOpen(device).catch((error: unknown) => console.warn(error))
        await leave()
        go({ is: 'nobody' }, '/dang-nhap')
      },
    }
  }, [here, navigate])

  useIdleLock(here.is === 'in' ? session : null)
  useLostOrders(here, session, setHere)
  return { here, session }
}

/** What was confirmed, if it is this person's account: the secret of nobody else's may ever open their store. */
export function confirmedAs(here: Here, personId: string): SignedIn | null {
  if (here.is !== 'locked' || here.confirmed?.person.id !== personId) return null
  return here.confirmed
}

/** How often a page that is looked at says so. */
const TOUCH = 5 * 60_000

function useIdleLock(session: Session | null) {
  useEffect(() => {
    if (!session) return
    let seenAt = Date.now()
    const touch = () => {
      seenAt = Date.now()
      touchTab(seenAt).catch((error: unknown) => console.warn(error))
    }
    const look = () => {
      const away = Date.now() - seenAt
      // A clock that was set back is no reason to leave the door open.
      if (away >= OPEN_KEPT || away < 0) session.lock().catch((error: unknown) => console.warn(error))
      else touch()
    }
    const change = () => (document.visibilityState === 'visible' ? look() : touch())
    const timer = setInterval(() => document.visibilityState === 'visible' && touch(), TOUCH)
    document.addEventListener('visibilitychange', change)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', change)
    }
  }, [session])
}

/**
 * Asks at every coming and going, when the network is back, and when the server
 * refuses this device, whether the tablet was declared lost.
 */
function useLostOrders(here: Here, session: Session, setHere: (here: Here) => void) {
  useEffect(() => {
    let isAsking = false
    const device = here.is === 'in' ? here.device : null
    const obey = async () => {
      if (isAsking) return
      isAsking = true
      try {
        const { obeyLost } = await import('../../device/sync/lost.ts')
        const wiped = await obeyLost(async (id) => {
          if (id === device?.person.id) await session.lock()
        })
        // The door shows who is left, and what happened.
        if (wiped.length > 0 && (!device || wiped.includes(device.person.id)))
          setHere({ is: 'locked', wiped: Date.now() })
      } catch (error) {
        // The browser would not let go of the store: the order stands, and is met again.
        console.error(error)
      } finally {
        isAsking = false
      }
    }
    const ask = () => void obey()
    const unsubscribe = device?.engine.subscribe(() => {
      const { state, problem } = device.engine.status()
      if (state !== 'syncing' && problem === 'DEVICE_LOST') ask()
    })
    const unwait = device ? behindTheScreen(ask) : void ask()
    window.addEventListener('online', ask)
    return () => {
      unwait?.()
      unsubscribe?.()
      window.removeEventListener('online', ask)
    }
  }, [here, session, setHere])
}
