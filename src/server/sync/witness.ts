import { canonicalJson } from '../../domain/canonical.ts'
import type { SealClock } from '../../domain/clock.ts'
import {
  type Receipt,
  receiptText,
  type SealSignature,
  type SignedState,
  sealStatement,
} from '../../domain/evidence.ts'
import type { InspectionRecord } from '../../domain/inspection.ts'
import type { Mutation } from '../../domain/mutation.ts'
import type { Person } from '../../domain/people.ts'
import { sealedPhotos } from '../../domain/photo.ts'
import { appendAudit } from '../audit/append.ts'
import { isPublicKey, isSigned, keyId, type Signer, sha256OfText } from '../audit/signatures.ts'
import { addDeviceKey, ownerOfKey } from '../storage/device-keys.ts'
import type { Database } from '../storage/schema.ts'
import { addWitness, receiptHash } from '../storage/seal-witness.ts'

type Sender = { person: Person; deviceId: string; now: number }

/**
 * Registers the key with which a device signs, the first time that it is told.
 * @returns whether it is this person's: one account's key is never another's, and a text that is no key is nobody's
 */
export async function meetKey(trx: Database, key: string, { person, deviceId, now }: Sender): Promise<boolean> {
  const id = keyId(key)
  const { id: who, provinceId: province } = person
  const owner = await ownerOfKey(trx, province, id)
  if (owner !== null) return owner === person.id
  if (!isPublicKey(key)) return false
  if (!(await addDeviceKey(trx, { id, key, person, deviceId, now })))
    return (await ownerOfKey(trx, province, id)) === person.id
  await appendAudit(trx, { what: 'key.registered', province, who, at: now, subject: id, detail: { device: deviceId } })
  return true
}

/** A mutation that seals, and what the server made of it. */
export type Sealing = {
  mutation: Extract<Mutation, { k: 'inspection.submit' | 'inspection.amend' }>
  record: InspectionRecord
  kind: 'submit' | 'amend'
  seal: { no: number; sha256: string; previous: string | null }
  clock: Omit<SealClock, 'reading'>
}

/**
 * Writes what stands beside a new seal: the device's signature, checked, and the
 * server's receipt. A signature that does not fit is kept and called so; it refuses
 * nothing, since whoever could spoil it could as well have left it out.
 */
export async function witnessSeal(
  trx: Database,
  signer: Signer,
  sender: Sender,
  { mutation, record, kind, seal, clock }: Sealing,
): Promise<{ receipt: string; signed: SignedState }> {
  const { signature, at } = mutation
  const said = {
    kind,
    inspection: record.id,
    // Nothing is sealed but what its author saw (`reduce`).
    digest: mutation.digest,
    seal: seal.no,
    by: sender.person.id,
    reason: mutation.k === 'inspection.amend' ? mutation.reason : null,
    at,
  }
  const signed = signature ? await stateOf(trx, sender, signature, { ...said, previous: seal.previous }) : 'unsigned'
  const key = await signer.now(trx)
  const receipt: Receipt = {
    inspection: record.id,
    seal: seal.no,
    content: said.digest,
    photos: sealedPhotos(record.photos) ?? [],
    signature: signature ? sha256OfText(signature.value) : null,
    at: sender.now,
    sealed: seal.sha256,
    previous: seal.previous,
    key: key.id,
  }
  const row = { receipt: canonicalJson(receipt), receipt_signature: key.sign(receiptText(receipt)) }
  await addWitness(trx, {
    tenant_id: sender.person.provinceId,
    inspection_id: record.id,
    no: seal.no,
    signed,
    signature: signature ? canonicalJson(signature) : null,
    at_device: signature ? at : null,
    clock: canonicalJson({ ...clock, reading: signature?.clock ?? null }),
    ...row,
  })
  return { receipt: receiptHash(row), signed }
}

type Said = Omit<Parameters<typeof sealStatement>[0], 'key' | 'clock'>

async function stateOf(
  trx: Database,
  sender: Sender,
  { key, previous, clock, value }: SealSignature,
  said: Said,
): Promise<SignedState> {
  // What the device has never heard of it cannot name; what it names must be so.
  const isLinked = previous === null || previous === said.previous
  const isOwn = await meetKey(trx, key, sender)
  const fits = isLinked && isOwn && isSigned(key, sealStatement({ ...said, previous, key, clock }), value)
  return fits ? 'signed' : 'wrong'
}
