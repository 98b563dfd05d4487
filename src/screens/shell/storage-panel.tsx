import { useEffect, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { type DeviceStorage, megabytes, readStorage } from '../parts/device-storage.ts'
import { Numbers } from '../parts/numbers.tsx'

/** Whether the browser may clear this store on its own, and how much room is left. */
export function StoragePanel() {
  const [storage, setStorage] = useState<DeviceStorage | null>(null)
  const [refused, setRefused] = useState(false)

  useEffect(() => {
    void readStorage().then(setStorage)
  }, [])

  async function protect() {
    const granted = await navigator.storage.persist()
    setRefused(!granted)
    setStorage(await readStorage())
  }

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
      {storage.persisted ? null : (
        <div>
          <Button onClick={() => void protect()}>Xin giữ lâu dài</Button>
        </div>
      )}
      {refused ? <p role="status">Trình duyệt chưa cho phép. Cài ứng dụng vào màn hình chính rồi thử lại.</p> : null}
    </Panel>
  )
}
