import type { Answer } from '../domain/answer.ts'
import { type InspectionHead, sealedContent } from '../domain/inspection.ts'
import { sealedPhotos } from '../domain/photo.ts'
import { type RecordSignature, type Signature, sealedSignatures } from '../domain/signature.ts'
import { digestOf } from './digest.ts'

/** What a visit says, as it lies on a device. */
export type Content = {
  head: InspectionHead
  answers: Readonly<Record<string, Answer>>
  photos?: Parameters<typeof sealedPhotos>[0]
}

/** Digest of what is signed by hand: everything but the signatures. */
export function digestToSign({ head, answers, photos }: Content): Promise<string> {
  return digestOf(sealedContent(head, answers, sealedPhotos(photos)))
}

/** Digest of what is handed in: that, and the signatures that hold for it. */
export async function digestOfSealed(
  content: Content & { signatures?: readonly (Signature | RecordSignature)[] | undefined },
): Promise<string> {
  const { head, answers, photos, signatures = [] } = content
  const signed = await digestToSign(content)
  const held = sealedSignatures(signatures, signed)
  return held ? digestOf(sealedContent(head, answers, sealedPhotos(photos), held)) : signed
}
