import { useState } from 'react'
import { listAreas } from '../../../device/api/places.ts'
import { useAsked } from '../../../device/api/use-asked.ts'
import type { AreasReply } from '../../../protocol/places-wire.ts'

/** The tree of areas, and what somebody else has changed of it since it was first seen here. */
export function useTree() {
  const asked = useAsked('areas', listAreas)
  const [overtaken, setOvertaken] = useState<AreasReply | null>(null)
  const tree = asked.read?.value
  return {
    asked,
    /** As it was seen when the server said that somebody was faster; null while nobody was. */
    overtaken,
    /** The server said so: read it anew, and keep in sight what it was. */
    overtake() {
      if (tree) setOvertaken((first) => first ?? tree)
      asked.again()
    },
    /** The tree after an act of one's own. */
    put(next: AreasReply) {
      setOvertaken(null)
      asked.change(() => next)
    },
  }
}

export type TreeHold = ReturnType<typeof useTree>
