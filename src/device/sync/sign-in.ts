import * as z from 'zod/mini'
import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import { signedInSchema, type Welcome, welcomeSchema } from '../../protocol/wire.ts'
import { createTransport } from './transport.ts'

const transport = createTransport()

/**
 * Needs the network once; afterwards the tablet knows the person.
 * @throws Problem SIGN_IN_FAILED, SIGN_IN_TOO_OFTEN, OFFLINE; SECOND_FACTOR_REQUIRED: the same again, with a code
 */
export async function signIn(credentials: Credentials): Promise<SignedIn> {
  const reply = await transport.call('POST', '/api/sign-in', signedInSchema, credentials)
  const { person, storeKey = null, mustChange = false } = reply
  return { person, accountKey: storeKey, mustChange }
}

type Credentials = { username: string; password: string; code?: string | undefined }

/** Somebody whom the server has just confirmed, with the secret that opens their store. */
export type SignedIn = {
  person: Person
  accountKey: string | null
  /** Their password is one that somebody else has seen. */
  mustChange: boolean
}

/** The account's secret, where somebody's session still holds and the server can be reached; null otherwise. */
export async function accountKeyOf(personId: string): Promise<string | null> {
  try {
    const { person, storeKey = null } = await transport.call('GET', '/api/me', signedInSchema)
    return person.id === personId ? storeKey : null
  } catch (error) {
    if (error instanceof Problem) return null
    throw error
  }
}

/** Ends the session on the server. @throws Problem OFFLINE: the session then ends by itself */
export async function signOut(): Promise<void> {
  await transport.call('POST', '/api/sign-out', z.unknown(), {})
}

/** What the sign-in page shows before anybody is known. @throws Problem */
export function welcome(): Promise<Welcome> {
  return transport.call('GET', '/api/welcome', welcomeSchema)
}
