import { useState } from 'react'
import { contents } from '../../device/store/contents.ts'
import { useDevice } from '../../device/sync/device.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { syncWords } from '../parts/sync-words.ts'

type SendFirstProps = {
  label: string
  /** Nothing waits any more. */
  onSent: () => void
}

/**
 * Before a store is locked: its key goes, and nobody's queue is sent without it. So
 * what waits is sent while its person is still here.
 */
export function SendFirst({ label, onSent }: SendFirstProps) {
  const { store, engine } = useDevice()
  const [isSending, setSending] = useState(false)
  const [left, setLeft] = useState<string | null>(null)

  async function send() {
    setSending(true)
    setLeft(null)
    await engine.syncNow()
    const { unsentChanges, unsentPhotos } = await contents(store)
    setSending(false)
    if (unsentChanges + unsentPhotos === 0) return onSent()
    const { words } = syncWords(engine.status())
    setLeft(`Vẫn còn ${countWords(unsentChanges, unsentPhotos)}. ${words}.`)
  }

  return (
    <>
      {left ? (
        <Notice tone="partial" role="status">
          <p>{left}</p>
        </Notice>
      ) : null}
      <Button look="main" disabled={isSending} onClick={() => void send()}>
        {isSending ? 'Đang gửi…' : label}
      </Button>
    </>
  )
}

/** "3 thay đổi và 1 ảnh chưa gửi" */
export function countWords(changes: number, photos: number): string {
  const parts = [changes > 0 ? `${changes} thay đổi` : '', photos > 0 ? `${photos} ảnh` : ''].filter(Boolean)
  return `${parts.join(' và ')} chưa gửi`
}
