import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** What one guess costs with scrypt: memory is 128 × N × r bytes, time grows with N × r × p. */
export type PasswordCost = { N: number; r: number; p: number }

/**
 * One of the settings that OWASP's Password Storage Cheat Sheet calls alike (2^17·8·1, 2^16·8·2, 2^15·8·3 …).
 * This one takes 32 MiB, as much as the library's own (2^14·16·1, which is a third of the work): four people who
 * sign in at once fit into a small machine.
 */
export const SAFE_COST: PasswordCost = { N: 2 ** 15, r: 8, p: 3 }

/** The cost of hashes without a mark, which the sign-in library made before. */
const LIBRARY_COST: PasswordCost = { N: 2 ** 14, r: 16, p: 1 }

const KEY_BYTES = 64

export type PasswordHashing = {
  hash(password: string): Promise<string>
  /** False for a hash that cannot be read, too. */
  verify(hash: string, password: string): Promise<boolean>
  /** Whether a hash was made at the cost of today. */
  isCurrent(hash: string): boolean
}

/** Hashes as text: `scrypt$N$r$p$salt$key`, the last two in base64url; before that `salt:key` in hexadecimal. */
export function passwordHashing(cost: PasswordCost): PasswordHashing {
  const prefix = `scrypt$${cost.N}$${cost.r}$${cost.p}$`
  return {
    async hash(password) {
      const salt = randomBytes(16)
      const key = await derive(password, salt, cost)
      return `${prefix}${salt.toString('base64url')}$${key.toString('base64url')}`
    },
    async verify(hash, password) {
      const parts = read(hash)
      if (!parts) return false
      return timingSafeEqual(await derive(password, parts.salt, parts.cost), parts.key)
    },
    isCurrent: (hash) => hash.startsWith(prefix),
  }
}

function read(hash: string): { cost: PasswordCost; salt: Buffer | string; key: Buffer } | null {
  const marked = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]+)$/.exec(hash)
  if (marked) {
    const [, N, r, p, salt = '', key = ''] = marked
    const parts = { salt: Buffer.from(salt, 'base64url'), key: Buffer.from(key, 'base64url') }
    return parts.key.length === KEY_BYTES ? { cost: { N: Number(N), r: Number(r), p: Number(p) }, ...parts } : null
  }
  // The library salts with the hexadecimal text, not with the bytes it stands for.
  const [, salt = '', key = ''] = /^([0-9a-f]{32}):([0-9a-f]{128})$/.exec(hash) ?? []
  return salt === '' ? null : { cost: LIBRARY_COST, salt, key: Buffer.from(key, 'hex') }
}

function derive(password: string, salt: Buffer | string, { N, r, p }: PasswordCost): Promise<Buffer> {
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r }
  return new Promise((resolve, reject) => {
    // Two keyboards write one Vietnamese letter as one sign or as several: the same password.
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}
