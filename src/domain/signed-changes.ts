import type { Answer } from './answer.ts'
import { canonicalJson } from './canonical.ts'
import { changesBetween } from './evidence.ts'
import type { InspectionHead } from './inspection.ts'
import { sealedPhotos } from './photo.ts'

/** One thing that is not as it was when somebody signed. */
export type SignedChange = { is: 'answer'; item: string } | { is: 'head' } | { is: 'photos' }

type Signed = {
  head: InspectionHead
  answers: Readonly<Record<string, Answer>>
  photos?: Parameters<typeof sealedPhotos>[0]
}

/** What was changed after a signature: so that its giver can be told why they are asked again. */
export function signedChanges(before: Signed, now: Signed): SignedChange[] {
  const same = (a: unknown, b: unknown) => canonicalJson(a) === canonicalJson(b)
  return [
    ...(same(before.head, now.head) ? [] : [{ is: 'head' as const }]),
    ...changesBetween(said(before.answers), said(now.answers)).map(({ item }) => ({ is: 'answer' as const, item })),
    ...(same(sealedPhotos(before.photos) ?? [], sealedPhotos(now.photos) ?? []) ? [] : [{ is: 'photos' as const }]),
  ]
}

/** An answer that was given and taken back again says nothing, as in the seal. */
function said(answers: Readonly<Record<string, Answer>>): Record<string, Answer> {
  return Object.fromEntries(Object.entries(answers).filter(([, { value, note }]) => value !== null || note))
}
