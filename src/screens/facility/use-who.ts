import { useMemo } from 'react'
import type { Who } from '../../device/store/facility-actions.ts'
import { useDevice } from '../../device/sync/device.ts'

/** Who looks, as the rules of steps ask. */
export function useWho(): Who {
  const { person } = useDevice()
  // Of reviewers alone, and of nothing that is shown here.
  return useMemo(() => ({ person, isOfWholeProvince: person.role === 'administrator' }), [person])
}
