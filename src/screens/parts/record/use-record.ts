import { recordStates } from '../../../device/store/record-facts.ts'
import { useStore } from '../../../device/store/use-store.ts'
import { useSyncStatus } from '../../../device/sync/device.ts'
import type { RecordState } from '../../../domain/record-state.ts'
import { usePictureHold } from '../photos/use-picture-hold.ts'
import { type RecordWords, recordWords } from './record-words.ts'

/** Where a visit stands, live; undefined until it is read, and where this device has nothing of it. */
export function useRecordState(id: string): RecordState | undefined {
  return useStore(async (store) => (await recordStates(store, [id])).get(id), [id])
}

/** The same in words, with what keeps it from going on. */
export function useRecordWords(state: RecordState | undefined): RecordWords | undefined {
  const sync = useSyncStatus()
  const hold = usePictureHold()
  return state && recordWords(state, { sync, hold })
}
