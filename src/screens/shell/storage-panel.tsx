import { Panel } from '../../ui/panel.tsx'
import { megabytes } from '../parts/device-storage.ts'
import { KeepStorage } from '../parts/keep-storage.tsx'
import { Numbers } from '../parts/numbers.tsx'
import { useDeviceStorage } from '../parts/use-device-storage.ts'

/** Whether the browser may clear this store on its own, and how much room is left. */
export function StoragePanel() {
  const { storage, ...keeping } = useDeviceStorage()
  if (!storage) return null
  return (
    <Panel title="Bộ nhớ của máy">
      <Numbers
        lines={[
          storage.persisted
            ? { name: 'Giữ lâu dài', value: 'có, trình duyệt không tự xóa', tone: 'pass' }
            : { name: 'Giữ lâu dài', value: 'chưa, máy đầy có thể bị xóa', tone: 'partial' },
          { name: 'Đã dùng', value: storage.usage === null ? 'chưa biết' : megabytes(storage.usage) },
          {
            name: 'Còn trống cho ứng dụng',
            value: storage.quota === null ? 'chưa biết' : megabytes(storage.quota - (storage.usage ?? 0)),
          },
        ]}
      />
      {storage.persisted ? null : <KeepStorage {...keeping} />}
    </Panel>
  )
}
