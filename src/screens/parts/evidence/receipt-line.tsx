import { checkEvidence } from '../../../device/store/evidence.ts'
import { useStore } from '../../../device/store/use-store.ts'
import type { InspectionRecord } from '../../../domain/inspection.ts'
import { EvidenceLine } from './evidence-line.tsx'
import { receiptWords } from './evidence-words.ts'

/** What the server's receipt says of the seal that stands, checked on this device; nothing where none came. */
export function ReceiptLine({ record }: { record: InspectionRecord }) {
  const evidence = useStore((store) => checkEvidence(store, record), [record])
  const standing = evidence?.seals.at(-1)
  if (!standing || standing.check === null) return null
  return <EvidenceLine {...receiptWords(standing)} />
}
