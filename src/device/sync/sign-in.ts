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
  const { person, storeKey = null, mustChange = false, isOfWholeProvince = false } = reply
  return { person, accountKey: storeKey, mustChange, isOfWholeProvince }
}

type Credentials = { username: string; password: string; code?: string | undefined }

/** Somebody whom the server has just confirmed, with the secret that opens their store. */
export type SignedIn = {
  person: Person
  accountKey: string | null
  /** Their password is one that somebody else has seen. */
  mustChange: boolean
  /** They decide what reviewers send up. */
  isOfWholeProvince: boolean
}

/** What the server says of an account, where somebody's session still holds and the server can be reached; null otherwise. */
export async function accountOf(personId: string): Promise<Pick<SignedIn, 'accountKey' | 'isOfWholeProvince'> | null> {
  try {
    const reply = await transport.call('GET', '/api/me', signedInSchema)
    const { person, storeKey: accountKey = null, isOfWholeProvince = false } = reply
    return person.id === personId ? { accountKey, isOfWholeProvince } : null
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
