import { createHash } from 'node:crypto'
import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import { appendAudit } from '../audit/append.ts'
import { countLettersSince, hasLetter, holdLetters, saveLetter } from '../storage/dead-letters.ts'
import type { Database } from '../storage/schema.ts'
import { transact } from '../storage/transaction.ts'

const HOUR = 3_600_000
/** Of one person: enough for a bad day, too little to fill a disk unnoticed. */
export const LETTERS_PER_HOUR = 60

type Letter = { person: Person; deviceId: string; body: string; now: number }

/**
 * Keeps whatever a device could not send as a mutation, with who, from which
 * device and when. The same letter again is kept once.
 *
 * @throws Problem TOO_MANY_REQUESTS with the seconds to wait
 */
export async function keepLetter(db: Database, letter: Letter): Promise<void> {
  await transact(db, { beside: letter.person.provinceId }, (trx) => keepInside(trx, letter, LETTERS_PER_HOUR))
}

/** The same inside a transaction, for what a lost tablet hands over: all of a long absence at once. */
export async function keepHandedOver(trx: Database, letter: Letter): Promise<void> {
  await keepInside(trx, letter, 10 * LETTERS_PER_HOUR)
}

async function keepInside(trx: Database, letter: Letter, most: number): Promise<void> {
  const { person, now } = letter
  await holdLetters(trx, person.id)
  if (await hasLetter(trx, person, hashOf(letter))) return
  const { count, oldest } = await countLettersSince(trx, person, now - HOUR)
  if (count >= most) throw new Problem('TOO_MANY_REQUESTS', { seconds: Math.ceil((oldest + HOUR - now) / 1000) })
  await save(trx, letter)
}

const hashOf = ({ body }: Letter) => createHash('sha256').update(body, 'utf8').digest('hex')

async function save(trx: Database, letter: Letter): Promise<void> {
  const { person, deviceId, body, now } = letter
  const hash = hashOf(letter)
  await saveLetter(trx, {
    hash,
    user_id: person.id,
    tenant_id: person.provinceId,
    device_id: deviceId,
    body,
    received_at: now,
  })
  const detail = { sha256: hash }
  const { id: who, provinceId: province } = person
  await appendAudit(trx, { what: 'letter.held', province, who, at: now, subject: deviceId, detail })
}
