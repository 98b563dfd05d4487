import Dexie, { type EntityTable, type Table } from 'dexie'
import type { VisitActions } from '../../domain/action.ts'
import type { Answer } from '../../domain/answer.ts'
import type { Assignment } from '../../domain/campaign/campaign.ts'
import type { ChecklistRef } from '../../domain/checklist-ref.ts'
import type { VisitPictures } from '../../domain/earlier-pictures.ts'
import type { SealNote, SignedReceipt } from '../../domain/evidence.ts'
import type { InspectionHead, InspectionRecord } from '../../domain/inspection.ts'
import type { Photo, PhotoState } from '../../domain/photo.ts'
import type { Facility } from '../../domain/place.ts'
import type { ProblemCode } from '../../domain/problem.ts'
import type { Gravity, ReviewColumns } from '../../domain/review-queue.ts'
import type { Signature } from '../../domain/signature.ts'
import type { BoundPayload, Told } from '../../protocol/queued.ts'
import type { Content } from '../../protocol/sealed-digest.ts'
import type { Begun } from './begun.ts'
import { type Packed, packWith, type StoreKey, unpackWith } from './packing.ts'

/** Where an inspection of this person stands on this device. */
export type LocalState =
  /** đang làm */
  | 'draft'
  /** đã nộp trên máy, máy chủ chưa xác nhận xong */
  | 'waiting'
  /** máy chủ từ chối; sửa được và nộp lại được */
  | 'refused'

export type Refusal = { code: ProblemCode; message: string; detail: Record<string, unknown> }
export type Place = { sectionId: string; itemId: string | null }

export type InspectionRow = {
  id: string
  state: LocalState
  savedAt: number
  /** Rises with every edit: tells a submit whether what it scored is still what is stored. */
  edits: number
  place: Place | null
  head: Packed<InspectionHead>
  refusal: Packed<Refusal> | null
}

export type AnswerRow = {
  insp: string
  cell: string
  /** Server revision this device has seen, in the history that the server now tells; 0 = none. */
  rev: number
  /** What the server has under it; absent where it has nothing, or an older version of the app wrote the row. */
  told?: Packed<Told>
  /** It had a revision in a history that is gone; this one has not told of the cell yet. */
  doubted?: true
  /** Revision under which somebody’s answer last came down; absent where none has. */
  pulled?: number
  contested: boolean
  /** Of a contested cell: the other answer, once the server has said which. */
  former?: Packed<Answer>
  answer: Packed<Answer>
}

export type OutboxRow = {
  localId: number
  /** `open` may still take a newer answer of the same cell; `frozen` has its number and never changes again. */
  state: 'open' | 'frozen'
  seq: number | null
  id: string
  insp: string
  /** Item of an answer, or a photo's cell (queue.ts); '' for every other mutation, so that the pair can be looked up. */
  cell: string
  /** Revision of the cell the author saw. */
  base: number
  /** What stood under it (`AnswerRow.told`). */
  seen?: Packed<Told>
  at: number
  /** Rough size as JSON, for the limit of a batch. */
  bytes: number
  /** Id of the mutation in which it goes out with others of its visit; absent where it goes out by itself. */
  mutationId?: string
  /** Goes out by itself: among others it was refused. */
  alone?: true
  /** Set aside: a void is sent under its number and id; the payload waits in `attention`. */
  isVoid?: true
  /**
   * Offered again from the journal, and what the server had said of it; `elsewhere`: brought by a file from another
   * tablet of this person, where this one knows another answer already.
   */
  before?: 'taken' | 'refused' | 'late' | 'elsewhere'
  payload: Packed<BoundPayload>
  /** The other answers of the same mutation, where they lie in this row (together.ts). */
  others?: OtherAnswer[]
  /** Where they belong: found and counted by an index. */
  beside?: [insp: string, cell: string][]
}

/** An answer in the row of the first one of its mutation: what it does not say is as there. */
export type OtherAnswer = Pick<OutboxRow, 'localId' | 'id' | 'cell' | 'base' | 'seen' | 'at' | 'bytes' | 'payload'>

/** Acknowledged mutations, kept for the day a server comes back from an older backup. */
export type SentRow = Omit<OutboxRow, 'localId' | 'state' | 'seq' | 'others'> & {
  seq: number
  others?: Omit<OtherAnswer, 'localId'>[]
}

