import { newSecret } from './lock.ts'

const SESSION_KEY = 'so-kiem:open'
type TabSession = { id: string; personId: string; secret: string; at: number }

/** What this tab keeps for itself; null where it keeps nothing, or may not. */
export function readSession() {
  try {
    const text = sessionStorage.getItem(SESSION_KEY)
    return text === null ? null : sessionOf(JSON.parse(text) as TabSession)
  } catch {
    return null
  }
}

/** A session for somebody who has just come in; null where a tab cannot keep one. */
export function newSession(personId: string) {
  if (typeof sessionStorage === 'undefined') return null
  return sessionOf({ id: crypto.randomUUID(), personId, secret: newSecret(), at: 0 })
}

function sessionOf(session: TabSession) {
  return {
    ...session,
    write(at: number) {
      try {
        sessionStorage.setItem(SESSION_KEY, JSON.stringify({ ...session, at }))
      } catch (error) {
        // Without it every reload asks for the PIN: tiresome, and nothing is lost.
        console.warn(error)
      }
    },
    clear: () => sessionStorage.removeItem(SESSION_KEY),
  }
}
