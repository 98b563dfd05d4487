import * as z from 'zod/mini'
import type { Person } from '../../domain/people.ts'
import { signedInSchema, type Welcome, welcomeSchema } from '../../protocol/wire.ts'
import { createTransport } from './transport.ts'

const transport = createTransport()

/** Needs the network once; afterwards the tablet knows the person. @throws Problem SIGN_IN_FAILED, SIGN_IN_TOO_OFTEN, OFFLINE */
export async function signIn(credentials: { username: string; password: string }): Promise<Person> {
  return (await transport.call('POST', '/api/sign-in', signedInSchema, credentials)).person
}

/** Ends the session on the server. @throws Problem OFFLINE: the session then ends by itself */
export async function signOut(): Promise<void> {
  await transport.call('POST', '/api/sign-out', z.unknown(), {})
}

/** What the sign-in page shows before anybody is known. @throws Problem */
export function welcome(): Promise<Welcome> {
  return transport.call('GET', '/api/welcome', welcomeSchema)
}
