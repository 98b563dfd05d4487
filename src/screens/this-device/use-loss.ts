import { useEffect, useState } from 'react'
import { listOnlyHere, listOthersOnlyHere } from '../../device/store/only-here.ts'
import { useStore } from '../../device/store/use-store.ts'
import { useDevice, useSyncStatus } from '../../device/sync/device.ts'
import { type Loss, type LossFacts, lossOf } from '../../domain/loss.ts'
import { unfinishedElsewhere, unfinishedHere } from '../parts/unfinished.ts'

type Rest = Pick<LossFacts, 'others' | 'unfinished'>

/** What would be gone with this tablet; `unknown` where not everything could be looked at: nobody is told that it is safe then. */
export function useLoss(): Loss | 'looking' | 'unknown' {
  const { person } = useDevice()
  const { state } = useSyncStatus()
  const visits = useStore(listOnlyHere, [])
  const [rest, setRest] = useState<Rest | 'unknown' | null>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at anew when a round has ended, and when something was written.
  useEffect(() => {
    let isHere = true
    readRest(person.id).then(
      (read) => isHere && setRest(read),
      (error: unknown) => {
        console.warn(error)
        if (isHere) setRest('unknown')
      },
    )
    return () => {
      isHere = false
    }
  }, [person.id, state, visits])

  if (rest === 'unknown') return 'unknown'
  if (visits === undefined || rest === null) return 'looking'
  return lossOf({ visits, ...rest })
}

async function readRest(own: string): Promise<Rest> {
  const [others, elsewhere] = await Promise.all([listOthersOnlyHere(own), unfinishedElsewhere()])
  return { others, unfinished: unfinishedHere().length + elsewhere.length }
}
