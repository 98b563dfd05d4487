import type { Known } from '../../device/store/people.ts'
import { roleNames } from '../../domain/people.ts'
import { Arrow } from '../parts/arrow.tsx'
import list from '../parts/list.module.css'
import { unsentWords } from '../parts/unsent-words.ts'
import css from './demonstration-accounts.module.css'

/** Who has used this tablet: a tap asks for that person's PIN. */
export function PeopleHere({ people, onChoose }: { people: readonly Known[]; onChoose: (id: string) => void }) {
  return (
    <ul className={list.list}>
      {people.map(({ id, name, role, unsent }) => (
        <li key={id}>
          <button type="button" className={css.account} onClick={() => onChoose(id)}>
            <span className={list.main}>
              <span className={list.name}>{name}</span>
              <span className={list.small}>{roleNames[role]}</span>
              {unsent ? <span className={list.small}>{unsentWords(unsent)}</span> : null}
            </span>
            <Arrow />
          </button>
        </li>
      ))}
    </ul>
  )
}
