import { useDeferredValue, useMemo, useState } from 'react'
import { Link, useSearchParams } from 'wouter'
import { listPeople } from '../../../device/api/people.ts'
import { useAsked } from '../../../device/api/use-asked.ts'
import { type Role, roleNames, roles } from '../../../domain/people.ts'
import type { PersonRow } from '../../../protocol/people-wire.ts'
import { Button, buttonClass } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { PageTitle } from '../../../ui/page-title.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { Arrow } from '../../parts/arrow.tsx'
import { AskedPart } from '../../parts/asked-part.tsx'
import list from '../../parts/list.module.css'
import {
  filterPeople,
  inOneSentence,
  inOrder,
  type PeopleWish,
  queryOf,
  type State,
  states,
  wishIn,
} from './people-filter.ts'
import css from './people-list.module.css'
import { lastSeenWords, PersonBadges } from './person-words.tsx'
import { type Places, reachWords, usePlaces } from './places.ts'

/** So many rows at a time: whoever looks for somebody types a word. */
const STEP = 50

/** Every account, found without diacritics and narrowed by what it is and how it stands. */
export function PeopleList() {
  const asked = useAsked('people', listPeople)
  return (
    <>
      <div className={css.head}>
        <PageTitle>Người dùng</PageTitle>
        <Link href="/quan-tri/nguoi-dung/them" className={buttonClass('main')}>
          Thêm người dùng
        </Link>
      </div>
      <AskedPart asked={asked} rows={6}>
        {(people) => <Narrowed people={people} />}
      </AskedPart>
    </>
  )
}

function Narrowed({ people }: { people: readonly PersonRow[] }) {
  const [query, setQuery] = useSearchParams()
  const [wish, setWish] = useState(() => wishIn(query))
  const asked = useDeferredValue(wish)
  const [steps, setSteps] = useState(1)
  const places = usePlaces()
  const ordered = useMemo(() => inOrder(people), [people])
  const found = useMemo(() => filterPeople(ordered, asked), [ordered, asked])

  const narrow = (next: PeopleWish) => {
    setWish(next)
    setSteps(1)
    // In the address, so that the way back from a person leads to the same list.
    setQuery(queryOf(next), { replace: true })
  }
  const shown = found.slice(0, steps * STEP)
  return (
    <>
      <Filters wish={wish} onWish={narrow} />
      <p className={css.sentence} role="status">
        {inOneSentence(found, people.length)}
      </p>
      {found.length === 0 ? (
        <Empty
          title="Không có người dùng nào khớp."
          action={<Button onClick={() => narrow({ text: '', role: null, state: null })}>Bỏ lọc</Button>}
        />
      ) : (
        <ul className={list.list}>
          {places && shown.map((person) => <Row key={person.id} person={person} places={places} />)}
        </ul>
      )}
      {shown.length < found.length ? (
        <div className={css.more}>
          <Button onClick={() => setSteps(steps + 1)}>
            Xem thêm {Math.min(STEP, found.length - shown.length)} người
          </Button>
        </div>
      ) : null}
    </>
  )
}

function Filters({ wish, onWish }: { wish: PeopleWish; onWish: (wish: PeopleWish) => void }) {
  const all = { value: '', label: 'Tất cả' }
  return (
    <section aria-label="Lọc danh sách" className={css.filters}>
      <TextField
        label="Tìm"
        type="search"
        placeholder="Họ tên, tên đăng nhập…"
        autoComplete="off"
        value={wish.text}
        onChange={({ target }) => onWish({ ...wish, text: target.value })}
      />
      <SelectField
        label="Vai trò"
        value={wish.role ?? ''}
        options={[all, ...roles.map((value) => ({ value, label: roleNames[value] }))]}
        onChange={(role) => onWish({ ...wish, role: (role || null) as Role | null })}
      />
      <SelectField
        label="Trạng thái"
        value={wish.state ?? ''}
        options={[all, ...Object.entries(states).map(([value, label]) => ({ value, label }))]}
        onChange={(state) => onWish({ ...wish, state: (state || null) as State | null })}
      />
    </section>
  )
}

function Row({ person, places }: { person: PersonRow; places: Places }) {
  return (
    <li>
      <Link href={`/quan-tri/nguoi-dung/${person.id}`} className={css.row}>
        <span>
          <span className={list.name}>{person.name}</span>
          <span className={list.small}>{person.username}</span>
        </span>
        <span className={css.pair}>
          <span>{roleNames[person.role]}</span>
          <span>{reachWords(person, places)}</span>
        </span>
        <span className={css.badges}>
          <PersonBadges person={person} />
        </span>
        <span className={list.small}>{lastSeenWords(person)}</span>
        <Arrow />
      </Link>
    </li>
  )
}
