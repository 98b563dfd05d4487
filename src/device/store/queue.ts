import { boundPayload, type Payload } from '../../protocol/queued.ts'
import type { Database, OutboxRow } from './database.ts'

const utf8 = new TextEncoder()

/** What a mutation costs beside its content: number, ids, time, names. */
export const ENVELOPE_BYTES = 140

/** An outbox row to be, packed before its transaction opens. */
export type Entry = Omit<OutboxRow, 'localId'>

/** The cell of a `photo.add`, and that of a `photo.remove`: what waits for one photo can be looked up. */
export const photoCell = (id: string) => `photo:${id}`
export const removalCell = (id: string) => `photo-removal:${id}`

/** The cell of an `inspection.sign`, and that of an `inspection.unsign`. */
export const signatureCell = (id: string) => `signature:${id}`
export const withdrawalCell = (id: string) => `signature-removal:${id}`

/** The cell of an `inspection.step`. */
export const stepCell = (id: string) => `step:${id}`

export function isStepCell(cell: string): boolean {
  return cell.startsWith(stepCell(''))
}

export function isSignatureCell(cell: string): boolean {
  return cell.startsWith(signatureCell(''))
}

export function isWithdrawalCell(cell: string): boolean {
  return cell.startsWith(withdrawalCell(''))
}

export function isPhotoCell(cell: string): boolean {
  return cell.startsWith(photoCell(''))
}

export function isRemovalCell(cell: string): boolean {
  return cell.startsWith(removalCell(''))
}

/** Whether something said in this cell is an answer. */
export function isAnswerCell(cell: string): boolean {
  return cell !== '' && !isPhotoCell(cell) && !isSignatureCell(cell) && !isStepCell(cell) && !isTakingBack(cell)
}

/** Whether what was said in this cell takes a photo or a signature back: nothing else would say it again. */
export function isTakingBack(cell: string): boolean {
  return isRemovalCell(cell) || isWithdrawalCell(cell)
}

/**
 * Whether a refusal of what was said in this cell is the matter of one photo, signature or step alone.
 * One whose inspection the server does not know waits with its inspection.
 */
export function isOfOnePart(cell: string, code: string): boolean {
  return (
    isTakingBack(cell) ||
    isStepCell(cell) ||
    ((isPhotoCell(cell) || isSignatureCell(cell)) && code !== 'INSPECTION_UNKNOWN')
  )
}

/**
 * 92 random bits in 16 letters. A UUID's 36 would be a third of what a change costs
 * on the line, where nothing compresses them.
 */
export function newMutationId(): string {
  const hex = crypto.randomUUID().replaceAll('-', '')
  const bytes = Array.from({ length: 12 }, (_, index) => Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
}

/** A mutation on its way into the outbox; its number comes when it is frozen. */
export async function entryOf(
  db: Database,
  insp: string,
  payload: Payload,
  at: number,
  cell = '',
  base = 0,
): Promise<Entry> {
  const bytes = utf8.encode(JSON.stringify(payload)).length + ENVELOPE_BYTES
  return {
    state: 'open',
    seq: null,
    id: newMutationId(),
    insp,
    cell,
    base,
    at,
    bytes,
    payload: await db.pack(boundPayload(payload, insp, at)),
  }
}

/** Puts a mutation behind the others. To be called inside the transaction of the edit itself. */
export async function enqueue(db: Database, entry: Entry): Promise<void> {
  // Without the key: IndexedDB numbers the row, also across tabs.
  await db.outbox.add(entry as OutboxRow)
}
