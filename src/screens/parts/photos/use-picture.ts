import { useEffect, useState } from 'react'
import { readPicture } from '../../../device/store/pictures.ts'
import { useCurrentStore } from '../../../device/store/use-store.ts'
import { BLOBS_PATH } from '../../../protocol/terms.ts'

/** An address to show a picture from: this device where it is here, else the server. Null while it is looked for. */
export function usePicture(sha256: string): string | null {
  const store = useCurrentStore()
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    let made: string | null = null
    let isGone = false
    readPicture(store, sha256)
      .catch(() => null)
      .then((bytes) => {
        if (isGone) return
        made = bytes && URL.createObjectURL(bytes)
        setUrl(made ?? `${BLOBS_PATH}/${sha256}`)
      })
      .catch(console.error)
    return () => {
      isGone = true
      if (made) URL.revokeObjectURL(made)
    }
  }, [store, sha256])
  return url
}
