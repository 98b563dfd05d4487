import { useState } from 'react'
import { contents } from '../../device/store/contents.ts'
import { useDevice } from '../../device/sync/device.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { syncWords } from '../parts/sync-words.ts'
import { countWords } from '../parts/unsent-words.ts'

type SendFirstProps = {
  label: string
  /** Nothing waits any more. */
  onSent: () => void
}

/**
 * Before a store is locked: while its person is here the server's word on what waits
 * is heard at once. Afterwards it can only be sent sealed, where the account allows it.
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
