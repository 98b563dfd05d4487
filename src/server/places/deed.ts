import type { Person } from '../../domain/people.ts'
import { type AuditEvent, appendAudit } from '../audit/append.ts'
import type { Database } from '../storage/schema.ts'

/**
 * What an administrator does to places, inside a transaction that is already open:
 * one for a request, one for a whole sheet of them.
 */
export type Deed = {
  trx: Database
  by: Person
  /** Milliseconds since 1970. */
  now: number
}

/** Puts it into the audit log. */
export async function noteDeed(
  { trx, by, now }: Deed,
  event: Pick<AuditEvent, 'what' | 'subject' | 'detail'>,
): Promise<void> {
  await appendAudit(trx, { province: by.provinceId, who: by.id, at: now, ...event } as AuditEvent)
}