/** Why something is put before a person. */
export type AttentionKind =
  /** refused for a reason of its content */
  | 'rejected'
  /** the server could not work on it and has kept it */
  | 'quarantined'
  /** arrived after the inspection was sealed */
  | 'late'
  /** larger than what can be sent; never reached the server */
  | 'tooLarge'
  /** not fit to be read by the server; never counted there */
  | 'unreadable'

/** What the server would not take, with its payload: kept until a person has dealt with it, and after. */
export type AttentionRow = {
  id: string
  insp: string
  code: string
  at: number
  payload: Packed<BoundPayload>
  /** Absent where an older version of the app wrote the row, as everything below. */
  kind?: AttentionKind
  /** Id of the mutation in which it went out with others. */
  mutationId?: string
  /** Item of an answer; '' for every other mutation. */
  cell?: string
  /** The inspection's head as it then stood: the row can be read when the inspection has gone. */
  head?: Packed<InspectionHead> | null
  /** A person has looked at it and put it away. */
  seenAt?: number
  /** Something newer in its place was received. */
  doneAt?: number
  /** Whether the server has a copy as a dead letter; absent where it kept the payload itself. */
  letter?: 'waiting' | 'kept' | 'refused'
}

export type PhotoRow = {
  id: string
  insp: string
  item: string
  /** Of a marked copy: the photo under it. */
  drawnOn?: string
  /** Of proof: the step that it shows. */
  step?: string
  sha256: string
  state: PhotoState
  addedAt: number
  /** No server has answered its announcement yet. What says it once more waits unsent too, and is heard of all the same. */
  unheard?: true
  /** When its author took it back; the row stays until everybody has heard of it. */
  removedAt: number | null
  /** An upload of it was begun once: the next one asks the server first how far it is. */
  tried: boolean
  /** Why the server does not take it. */
  refusal: ProblemCode | null
  body: Packed<Photo>
}

/** In a table of its own: a list of photos must never read a picture. */
export type PictureRow = { sha256: string; body: Packed<Blob | ArrayBuffer> }

/** A signature under a visit that is open here. */
export type SignatureRow = {
  id: string
  insp: string
  addedAt: number
  /** When its author took it back; the row stays until everybody has heard of it. */
  removedAt: number | null
  /** Why the server does not take it. */
  refusal: ProblemCode | null
  body: Packed<Signature>
  /** What it was given for; absent where it was given on another device. */
  content?: Packed<Content>
}

/** An answer that was returned, corrected here and not sent yet. */
export type CorrectionRow = {
  insp: string
  item: string
  /** The seal on which it rests. */
  seal: number
  savedAt: number
  answer: Packed<Answer>
}

/** What was typed for an item that is open here, and is no answer yet. */
export type BegunRow = { insp: string; item: string; texts: Packed<Begun> }

type Kept<T> = { gen: number; body: Packed<T> }
export type ChecklistRow = Kept<unknown> & { key: string } & ChecklistRef
export type FacilityRow = Kept<Facility> & { id: string }
export type AssignmentRow = Kept<Assignment> & { id: string; facilityId: string }
export type ResultRow = Kept<InspectionRecord> & {
  id: string
  facilityId: string
  submittedAt: number
  /** Absent where the server, or the app that wrote the row, knew of none. */
  evidence?: Packed<Evidence>
}

/** What a visit says of actions, but for what its row says anyway. */
export type Acted = Pick<VisitActions, 'kind' | 'actions' | 'marks'>

/** Of a sealed record, beside it: which pictures and actions it names and how its review stands, so that none has to be opened to know. */
export type VisitRow = VisitPictures & {
  gen: number
  hashes: string[]
  /** Which actions it names, and how they stand, sealed as what was found is; absent where an older version of the app wrote the row, as `review`. */
  acted?: Packed<Acted>
  /** See review-queue.ts. */
  review?: ReviewColumns
  gravity?: Packed<Gravity>
}

/** What the server told beside a record. */
export type Evidence = {
  seals: SealNote[]
  /** Receipts that were told earlier of a seal with other content: never forgotten for the later ones. */
  former: SignedReceipt[]
}

