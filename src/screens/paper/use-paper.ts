import { getChecklist } from '../../device/store/checklists.ts'
import { type OpenInspection, openInspection } from '../../device/store/drafts.ts'
import { checkEvidence } from '../../device/store/evidence.ts'
import { getFacility, getResult } from '../../device/store/replica.ts'
import { type CheckedSignature, checkRecordSignatures, checkSignatures } from '../../device/store/signatures.ts'
import type { Store } from '../../device/store/store.ts'
import { useStore } from '../../device/store/use-store.ts'
import { followUpRows, planRows } from '../../documents/plan-rows.ts'
import type { PaperSeal, PaperSource } from '../../documents/source.ts'
import type { Answers } from '../../domain/answer.ts'
import { answersIn, type InspectionHead, type InspectionRecord, sealNoOf } from '../../domain/inspection.ts'
import { score } from '../../domain/scoring/score.ts'
import type { Signature } from '../../domain/signature.ts'
import { digestOfSealed } from '../../protocol/sealed-digest.ts'
import { verificationAddress } from '../parts/evidence/verification-code.tsx'

export type ReadPaper =
  | { is: 'reading' }
  | { is: 'nowhere' }
  /** The checklist is not on this device, or this app is too old for it. */
  | { is: 'unreadable'; head: InspectionHead }
  /** `back`: the page of the inspection itself. */
  | { is: 'ready'; source: PaperSource; back: string }

/** What the papers of an inspection are made from: as it lies on this device, or as the server handed it out. */
export function usePaper(id: string): ReadPaper {
  return useStore((store) => readPaper(store, id), [id]) ?? { is: 'reading' }
}

async function readPaper(store: Store, id: string): Promise<ReadPaper> {
  const [open, record] = await Promise.all([openInspection(store, id), getResult(store, id)])
  const head = open?.head ?? record?.head
  if (!head) return { is: 'nowhere' }
  const [checklist, facility] = await Promise.all([
    getChecklist(store, head.checklist),
    getFacility(store, head.facilityId),
  ])
  if (!checklist) return { is: 'unreadable', head }
  const answers = open ? open.answers : answersIn(record?.cells ?? {})
  const scored = score(checklist, head.facts, answers, { date: head.date })
  const said = { checklist, answers, score: scored }
  const plan = planRows(said)
  const followUps = followUpRows(said, await visitsBefore(store, answers))
  const common = { head, ...said, facility, plan, followUps }
  // Last: what it waits for is WebCrypto.
  if (open) {
    const [seal, given] = await Promise.all([sealOfOpen(open), checkSignatures(store, id)])
    const signatures = holding(given?.signatures ?? [])
    return { is: 'ready', back: `/kiem-tra/${id}/nop`, source: { ...common, seal, signatures } }
  }
  const [seal, given] = record
    ? await Promise.all([sealOfRecord(store, record), checkRecordSignatures(record)])
    : [null, []]
  return { is: 'ready', back: `/ket-qua/${id}`, source: { ...common, seal, signatures: holding(given) } }
}

/** What was signed for other content is not printed. */
function holding(given: readonly CheckedSignature[]): Signature[] {
  return given.filter(({ state }) => state === 'holds').map(({ signature }) => signature)
}

/** The visits whose actions these answers follow up, as far as they are here. */
async function visitsBefore(store: Store, answers: Answers): Promise<ReadonlyMap<string, InspectionRecord>> {
  const ids = new Set(Object.values(answers).flatMap(({ followUp }) => (followUp ? [followUp.of] : [])))
  const records = await Promise.all([...ids].map((id) => getResult(store, id)))
  return new Map(records.flatMap((record) => (record ? [[record.id, record] as const] : [])))
}

/** Handed in on this device, the server has not answered: the digest that was signed. Null while it is being written. */
async function sealOfOpen(open: OpenInspection): Promise<PaperSeal | null> {
  const { id, state } = open
  if (state !== 'waiting') return null
  const digest = await digestOfSealed(open)
  return { digest, address: verificationAddress({ inspection: id, digest }), no: 1, reason: null, receipt: null }
}

async function sealOfRecord(store: Store, record: InspectionRecord): Promise<PaperSeal | null> {
  const no = sealNoOf(record)
  if (no === 0) return null
  const { content: digest, seals } = await checkEvidence(store, record)
  const standing = seals.find((seal) => seal.no === no)
  return {
    digest,
    address: verificationAddress({ inspection: record.id, digest }),
    no,
    reason: standing?.reason ?? null,
    // Only a receipt that this device has found to be true.
    receipt: standing?.check === 'whole' && standing.code !== null ? { code: standing.code, at: standing.at } : null,
  }
}
