import type { AreaKind } from '../../domain/area.ts'
import type { SelectionBy } from '../../domain/campaign/selection.ts'
import { canonicalJson } from '../../domain/canonical.ts'
import type { SignedState } from '../../domain/evidence.ts'
import type { Role } from '../../domain/people.ts'
import { insertAuditRow, SYSTEM_CHAIN } from '../storage/audit.ts'
import type { Database } from '../storage/schema.ts'

/** Every kind of event that is accounted for, and what it happened to. */
const subjects = {
  /** The first line of a chain. Of the system's (migration 006): what stood before the log began. */
  'chain.started': 'chain',
  /** A line of the system's chain: that of a province begins behind it. */
  'chain.opened': 'chain',
  sealed: 'inspection',
  reviewed: 'inspection',
  'key.registered': 'key',
  'receiptKey.changed': 'key',
  'mutation.held': 'device',
  'letter.held': 'device',
  'device.forked': 'device',
  'checklist.published': 'checklist',
  'demonstration.loaded': 'province',
  'demonstration.opened': 'province',
  'demonstration.closed': 'province',
  'epoch.renewed': 'province',
  'pictures.lost': 'province',
  signedIn: 'person',
  signInFailed: 'name',
  signedOut: 'person',
  'account.created': 'person',
  'account.renamed': 'person',
  'account.locked': 'person',
  'account.unlocked': 'person',
  'password.reset': 'person',
  'password.changed': 'person',
  'reach.changed': 'person',
  'session.ended': 'person',
  'secondFactor.on': 'person',
  'secondFactor.off': 'person',
  'secondFactor.reset': 'person',
  'secondFactor.recovered': 'person',
  'device.lost': 'person',
  'lost.withdrawn': 'person',
  'device.wiped': 'person',
  'handover.taken': 'person',
  'refusal.taken': 'person',
  'area.created': 'area',
  'area.renamed': 'area',
  'area.merged': 'area',
  'area.split': 'area',
  'area.moved': 'area',
  'area.ended': 'area',
  'facility.created': 'facility',
  'facility.changed': 'facility',
  'facility.moved': 'facility',
  'facility.closed': 'facility',
  'facility.reopened': 'facility',
  'list.imported': 'province',
  'campaign.created': 'campaign',
  'campaign.changed': 'campaign',
  'campaign.closed': 'campaign',
  'assignment.given': 'campaign',
  'deadlines.changed': 'province',
  'data.exported': 'province',
} as const

export type AuditKind = keyof typeof subjects

