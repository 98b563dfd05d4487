import * as z from 'zod/mini'
import { formatDate, isoDateSchema } from './date.ts'

/** One legal or source document. What is not known of it is null, and the screen says so. */
export const legalDocumentSchema = z.strictObject({
  id: z.string(),
  /** "QCVN 28:2010/BTNMT", "5959/QĐ-BYT". */
  number: z.string(),
  title: z.string(),
  kind: z.enum(['law', 'decree', 'circular', 'decision', 'directive', 'regulation', 'standard', 'source', 'reference']),
  issuedOn: z.nullable(isoDateSchema),
  inForceFrom: z.nullable(isoDateSchema),
  /** The first day on which it no longer applies. */
  inForceUntil: z.nullable(isoDateSchema),
  /** Id of the document that took its place. */
  replacedBy: z.nullable(z.string()),
  /** How sure we are that the document says what we cite: seen in a source, seen second-hand, or remembered. */
  confidence: z.enum(['verified', 'secondary', 'recalled']),
  /** What a reader must know before relying on it. */
  remark: z.optional(z.string()),
})
export type LegalDocument = z.infer<typeof legalDocumentSchema>

/** The clause an item rests on. */
export const basisSchema = z.strictObject({
  document: z.string(),
  clause: z.optional(z.string()),
  /** True where the clause is remembered, not seen. */
  recalled: z.optional(z.boolean()),
})
export type Basis = z.infer<typeof basisSchema>

/** "QCVN 28:2010/BTNMT, Bảng 1 TT 2". Throws on a document the list does not hold: content tests forbid it. */
export function citeBasis(basis: Basis, documents: readonly LegalDocument[]): string {
  const document = documents.find(({ id }) => id === basis.document)
  if (!document) throw new Error(`no document ${basis.document}`)
  return basis.clause ? `${document.number}, ${basis.clause}` : document.number
}

/** One document with every clause that is cited of it, in the order of citing. */
export type Citation = { document: LegalDocument; clauses: string[]; isUnsure: boolean; standing: string | null }

/**
 * Bases gathered by document, so that a reader sees each title once.
 * `standing` says where a document is no longer in force and what replaced it.
 * Throws on a document the list does not hold: content tests forbid it.
 */
export function citationsOf(bases: readonly Basis[], documents: readonly LegalDocument[]): Citation[] {
  const citations = new Map<string, Citation>()
  for (const basis of bases) {
    const document = documents.find(({ id }) => id === basis.document)
    if (!document) throw new Error(`no document ${basis.document}`)
    const citation = citations.get(document.id) ?? {
      document,
      clauses: [],
      isUnsure: document.confidence === 'recalled',
      standing: standingOf(document, documents),
    }
    if (basis.clause && !citation.clauses.includes(basis.clause)) citation.clauses.push(basis.clause)
    citations.set(document.id, { ...citation, isUnsure: citation.isUnsure || basis.recalled === true })
  }
  return [...citations.values()]
}

function standingOf({ inForceUntil, replacedBy }: LegalDocument, documents: readonly LegalDocument[]): string | null {
  if (inForceUntil === null) return null
  const successor = documents.find(({ id }) => id === replacedBy)
  const words = `hết hiệu lực từ ${formatDate(inForceUntil)}`
  return successor ? `${words}, thay bằng ${successor.number}` : words
}
