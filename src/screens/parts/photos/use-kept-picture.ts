import { useEffect, useState } from 'react'
import { hasPicture } from '../../../device/store/earlier-pictures.ts'
import { readPicture } from '../../../device/store/pictures.ts'
import { useCurrentStore, useStore } from '../../../device/store/use-store.ts'

export type KeptPicture =
  | { is: 'reading' }
  | { is: 'absent' }
  /** An address that lives as long as the component. */
  | { is: 'here'; url: string }

/**
 * A picture from this device alone, with no word to the server; live, so that one
 * that comes while it is looked for is shown.
 * @param isWanted false: nothing is read yet
 */
export function useKeptPicture(sha256: string, isWanted = true): KeptPicture {
  const store = useCurrentStore()
  const isHere = useStore(async (from) => isWanted && hasPicture(from, sha256), [sha256, isWanted])
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (!isHere) return
    let made: string | null = null
    let isGone = false
    readPicture(store, sha256)
      .then((bytes) => {
        if (isGone || !bytes) return
        made = URL.createObjectURL(bytes)
        setUrl(made)
      })
      .catch(console.error)
    return () => {
      isGone = true
      setUrl(null)
      if (made) URL.revokeObjectURL(made)
    }
  }, [store, sha256, isHere])
  if (url !== null) return { is: 'here', url }
  return isHere === false && isWanted ? { is: 'absent' } : { is: 'reading' }
}
