import * as z from 'zod/mini'
import {
  recoveryCodesSchema,
  type SecondFactorSecret,
  type SecondFactorState,
  secondFactorReplySchema,
  secondFactorSecretSchema,
} from '../../protocol/people-wire.ts'
import type { Ask } from './ask.ts'

/** One's own second factor, asked of the server. Each throws what `Ask` throws, and the problems that are named. */

const doneSchema = z.object({ ok: z.literal(true) })

export function secondFactorState(ask: Ask): Promise<SecondFactorState> {
  return ask('GET', '/api/second-factor', secondFactorReplySchema)
}

/** @throws Problem PASSWORD_WRONG, SIGN_IN_LOCKED, SECOND_FACTOR_ON */
export function beginSecondFactor(ask: Ask, password: string): Promise<SecondFactorSecret> {
  return ask('POST', '/api/second-factor', secondFactorSecretSchema, { password })
}

/** @returns the recovery codes, said this once. @throws Problem SECOND_FACTOR_WRONG */
export async function confirmSecondFactor(ask: Ask, code: string): Promise<string[]> {
  const { recoveryCodes } = await ask('POST', '/api/second-factor/confirm', recoveryCodesSchema, {
    code,
  })
  return recoveryCodes
}

/** @throws Problem PASSWORD_WRONG, SIGN_IN_LOCKED */
export async function turnOffSecondFactor(ask: Ask, password: string): Promise<void> {
  await ask('POST', '/api/second-factor/off', doneSchema, { password })
}