export type MetaRow = { key: MetaKey; value: unknown }
export type MetaKey =
  | 'deviceId'
  | 'nextSeq'
  | 'epoch'
  | 'cursor'
  /** Generation of the replica's rows, and the one a fresh view is being read into. */
  | 'gen'
  | 'genUnderWay'
  | 'lastPulledAt'
  | 'lastSentAt'
  /** When the view was last compared with the server's. */
  | 'verifiedAt'
  /** Oldest shape of code that may still write here. */
  | 'schemaMin'
  /** Who makes the round, in browsers without Web Locks. */
  | 'lease'
  /** With what seals are signed (SigningKey), and the history of the server that has been told of it. */
  | 'signingKey'
  | 'keyTold'
  /** With what servers sign receipts: every key ever heard. */
  | 'serverKeys'
  /** How this device's clock goes (KeptClock). */
  | 'clock'
  /** What others have sent for this store while it was locked (RelayNote). */
  | 'relay'
  /** Over which networks pictures may go (PictureNet). */
  | 'pictureNet'
  /** What was open here before the browser cleared the store; until a person has read it. */
  | 'evicted'
  /** Which checklists a schema has taken (checklists.ts). */
  | 'takenChecklists'
  /** That every row was looked at and none lies open any more (seal-rows.ts). */
  | 'sealed'
  /** Whether the account's password was still a temporary one when its owner last signed in or changed it here. */
  | 'mustChange'
  /** Whether the person answers for the whole province, as the server last said. */
  | 'isOfWholeProvince'

export class Database extends Dexie {
  readonly key: StoreKey
  declare meta: EntityTable<MetaRow, 'key'>
  declare inspection: EntityTable<InspectionRow, 'id'>
  declare answer: Table<AnswerRow, [insp: string, cell: string]>
  declare outbox: EntityTable<OutboxRow, 'localId'>
  declare sent: EntityTable<SentRow, 'id'>
  declare attention: EntityTable<AttentionRow, 'id'>
  declare checklist: EntityTable<ChecklistRow, 'key'>
  declare facility: EntityTable<FacilityRow, 'id'>
  declare result: EntityTable<ResultRow, 'id'>
  declare photo: EntityTable<PhotoRow, 'id'>
  declare photoBlob: EntityTable<PictureRow, 'sha256'>
  declare signature: EntityTable<SignatureRow, 'id'>
  declare visit: EntityTable<VisitRow, 'id'>
  declare correction: Table<CorrectionRow, [insp: string, item: string]>
  declare begun: Table<BegunRow, [insp: string, item: string]>
  declare assignment: EntityTable<AssignmentRow, 'id'>

  /** @param key seals what is written from now on, and opens what was sealed */
  constructor(name: string, key: StoreKey) {
    // strict: "đã lưu" must hold when the battery goes, not only when the tab closes.
    // cache off: Dexie would otherwise show a write before it is committed.
    super(name, { chromeTransactionDurability: 'strict', cache: 'disabled' })
    this.key = key
    this.version(1).stores({
      meta: 'key',
      inspection: 'id, state',
      answer: '[insp+cell], insp',
      outbox: '++localId, seq, [insp+cell], insp, state',
      sent: 'id, seq',
      attention: 'id, insp',
      checklist: 'key, gen',
      facility: 'id, gen',
      result: 'id, gen, facilityId, submittedAt',
    })
    this.version(2).stores({ photo: 'id, insp, sha256, state', photoBlob: 'sha256' })
    this.version(3).stores({ signature: 'id, insp' })
    this.version(4).stores({ visit: 'id, gen, *hashes' })
    this.version(5).stores({ assignment: 'id, gen, facilityId' })
    this.version(6).stores({ sent: 'id, seq, insp', correction: '[insp+item], insp' })
    this.version(7).stores({
      outbox: '++localId, seq, [insp+cell], insp, state, *beside',
      sent: 'id, seq, insp, *beside',
    })
    this.version(8).stores({ begun: '[insp+item], insp' })
  }

  // Dexie's promises: a live query that waited for WebCrypto by the browser's own would not hear of what it reads afterwards.

  /** Value → what is stored. Before a transaction, never inside one. */
  pack<T>(value: T): Promise<Packed<T>> {
    return Dexie.Promise.resolve(packWith(this.key, value))
  }

  /** What is stored → value. After a transaction, never inside one. @throws Problem STORE_LOCKED */
  unpack<T>(packed: Packed<T>): Promise<T> {
    return Dexie.Promise.resolve(unpackWith(this.key, packed))
  }
}
