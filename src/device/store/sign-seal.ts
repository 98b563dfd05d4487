import { type NamedKey, type SealSignature, type SealStatement, sealStatement } from '../../domain/evidence.ts'
import { type SigningKey, signText } from './signing-key.ts'
import { readMeta, type Store } from './store.ts'

/**
 * Signs what is about to be handed in. Outside of a transaction.
 * @returns undefined where this store has no key, or the server is not known to take signatures
 */
export async function signSeal(
  store: Store,
  said: Omit<SealStatement, 'key' | 'by' | 'clock'>,
): Promise<SealSignature | undefined> {
  const [signer, serverKeys] = await Promise.all([
    readMeta<SigningKey>(store, 'signingKey'),
    readMeta<NamedKey[]>(store, 'serverKeys'),
  ])
  if (!signer || !serverKeys) return undefined
  const key = signer.publicKey
  const clock = store.clock.reading()
  try {
    const value = await signText(signer, sealStatement({ ...said, by: store.personId, key, clock }))
    return { key, previous: said.previous, clock, value }
  } catch (error) {
    // Unsigned is less than signed, and more than not handed in.
    console.warn(error)
    return undefined
  }
}
