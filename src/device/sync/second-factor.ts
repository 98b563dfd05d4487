import * as z from 'zod/mini'
import {
  recoveryCodesSchema,
  type SecondFactorSecret,
  type SecondFactorState,
  secondFactorReplySchema,
  secondFactorSecretSchema,
} from '../../protocol/people-wire.ts'
import { createTransport } from './transport.ts'

/** One's own second factor, asked of the server. Each throws Problem. */

const ask = (personId: string) => createTransport({ personId })
const doneSchema = z.object({ ok: z.literal(true) })

export function secondFactorState(personId: string): Promise<SecondFactorState> {
  return ask(personId).call('GET', '/api/second-factor', secondFactorReplySchema)
}

/** @throws Problem PASSWORD_WRONG, SIGN_IN_LOCKED, SECOND_FACTOR_ON */
export function beginSecondFactor(personId: string, password: string): Promise<SecondFactorSecret> {
  return ask(personId).call('POST', '/api/second-factor', secondFactorSecretSchema, { password })
}

/** @returns the recovery codes, said this once. @throws Problem SECOND_FACTOR_WRONG */
export async function confirmSecondFactor(personId: string, code: string): Promise<string[]> {
  const { recoveryCodes } = await ask(personId).call('POST', '/api/second-factor/confirm', recoveryCodesSchema, {
    code,
  })
  return recoveryCodes
}

/** @throws Problem PASSWORD_WRONG, SIGN_IN_LOCKED */
export async function turnOffSecondFactor(personId: string, password: string): Promise<void> {
  await ask(personId).call('POST', '/api/second-factor/off', doneSchema, { password })
}
