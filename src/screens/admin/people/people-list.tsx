import { useMemo } from 'react'
import { Link } from 'wouter'
import { listPeople } from '../../../device/api/people.ts'
import { useAsked } from '../../../device/api/use-asked.ts'
import { type Role, roleNames, roles } from '../../../domain/people.ts'
import type { PersonRow } from '../../../protocol/people-wire.ts'
import { buttonClass } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { PageTitle } from '../../../ui/page-title.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { Arrow } from '../../parts/arrow.tsx'
import { AskedPart } from '../../parts/asked-part.tsx'
import list from '../../parts/list.module.css'
import page from '../../parts/page.module.css'
import rows from '../found-list.module.css'
import { FoundList, useNarrowed } from '../found-list.tsx'
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

/** Every account, found without diacritics and narrowed by what it is and how it stands. */
export function PeopleList() {
  const asked = useAsked('people', listPeople)
  return (
    <>
      <div className={page.head}>
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

const narrowing = { wishIn, queryOf, filter: filterPeople }
const everybody: PeopleWish = { text: '', role: null, state: null }

function Narrowed({ people }: { people: readonly PersonRow[] }) {
  const places = usePlaces()
  const ordered = useMemo(() => inOrder(people), [people])
  const narrowed = useNarrowed(ordered, narrowing)
  const { wish, narrow, found } = narrowed
  if (!places) return <Skeleton rows={6} />
  return (
    <>
      <Filters wish={wish} onWish={narrow} />
      <FoundList
        narrowed={narrowed}
        sentence={inOneSentence(found, people.length)}
        none="Không có người dùng nào khớp."
        onEverything={() => narrow(everybody)}
        unit="người"
        keyOf={({ id }) => id}
      >
        {(person) => <Row person={person} places={places} />}
      </FoundList>
    </>
  )
}

function Filters({ wish, onWish }: { wish: PeopleWish; onWish: (wish: PeopleWish) => void }) {
  const all = { value: '', label: 'Tất cả' }
  return (
    <section aria-label="Lọc danh sách" className={rows.filters}>
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
    <Link href={`/quan-tri/nguoi-dung/${person.id}`} className={classNames(rows.row, css.row)}>
      <span>
        <span className={list.name}>{person.name}</span>
        <span className={list.small}>{person.username}</span>
      </span>
      <span className={rows.pair}>
        <span>{roleNames[person.role]}</span>
        <span>{reachWords(person, places)}</span>
      </span>
      <span className={rows.badges}>
        <PersonBadges person={person} />
      </span>
      <span className={list.small}>{lastSeenWords(person)}</span>
      <Arrow />
    </Link>
  )
}
