import { listUnfinished } from '../../device/store/record-facts.ts'
import { useStore } from '../../device/store/use-store.ts'
import { Panel } from '../../ui/panel.tsx'
import { ResultList } from '../parts/result-list.tsx'

/** One's own visits that the server has sealed, and that still have something on this device alone. */
export function UnfinishedResults() {
  const results = useStore(listUnfinished, [])
  if (!results || results.length === 0) return null
  return (
    <Panel title="Đã nhận nội dung, chưa đủ" aside={`${results.length} lượt`}>
      <ResultList results={results} withFacility withState />
    </Panel>
  )
}
