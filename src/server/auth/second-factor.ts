import { createCipheriv, createDecipheriv, createHmac, randomBytes, randomInt } from 'node:crypto'
import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import { appendAudit } from '../audit/append.ts'
import { provinceOfUser } from '../storage/people.ts'
import type { Database } from '../storage/schema.ts'
import { confirmFactor, findFactor, proposeFactor, replaceCodes, takeStep } from '../storage/second-factors.ts'
import { transact } from '../storage/transaction.ts'
import { base32, stepOf, totpAddress } from './totp.ts'

/**
 * A second factor for who wants one: codes of an authenticator app, and ten recovery
 * codes for the day the phone is gone. The sign-in library's own plugin takes one
 * code as often as it is shown within its time, keeps sessions half way through
 * sign-in, and acts in transactions of its own; here a code counts once, and what
 * happens stands in the audit log with it.
 */
export type SecondFactor = {
  /** A new secret, which counts once `confirm` has seen a code of it. @throws Problem SECOND_FACTOR_ON */
  begin(person: Person): Promise<{ secret: string; address: string }>
  /** @returns the recovery codes, said this once. @throws Problem SECOND_FACTOR_WRONG, SECOND_FACTOR_ON, NOT_FOUND */
  confirm(person: Person, code: string): Promise<string[]>
  /** Whether a sign-in may go on; a code that fits is used up by it. */
  check(userId: string, code: string | undefined): Promise<'none' | 'missing' | 'wrong' | 'right'>
  /** Null where it is off. */
  state(person: Owner): Promise<{ since: number; codesLeft: number } | null>
}

type Owner = Pick<Person, 'id' | 'provinceId'>

const CODES = 10
/** Ten letters, none that is taken for another: 49 bits. */
const CODE_LETTERS = '23456789abcdefghjkmnpqrstuvwxyz'

/** @param key 32 bytes, for this alone */
export function openSecondFactor(db: Database, key: Buffer, now: () => number): SecondFactor {
  function seal(secret: Buffer): string {
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, iv)
    const text = Buffer.concat([cipher.update(secret), cipher.final()])
    return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')
  }

  function open(sealed: string): Buffer {
    const bytes = Buffer.from(sealed, 'base64url')
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
    decipher.setAuthTag(bytes.subarray(12, 28))
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()])
  }

  /** Long and by chance: no slow hash is needed. Another person's code of the same letters is another hash. */
  const hash = (userId: string, code: string) =>
    createHmac('sha256', key).update(`${userId} ${code}`, 'utf8').digest('base64url')

  async function takeRecoveryCode(owner: Owner, codes: string, typed: string): Promise<boolean> {
    const left = JSON.parse(codes) as string[]
    const { id: userId, provinceId: province } = owner
    const used = hash(userId, typed)
    if (!left.includes(used)) return false
    const rest = left.filter((each) => each !== used)
    return transact(db, 'rows', async (trx) => {
      if (!(await replaceCodes(trx, owner, codes, rest))) return false
      const line = { what: 'secondFactor.recovered', province, who: userId, at: now(), subject: userId } as const
      await appendAudit(trx, { ...line, detail: { left: rest.length } })
      return true
    })
  }

  return {
    async begin(person) {
      const secret = randomBytes(20)
      if (!(await proposeFactor(db, person, seal(secret)))) throw new Problem('SECOND_FACTOR_ON')
      return { secret: base32(secret), address: totpAddress(secret, person.username) }
    },

    async confirm(person, code) {
      const { id, provinceId: province } = person
      const row = await findFactor(db, person)
      if (!row) throw new Problem('NOT_FOUND')
      if (row.confirmed_at !== null) throw new Problem('SECOND_FACTOR_ON')
      const step = stepOf(open(row.secret), typedCode(code), now(), row.last_step)
      if (step === null) throw new Problem('SECOND_FACTOR_WRONG')
      const codes = Array.from({ length: CODES }, newCode)
      await transact(db, 'rows', async (trx) => {
        const hashed = codes.map((each) => hash(id, typedCode(each)))
        if (!(await confirmFactor(trx, person, { step, codes: hashed, now: now() })))
          throw new Problem('SECOND_FACTOR_ON')
        await appendAudit(trx, { what: 'secondFactor.on', province, who: id, at: now(), subject: id, detail: {} })
      })
      return codes
    },

    async check(userId, code) {
      const provinceId = await provinceOfUser(db, userId)
      if (provinceId === null) return 'none'
      const owner = { id: userId, provinceId }
      const row = await findFactor(db, owner)
      if (!row || row.confirmed_at === null) return 'none'
      if (code === undefined) return 'missing'
      const typed = typedCode(code)
      const step = stepOf(open(row.secret), typed, now(), row.last_step)
      const fits = step === null ? takeRecoveryCode(owner, row.codes, typed) : takeStep(db, owner, step)
      return (await fits) ? 'right' : 'wrong'
    },

    async state(person) {
      const row = await findFactor(db, person)
      if (!row || row.confirmed_at === null) return null
      return { since: row.confirmed_at, codesLeft: (JSON.parse(row.codes) as string[]).length }
    },
  }
}

function newCode(): string {
  const letters = Array.from({ length: 10 }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]).join('')
  return `${letters.slice(0, 5)}-${letters.slice(5)}`
}

/** As people type it: with spaces, dashes and capitals. */
const typedCode = (code: string) => code.replace(/[\s-]/g, '').toLowerCase()
