import { useEffect, useState } from 'react'
import { type DeviceStorage, readStorage } from './device-storage.ts'

/** What the browser says of this store, and the way to ask that it be kept. */
export function useDeviceStorage() {
  const [storage, setStorage] = useState<DeviceStorage | null>(null)
  const [isRefused, setRefused] = useState(false)

  useEffect(() => {
    let isHere = true
    readStorage().then(
      (read) => isHere && setStorage(read),
      (error: unknown) => console.warn(error),
    )
    return () => {
      isHere = false
    }
  }, [])

  async function protect() {
    setRefused(!(await navigator.storage.persist()))
    setStorage(await readStorage())
  }

  return { storage, isRefused, protect }
}
