import { sendPicturesOnce, waitingPictures } from '../../../device/store/picture-net.ts'
import { useStore } from '../../../device/store/use-store.ts'
import { useDevice } from '../../../device/sync/device.ts'
import { Button } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { useRecordState } from '../record/use-record.ts'
import { heldWords } from './picture-net-words.ts'
import { usePictureHold } from './use-picture-hold.ts'

/** Beside one visit: only where pictures of it wait. */
export function HeldPicturesOf({ id }: { id: string }) {
  const record = useRecordState(id)
  return record && record.pictures.here > 0 ? <HeldPictures /> : null
}

/** How much waits for Wi-Fi by this person's own wish, and the way to let it go this once; nothing where nothing waits. */
export function HeldPictures() {
  const { store, engine } = useDevice()
  const hold = usePictureHold()
  const waiting = useStore(waitingPictures, [])
  if (hold === null || !waiting || waiting.count === 0) return null

  async function send() {
    await sendPicturesOnce(store)
    await engine.syncNow()
  }

  const { title, words, button } = heldWords(hold, waiting)
  return (
    <Notice
      tone="info"
      role="status"
      title={title}
      action={<Button onClick={() => void send().catch(console.error)}>{button}</Button>}
    >
      <p>{words}</p>
    </Notice>
  )
}
