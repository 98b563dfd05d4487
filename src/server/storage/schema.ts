import type { ColumnType, Generated, Kysely } from 'kysely'
import type { AreaKind } from '../../domain/area.ts'
import type { ReportMonths } from '../../domain/campaign/deadlines.ts'
import type { SignedState } from '../../domain/evidence.ts'
import type { InspectionStatus, ScoreSummary } from '../../domain/inspection.ts'
import type { InspectionKind, Role } from '../../domain/people.ts'

/**
 * The tables as they stand after the last migration. Columns named `…_at` are
 * milliseconds since 1970 by the server's clock; JSON columns are text. The five
 * tables at the end belong to the sign-in library and keep its spelling.
 *
 * `tenant_id` is the province: the key by which rows lie together, and which every
 * query names (docs/decisions/026-distribution-key.md; every test looks whether it does).
 */
export interface Schema {
  setting: { key: string; value: string }
  /** `places_version` rises with every change of its areas. */
  province: { id: string; name: string; places_version: Generated<number> }
  /** One counter per province: bumped last in every transaction that publishes. */
  tenant_clock: { tenant_id: string; ver: number; epoch: string }
  /** Dates are text "2025-07-01". `name` is the newest; `valid_until` the first day on which it is no more. */
  area: {
    tenant_id: string
    id: string
    name: string
    kind: AreaKind
    valid_from: string
    valid_until: string | null
  }
  area_name: { tenant_id: string; area_id: string; from_date: string; name: string }
  /** No parent: right in the province. */
  area_parent: { tenant_id: string; area_id: string; from_date: string; parent_id: string | null }
  area_successor: { tenant_id: string; area_id: string; successor_id: string }
  facility: {
    tenant_id: string
    id: string
    /** Where it lies now: that of its newest stay. */
    area_id: string
    name: string
    address: string
    demonstration: number
    facts: string
    /** Position as JSON; null where it is not known. */
    position: string | null
    closed_on: string | null
    version: Generated<number>
  }
  facility_stay: { tenant_id: string; facility_id: string; from_date: string; area_id: string }
  /** Facts that a facility has had, and tablets may still know. */
  former_facts: { tenant_id: string; facility_id: string; sha256: string; facts: string; until_at: number }
  /** The last day on which somebody reached a facility that may since have gone out of their reach. */
  former_reach: { tenant_id: string; user_id: string; facility_id: string; until_date: string }
  person: {
    tenant_id: string
    user_id: string
    role: Role
    facility_id: string | null
    disabled_at: number | null
    /** 1 where the password is one that somebody else has chosen or seen. */
    must_change: ColumnType<number, number | undefined, number>
    /** Since when a temporary password stands; null where the password is the person's own. */
    temporary_since: ColumnType<number | null, number | null | undefined, number | null>
  }
  /** A wrong password, by the SHA-256 of the name it was tried with. */
  sign_in_try: { name: string; at: number }
  person_area: { tenant_id: string; user_id: string; area_id: string }
  checklist: { id: string; version: string; hash: string; content: string; published_at: number }
  device: {
    id: string
    tenant_id: string
    user_id: string
    last_seq: number
    schema_ver: number
    app: string
    seen_at: number
    /** The session it last spoke with; null where an older app has said nothing of itself, as all below. */
    session_id: ColumnType<string | null, string | null | undefined, string | null>
    /** The browser's own number: several people's devices may be one tablet. */
    tablet: ColumnType<string | null, string | null | undefined, string | null>
    /** Changes it had not sent when it last said so, pictures that lay beside, and since when the oldest waits, by its clock. */
    waiting: ColumnType<number | null, number | null | undefined, number | null>
    waiting_photos: ColumnType<number | null, number | null | undefined, number | null>
    waiting_since: ColumnType<number | null, number | null | undefined, number | null>
    /** By how many milliseconds its clock was ahead of ours when it said so. */
    clock_ahead: ColumnType<number | null, number | null | undefined, number | null>
    /** Server − device at the last push that brought something, and when that was; null before it. */
    clock_offset: ColumnType<number | null, number | null | undefined, number | null>
    clock_at: ColumnType<number | null, number | null | undefined, number | null>
    /** The last time the clock was moved between two contacts: by how much (above zero: put forward), and when it was noticed. */
    clock_moved: ColumnType<number | null, number | null | undefined, number | null>
    clock_moved_at: ColumnType<number | null, number | null | undefined, number | null>
    /** Of a file that somebody carried here: the device that made it. Null for what is a device. */
    file_of: ColumnType<string | null, string | null | undefined, string | null>
  }
  /** An order to wipe one person's store on one tablet. */
  lost: {
    id: string
    tenant_id: string
    user_id: string
    /** Null where the device has never said which one it is: then its session alone tells. */
    tablet: string | null
    /** SHA-256 of the secret of the session that was ended by it. */
    session_sha256: string | null
    declared_at: number
    /** When the tablet said that it is carried out. */
    wiped_at: number | null
  }
  second_factor: {
    tenant_id: string
    user_id: string
    /** AES-256-GCM under a key of the server's: iv, tag and text as base64url. */
    secret: string
    /** Null until one code has shown that the person's app has it. */
    confirmed_at: number | null
    /** The time step of the newest code that was taken: it and all before it count no more. */
    last_step: number
    /** JSON: keyed hashes of the recovery codes that are left. */
    codes: string
  }
  /** With what a person's devices sign. Rows are never changed or removed. */
  device_key: {
    tenant_id: string
    /** SHA-256 of the public key's text. */
    id: string
    user_id: string
    public_key: string
    /** The device that told it first. */
    device_id: string
    registered_at: number
  }
  mutation: {
    tenant_id: string
    device_id: string
    seq: number
    id: string
    /** SHA-256 of the whole mutation: the same bytes under the same number. */
    hash: string
    /** SHA-256 without the number: the same mutation offered again under another one. */
    content_hash: string
    kind: string | null
    inspection_id: string | null
    user_id: string
    outcome: string
    /** Kept where the outcome did not keep it: rejected and quarantined. */
    payload: string | null
    at_device: number | null
    /** The device's time corrected by the difference of the clocks; never after `received_at`. For reading only. */
    at_est: number | null
    received_at: number
  }
  inspection: {
    id: string
    tenant_id: string
    facility_id: string
    status: InspectionStatus
    kind: InspectionKind
    date: string
    checklist_id: string
    checklist_version: string
    created_by: string
    created_by_name: string
    created_at: number
    submitted_at: number | null
    earned: number | null
    max: number | null
    grade: string | null
    tone: ScoreSummary['tone'] | null
    critical_failures: number | null
    /** ScoreSummary */
    score: string | null
    /** InspectionHead */
    head: string
    /** item → Cell */
    cells: string
    /** Number of the seal that stands; null before the first. */
    seal_no: number | null
    /** LateAnswer[]; null where nothing came late. */
    late: string | null
    /** RecordSignature[]; null where nobody has signed. */
    signatures: string | null
    /** RecordStep[]; null where nobody has said anything since it was sealed. */
    steps: string | null
  }
  /** What an inspection says of its facility in a quarter (domain/overview/standing.ts): the visit that stands there. */
  standing: {
    tenant_id: string
    checklist_id: string
    kind: InspectionKind
    /** Quarter of domain/overview/period.ts. */
    quarter: number
    /** The next one in which this facility was visited so: from then on this row stands no more. Null: it stands. */
    next_quarter: number | null
    facility_id: string
    inspection_id: string
    /** With which it was sealed. */
    checklist_version: string
    date: string
    status: InspectionStatus
    /** Visits of that quarter that were handed in. */
    visits: number
    earned: number
    max: number
    tone: ScoreSummary['tone']
    critical_failures: number
    grade: string | null
    /** JSON, as the members of a Standing. */
    signals: string
    /** Of the visit, as JSON; null where the device did not say. */
    position: string | null
    sections: string
    failed: string
    /** Items of that version that were not judged: most visits judge nearly all. */
    not_judged: string
    critical: string
  }
  /** What a sealed visit says of actions: an item a row, where it says anything. */
  action_said: {
    inspection_id: string
    item: string
    tenant_id: string
    facility_id: string
    /** Plan as JSON; null where nothing was planned. */
    plan: string | null
    /** FollowUp as JSON; null where nothing was said of an earlier action. */
    follow_up: string | null
    /** RecordStep[] of this action; null where nobody has said anything of it since. */
    steps: string | null
  }
  /** What a sealed visit says of wastewater, judged by its own checklist: WaterSample as JSON. */
  water_sample: { inspection_id: string; tenant_id: string; facility_id: string; sample: string }
  answer_version: {
    tenant_id: string
    inspection_id: string
    item: string
    rev: number
    answer: string
    /** `head`: it stood at the head and was replaced; `late`: it came after the seal and never stood there. */
    reason: 'head' | 'late'
    /** The mutation that put it here. */
    device_id: string
    seq: number
    kept_at: number
  }
  inspection_seal: {
    tenant_id: string
    inspection_id: string
    no: number
    snapshot: string
    sha256: string
    prev_sha256: string | null
    kind: 'submit' | 'amend'
    reason: string | null
    by_user: string
    sealed_at: number
  }
  /** What stands beside a seal as its evidence; seals from before have none. Rows are never changed or removed. */
  seal_witness: {
    tenant_id: string
    inspection_id: string
    no: number
    signed: SignedState
    /** SealSignature as it came; null where none did. */
    signature: string | null
    /** The device's wall clock, as it was signed. */
    at_device: number | null
    /** SealClock */
    clock: string
    /** Receipt, as canonical JSON. */
    receipt: string
    receipt_signature: string
  }
  /** The log of what is accounted for, a chain for each province; see audit/append.ts for the kinds. It only grows. */
  audit: {
    /** Empty of what belongs to no province, and of all that was written before provinces had chains of their own. */
    tenant_id: string
    /** 1, 2, 3 … without a gap in its chain. */
    no: number
    at: number
    /** A user's id, or `system`. */
    who: string
    what: string
    subject_kind: string
    subject_id: string
    /** Canonical JSON. */
    detail: string
    /** Of the line before; in a province's first the one that opened its chain; null in the first of all. */
    prev_sha256: string | null
    /** Over the canonical JSON of all other columns, an empty tenant left out. */
    sha256: string
  }
  /** The highest number that a line of a chain ever had: a tail that was cut off is missed. */
  audit_tail: { tenant_id: string; no: number }
  /** An entity that left an area: who saw it there and nowhere else is told that it is gone. */
  departure: {
    tenant_id: string
    ver: number
    entity: 'facility' | 'inspection'
    entity_id: string
    from_area: string
    facility_id: string
  }
  /** What a device could not send as a mutation, as it came. */
  dead_letter: {
    /** SHA-256 of the body: the same letter again is the same row. */
    hash: string
    user_id: string
    tenant_id: string
    device_id: string
    body: string
    received_at: number
  }
  campaign: {
    id: string
    tenant_id: string
    title: string
    kind: InspectionKind
    /** A period of domain/overview/period.ts; null where its days were given. */
    period: string | null
    from_date: string
    until_date: string
    due: string
    /** JSON: Selection, as it was asked for, and ChecklistRef[]. */
    selection: string
    checklists: string
    created_by: string
    created_at: number
    /** The day on which it was closed; null while it runs. */
    closed_on: string | null
    version: Generated<number>
  }
  assignment: {
    id: string
    tenant_id: string
    campaign_id: string
    /** Of the campaign, so that the feed need not look there. */
    kind: InspectionKind
    facility_id: string
    checklist_id: string
    checklist_version: string
    /** The version of the feed at which it was taken from every device; null while it stands. */
    withdrawn_ver: ColumnType<number | null, number | null | undefined, number | null>
  }
  assignment_person: {
    assignment_id: string
    user_id: string
    tenant_id: string
    /** As the person was called then. */
    name: string
    /** The version of the feed at which it was given to somebody else; null while it is theirs. */
    left_ver: ColumnType<number | null, number | null | undefined, number | null>
  }
  /** By when reports are due, where a province has said so itself. */
  report_deadline: {
    tenant_id: string
    months: ReportMonths
    before_day: string
    next_year: number
    source: string
  }
  photo: {
    inspection_id: string
    id: string
    tenant_id: string
    item: string
    sha256: string
    size: number
    /** Photo, as its author announced it. */
    announced: string
    /** It came after the seal. */
    late: number
    added_at: number
    /** Who announced it; null for the inspection's author. */
    added_by: string | null
    removed_at: number | null
  }
  /** A row says that the province's picture with this hash is stored and was verified. */
  blob: { tenant_id: string; sha256: string; size: number; verified_at: number }
  /** One row per entity; a change moves it forward. */
  feed: { tenant_id: string; ver: number; entity: FeedEntity; entity_id: string }

