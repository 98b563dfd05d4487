import { createContext, useContext } from 'react'
import type { SignedIn } from '../../device/sync/sign-in.ts'

/** Coming and going of people on this tablet. */
export type Session = {
  /** The server has confirmed who it is: opens the person's own store on this device. */
  signedIn(who: SignedIn): Promise<void>
  /** Opens the store of somebody who has used this tablet, without a network. @throws Problem PIN_WRONG | PIN_USED_UP */
  unlock(personId: string, pin: string): Promise<void>
  /** The first PIN, or another one; `was` is the present one. @throws Problem PIN_WEAK | PIN_WRONG */
  choosePin(pin: string, was?: string): Promise<void>
  /** From here on the PIN is asked for. */
  lock(): Promise<void>
  /** Signs out here; every store stays. */
  exit(): Promise<void>
}

export const SessionContext = createContext<Session | null>(null)

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('no session around this screen')
  return session
}
