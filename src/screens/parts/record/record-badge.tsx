import { Badge } from '../../../ui/badge.tsx'
import { useRecordState, useRecordWords } from './use-record.ts'

/** Where one visit stands, in two or three words: the same on every list. */
export function RecordBadge({ id }: { id: string }) {
  const said = useRecordWords(useRecordState(id))
  return said ? <Badge tone={said.tone}>{said.badge}</Badge> : null
}
