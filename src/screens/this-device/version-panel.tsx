import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Numbers } from '../parts/numbers.tsx'
import page from '../parts/page.module.css'
import { heldWords } from '../parts/unfinished-words.ts'
import { useAppVersion } from '../shell/use-app-version.ts'

/** Which version this is, whether another waits, and the one tap that takes it. */
export function VersionPanel() {
  const { hasNewer, held, fetchAndAccept } = useAppVersion()
  const [said, setSaid] = useState<string | null>(null)
  const [first] = held

  async function update() {
    setSaid('Đang tìm…')
    try {
      setSaid((await fetchAndAccept()) ? null : 'Đây là bản mới nhất.')
    } catch (error) {
      console.warn(error)
      setSaid('Chưa tìm được: cần có mạng tới máy chủ.')
    }
  }

  return (
    <Panel title="Bản ứng dụng">
      <Numbers
        lines={[
          { name: 'Đang dùng', value: `bản ${__APP_VERSION__}` },
          hasNewer
            ? { name: 'Bản mới', value: 'đã tải về, chờ cập nhật', tone: 'info' }
            : { name: 'Bản mới', value: 'tự tải về khi có mạng' },
        ]}
      />
      <div className={page.actions}>
        <Button onClick={() => void update()}>{hasNewer ? 'Cập nhật' : 'Tìm bản mới'}</Button>
      </div>
      {first ? (
        <p role="status">Chưa cập nhật vì {heldWords(first)}. Hãy làm xong ở đó rồi chạm lại.</p>
      ) : said ? (
        <p role="status">{said}</p>
      ) : null}
    </Panel>
  )
}
