import { createCipheriv, createDecipheriv, createHash, KeyObject, sign } from 'node:crypto'

const TAG = 16

/**
 * WebCrypto's work without its threads: each answer comes at the next turn of the
 * event loop. Threads end in any order, and a seed must make the same moves on a
 * busy machine as on an idle one.
 * @returns puts the real ones back
 */
export function withoutThreads(): () => void {
  const { subtle } = crypto
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  Object.assign(subtle, {
    async encrypt({ iv }: AesGcmParams, key: CryptoKey, data: BufferSource) {
      await turn()
      const cipher = createCipheriv('aes-256-gcm', KeyObject.from(key), bytesOf(iv))
      return apart(Buffer.concat([cipher.update(bytesOf(data)), cipher.final(), cipher.getAuthTag()]))
    },
    async decrypt({ iv }: AesGcmParams, key: CryptoKey, data: BufferSource) {
      await turn()
      const bytes = bytesOf(data)
      const decipher = createDecipheriv('aes-256-gcm', KeyObject.from(key), bytesOf(iv))
      decipher.setAuthTag(bytes.subarray(-TAG))
      const open = decipher.update(bytes.subarray(0, -TAG))
      try {
        return apart(Buffer.concat([open, decipher.final()]))
      } catch {
        throw new DOMException('The operation failed', 'OperationError')
      }
    },
    async digest(_algorithm: 'SHA-256', data: BufferSource) {
      await turn()
      return apart(createHash('sha256').update(bytesOf(data)).digest())
    },
    async sign(_algorithm: EcdsaParams, key: CryptoKey, data: BufferSource) {
      await turn()
      return apart(sign('sha256', bytesOf(data), { key: KeyObject.from(key), dsaEncoding: 'ieee-p1363' }))
    },
  } satisfies Partial<SubtleCrypto>)
  return () => {
    for (const name of ['encrypt', 'decrypt', 'digest', 'sign']) Reflect.deleteProperty(subtle, name)
  }
}

function bytesOf(data: BufferSource): Uint8Array {
  return data instanceof ArrayBuffer
    ? new Uint8Array(data)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}

/** A buffer of its own: small ones of Node lie in a common one. */
function apart(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer
}
