import { StateLine } from './state-line.tsx'
import { useRecordState, useRecordWords } from './use-record.ts'

/**
 * Where one visit stands, whole: the same on every page.
 * @param withWhy of a refusal also the reason; not where it is told in full beside it
 */
export function RecordLine({ id, withWhy = true }: { id: string; withWhy?: boolean }) {
  const said = useRecordWords(useRecordState(id))
  return said ? <StateLine tone={said.tone} words={said.words} why={withWhy ? said.why : null} /> : null
}
