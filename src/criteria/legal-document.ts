import type { LegalDocument } from '../domain/law.ts'

/** What is known of a document beside its number and title; dates that no source gives stay null. */
type Known = Omit<
  LegalDocument,
  'id' | 'number' | 'title' | 'issuedOn' | 'inForceFrom' | 'inForceUntil' | 'replacedBy'
> &
  Partial<Pick<LegalDocument, 'issuedOn' | 'inForceFrom' | 'inForceUntil' | 'replacedBy'>>

/** One row of the list of documents. */
export function law(id: string, number: string, title: string, known: Known): LegalDocument {
  return { id, number, title, issuedOn: null, inForceFrom: null, inForceUntil: null, replacedBy: null, ...known }
}
