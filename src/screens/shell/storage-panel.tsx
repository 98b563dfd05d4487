import { oldestUnsent } from '../../device/store/contents.ts'
import { useStore } from '../../device/store/use-store.ts'
import { useDevice, useSyncStatus } from '../../device/sync/device.ts'
import { Panel } from '../../ui/panel.tsx'
import { megabytes } from '../parts/device-storage.ts'
import { duration } from '../parts/evidence/evidence-words.ts'
import { KeepStorage } from '../parts/keep-storage.tsx'
import { type NumberLine, Numbers } from '../parts/numbers.tsx'
import { useDeviceStorage } from '../parts/use-device-storage.ts'
import { timeInWords, today } from '../parts/when.ts'
import { isFirstDay, isStandalone } from './install.ts'
import { MishapNotice } from './mishap-notice.tsx'
import { isClockWrong, looksPrivate } from './mishaps.ts'

/** Whether the browser may clear this store on its own, how much room is left, and how long something waits in it. */
export function StoragePanel() {
  const { store } = useDevice()
  const { storage, ...keeping } = useDeviceStorage()
  const oldest = useStore(oldestUnsent, [])
  // Measured with each round.
  useSyncStatus()
  const offset = store.clock.kept()?.offset ?? null
  return (
    <Panel title="Bộ nhớ và đồng hồ của máy">
      {storage && looksPrivate(storage, { isStandalone: isStandalone(), isFirstDay: isFirstDay(today()) }) ? (
        <MishapNotice of="privateWindow" role="status" />
      ) : null}
      <Numbers
        lines={[
          storage === null
            ? { name: 'Giữ lâu dài', value: 'trình duyệt không cho biết', tone: 'partial' }
            : storage.persisted
              ? { name: 'Giữ lâu dài', value: 'có, trình duyệt không tự xóa', tone: 'pass' }
              : { name: 'Giữ lâu dài', value: 'chưa, máy đầy có thể bị xóa', tone: 'partial' },
          { name: 'Đã dùng', value: storage?.usage == null ? 'chưa biết' : megabytes(storage.usage) },
          {
            name: 'Còn trống cho ứng dụng',
            value: storage?.quota == null ? 'chưa biết' : megabytes(Math.max(0, storage.quota - (storage.usage ?? 0))),
          },
          {
            name: 'Chưa gửi, cũ nhất từ',
            value: oldest === undefined ? '…' : oldest === null ? 'không có' : timeInWords(oldest),
          },
          clockLine(offset),
        ]}
      />
      {storage === null || storage.persisted ? null : <KeepStorage {...keeping} />}
    </Panel>
  )
}

function clockLine(offset: number | null): NumberLine {
  const name = 'Đồng hồ so với máy chủ'
  if (offset === null) return { name, value: 'chưa so lần nào' }
  if (Math.abs(offset) < 120_000) return { name, value: 'đúng giờ', tone: 'pass' }
  const value = `${offset > 0 ? 'chậm' : 'nhanh'} ${duration(Math.abs(offset))}`
  return { name, value, ...(isClockWrong(offset) && { tone: 'partial' as const }) }
}