/** What a kind says beside who, when and of what. Ids, numbers and hashes alone: names of people stay in their table. */
type Details = {
  /** In the chain of a province nothing. */
  'chain.started': { seals: number; sha256: string } | Record<never, never>
  'chain.opened': Record<never, never>
  /** With the hash of the receipt, and what became of the device's signature; lines from before there were any have neither. */
  sealed: { kind: 'submit' | 'amend'; seal: number; sha256: string; receipt: string; signed: SignedState }
  /** A reviewer has decided on that seal; what they wrote stands in the record's step. */
  reviewed: { is: 'approve' | 'return' | 'sendUp'; seal: number; step: string }
  /** With what a device signs. */
  'key.registered': { device: string }
  /** The server signs receipts with another key from here on. */
  'receiptKey.changed': { to: string }
  /** A fault of ours: the content is kept for people to look at. */
  'mutation.held': { seq: number; mutation: string }
  'letter.held': { sha256: string }
  'device.forked': { seq: number }
  'checklist.published': { sha256: string }
  'demonstration.loaded': { accounts: number; facilities: number }
  'demonstration.opened': { accounts: number }
  'demonstration.closed': { accounts: number }
  'epoch.renewed': { from: string; to: string }
  'pictures.lost': { sha256: string[] }
  signedIn: Record<never, never>
  /** The subject is a keyed hash of the name that was typed: the same name is recognised, and not told. */
  signInFailed: { why: 'password' | 'closed' | 'expired' | 'code' }
  signedOut: Record<never, never>
  'account.created': Reach
  'account.renamed': Record<never, never>
  'account.locked': Record<never, never>
  'account.unlocked': Record<never, never>
  'password.reset': Record<never, never>
  'password.changed': Record<never, never>
  'reach.changed': { from: Reach; to: Reach }
  /** How many sessions ended: one, or all of a person. */
  'session.ended': { sessions: number }
  'secondFactor.on': Record<never, never>
  'secondFactor.off': Record<never, never>
  /** By an administrator. */
  'secondFactor.reset': Record<never, never>
  /** A recovery code was used at sign-in, and how many are left. */
  'secondFactor.recovered': { left: number }
  /** A person's store on one tablet is to be wiped, and how many changes were then known to wait on it. */
  'device.lost': { tablet: string | null; waiting: number | null }
  /** An administrator took the order back before the tablet had carried it out. The sessions stay ended. */
  'lost.withdrawn': { tablet: string; reason: 'found' | 'mistaken' }
  /** The tablet has said that it is done. */
  'device.wiped': { tablet: string }
  /** An administrator has read what a lost tablet handed over, in so many letters. */
  'handover.taken': { tablet: string; letters: number }
  /** An administrator has read what was refused, or could not be sent: which, by the hash of its text. */
  'refusal.taken': { device: string; sha256: string }
  /** Dates here are effective dates; null is the province itself. */
  'area.created': { kind: AreaKind; parent: string | null; from: string }
  'area.renamed': { from: string }
  /** The areas that became the subject, and who reaches it because they reached one of them. */
  'area.merged': { areas: string[]; from: string; people: string[] }
  /** What the subject became, and who reaches all of it because they reached the whole. */
  'area.split': { areas: string[]; from: string; people: string[] }
  'area.moved': { parent: string | null; from: string }
  'area.ended': { from: string }
  /** `facts`, `from` and `to` are SHA-256 of the facts as canonical JSON. */
  'facility.created': { area: string; from: string; facts: string }
  'facility.changed': { from: string; to: string }
  /** From and to which area, on which day. */
  'facility.moved': { from: string; to: string; on: string }
  'facility.closed': { on: string }
  'facility.reopened': Record<never, never>
  /** The file, and how many of each were made and changed; each of them has a line of its own. */
  'list.imported': { sha256: string; people: Counts; facilities: Counts }
  /** By which rule its facilities were chosen, with the seed of a draw. */
  'campaign.created': { by: SelectionBy; seed: number | null; facilities: number; assignments: number; due: string }
  /** The day on which it was due, and is. */
  'campaign.changed': { from: string; to: string }
  /** How many assignments nobody had done. */
  'campaign.closed': { undone: number }
  /** To whom; nobody where it is empty. */
  'assignment.given': { assignment: string; facility: string; people: string[] }
  /** By months of the period: the day before which its report is due. */
  'deadlines.changed': Record<string, string>
  /** Visits or answers left as a table; `asked` is what the address asked for. */
  'data.exported': { what: 'inspections' | 'answers'; as: 'csv' | 'xlsx'; asked: Record<string, string> }
}

type Counts = { created: number; changed: number }

/** What decides what a person sees. */
type Reach = { role: Role; areas: string[]; facility: string | null }

export type AuditEvent<K extends AuditKind = AuditKind> = {
  [Each in K]: {
    what: Each
    /** In whose chain it stands; null in the system's: what belongs to no province, or to nobody who is known. */
    province: string | null
    /** A user's id; `system` where no person asked for it, or nobody who is known. */
    who: string
    /** Milliseconds since 1970. */
    at: number
    /** Id of the inspection, person, device … that the kind is about. */
    subject: string
    detail: Details[Each]
  }
}[K]

/**
 * Adds a line to the audit log inside the transaction of what it records: both
 * happen or neither does. A failure to write the line is a failure of the action.
 */
export async function appendAudit(
  trx: Database,
  { province, at, who, what, subject, detail }: AuditEvent,
): Promise<void> {
  if (!trx.isTransaction) throw new Error(`${what} is recorded outside of the transaction that does it`)
  await insertAuditRow(trx, {
    tenant_id: province ?? SYSTEM_CHAIN,
    at,
    who,
    what,
    subject_kind: subjects[what],
    subject_id: subject,
    detail: canonicalJson(detail),
  })
}
