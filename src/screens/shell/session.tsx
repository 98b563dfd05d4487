import { createContext, useContext } from 'react'
import type { Person } from '../../domain/people.ts'

/** Coming and going of people on this tablet. */
export type Session = {
  /** Opens the person's own store on this device. */
  enter(person: Person): Promise<void>
  /** Signs out here; every store stays. */
  exit(): Promise<void>
}

export const SessionContext = createContext<Session | null>(null)

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('no session around this screen')
  return session
}
