import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import { listPeople } from '../../../device/api/people.ts'
import { useAsked } from '../../../device/api/use-asked.ts'
import { useDevice } from '../../../device/sync/device.ts'
import { type Role, roleNames, roles } from '../../../domain/people.ts'
import { type Opened, type PersonRow, RESET_MAX } from '../../../protocol/people-wire.ts'
import { Button, buttonClass } from '../../../ui/button.tsx'
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
import { numberWords } from '../import/import-words.ts'
import { PasswordSheet } from '../password-sheet.tsx'
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
import { ResetMany } from './reset-many.tsx'

/** Every account, found without diacritics and narrowed by what it is and how it stands. */
export function PeopleList() {
  const asked = useAsked('people', listPeople)
  const [reset, setReset] = useState<readonly Opened[] | null>(null)
  if (reset)
    return (
      <>
        <PageTitle>Đã cấp lại mật khẩu tạm</PageTitle>
        <PasswordSheet opened={reset} />
        <div>
          <Button onClick={() => setReset(null)}>Đã ghi lại, xong</Button>
        </div>
      </>
    )
  return (
    <>
      <div className={page.head}>
        <PageTitle>Người dùng</PageTitle>
        <Link href="/quan-tri/nguoi-dung/them" className={buttonClass('main')}>
          Thêm người dùng
        </Link>
      </div>
      <AskedPart asked={asked} rows={6}>
        {(people) => (
          <Narrowed
            people={people}
            onReset={(opened) => {
              setReset(opened)
              asked.again()
            }}
          />
        )}
      </AskedPart>
    </>
  )
}

const narrowing = { wishIn, queryOf, filter: filterPeople }
const everybody: PeopleWish = { text: '', role: null, state: null }

type NarrowedProps = { people: readonly PersonRow[]; onReset: (opened: Opened[]) => void }

function Narrowed({ people, onReset }: NarrowedProps) {
  const me = useDevice().person
  const places = usePlaces()
  const ordered = useMemo(() => inOrder(people), [people])
  const narrowed = useNarrowed(ordered, narrowing)
  const { wish, narrow, found } = narrowed
  /** Null while nobody is being chosen. */
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null)
  const others = found.flatMap(({ id }) => (id === me.id ? [] : [id])).slice(0, RESET_MAX)
  if (!places) return <Skeleton rows={6} />
  return (
    <>
      <Filters wish={wish} onWish={narrow} />
      {chosen ? (
        <div>
          <Button onClick={() => setChosen(new Set([...chosen, ...others]))}>
            Chọn {numberWords(others.length)} người đang lọc
          </Button>
        </div>
      ) : null}
      <FoundList
        narrowed={narrowed}
        sentence={inOneSentence(found, people.length)}
        none="Không có người dùng nào khớp."
        onEverything={() => narrow(everybody)}
        unit="người"
        keyOf={({ id }) => id}
      >
        {(person) =>
          chosen ? (
            <ChoiceRow
              person={person}
              isOwn={person.id === me.id}
              isChosen={chosen.has(person.id)}
              onChoose={() => setChosen(toggled(chosen, person.id))}
            />
          ) : (
            <Row person={person} places={places} />
          )
        }
      </FoundList>
      {chosen ? (
        <ResetMany chosen={chosen} onReset={onReset} onClose={() => setChosen(null)} />
      ) : (
        <div>
          <Button onClick={() => setChosen(new Set())}>Cấp lại mật khẩu tạm cho nhiều người</Button>
        </div>
      )}
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

type ChoiceRowProps = { person: PersonRow; isOwn: boolean; isChosen: boolean; onChoose: () => void }

/** One's own password is changed on one's own page. */
function ChoiceRow({ person, isOwn, isChosen, onChoose }: ChoiceRowProps) {
  return (
    <label className={css.choice}>
      <input type="checkbox" checked={isChosen} disabled={isOwn} onChange={onChoose} />
      <span>
        <span className={list.name}>{person.name}</span>
        <span className={list.small}>
          {person.username} · {roleNames[person.role]} · {lastSeenWords(person)}
        </span>
      </span>
      <span className={rows.badges}>
        <PersonBadges person={person} />
      </span>
    </label>
  )
}

function toggled(chosen: ReadonlySet<string>, id: string): Set<string> {
  const next = new Set(chosen)
  if (!next.delete(id)) next.add(id)
  return next
}
