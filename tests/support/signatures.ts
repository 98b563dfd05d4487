import { randomUUID } from 'node:crypto'
import type { Signature, SignatureMark } from '../../src/domain/signature.ts'

/** A hand that went up and down, from left to right. */
export const drawn: SignatureMark = {
  is: 'drawn',
  strokes: [
    [100, 300, 180, 120, 260, 380, 340, 140, 460, 320, 700, 240],
    [300, 420, 640, 400],
  ],
}

/** Given for nothing in particular, unless `digest` says for what. */
export function signatureOf(more: Partial<Signature> = {}): Signature {
  return {
    id: randomUUID(),
    role: 'facility',
    name: 'Lò Văn Trạm',
    position: 'Trưởng trạm',
    mark: drawn,
    at: 1_795_000_000_000,
    digest: '0'.repeat(64),
    ...more,
  }
}
