import { useMemo } from 'react'
import { isOfWholeProvince } from '../../../device/store/reach.ts'
import type { Reviewer } from '../../../device/store/review-queue.ts'
import { useStore } from '../../../device/store/use-store.ts'
import { useDevice } from '../../../device/sync/device.ts'

/** Whoever is here as a reviewer; null for whoever reviews nothing, undefined while it is being read. */
export function useReviewer(): Reviewer | null | undefined {
  const { person } = useDevice()
  const isWhole = useStore(isOfWholeProvince, [])
  const isReviewer = person.role === 'supervisor' || person.role === 'administrator'
  return useMemo(() => {
    if (!isReviewer) return null
    return isWhole === undefined ? undefined : { person, isOfWholeProvince: isWhole }
  }, [person, isReviewer, isWhole])
}
