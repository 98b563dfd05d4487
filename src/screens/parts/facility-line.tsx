import { factsInShort } from '../../domain/facility-words.ts'
import type { Facility } from '../../domain/place.ts'
import css from './facility-line.module.css'

/** A facility in a list: its name, and what tells it from its neighbour. */
export function FacilityLine({ facility }: { facility: Pick<Facility, 'name' | 'facts'> }) {
  return (
    <>
      <span className={css.name}>{facility.name}</span>
      <span className={css.facts}>{factsInShort(facility.facts)}</span>
    </>
  )
}