  user: {
    id: string
    name: string
    email: string
    emailVerified: number
    image: string | null
    createdAt: string
    updatedAt: string
    username: string | null
    /** Their province: known by it before anything of the province is read. */
    tenantId: string | null
  }
  session: {
    id: string
    expiresAt: string
    token: string
    createdAt: string
    updatedAt: string
    ipAddress: string | null
    userAgent: string | null
    userId: string
    /** When somebody else signed in in its browser (milliseconds since 1970): it is no way in any more. Null otherwise. */
    displacedAt: ColumnType<number | null, number | null | undefined, number | null>
  }
  account: {
    id: string
    accountId: string
    providerId: string
    userId: string
    accessToken: string | null
    refreshToken: string | null
    idToken: string | null
    accessTokenExpiresAt: string | null
    refreshTokenExpiresAt: string | null
    scope: string | null
    password: string | null
    createdAt: string
    updatedAt: string
  }
  verification: {
    id: string
    identifier: string
    value: string
    expiresAt: string
    createdAt: string
    updatedAt: string
  }
  rateLimit: { id: string; key: string; count: number; lastRequest: number }
}

export type FeedEntity = 'checklist' | 'facility' | 'inspection' | 'assignment'

/** The database, or a transaction on it. */
export type Database = Kysely<Schema>
