import { useState } from 'react'
import { Link, useSearchParams } from 'wouter'
import { listFacilities } from '../../../device/api/places.ts'
import { useAsked } from '../../../device/api/use-asked.ts'
import { areaKindNames, areaOfFacility, holdsFacilities } from '../../../domain/area.ts'
import { formatDate, isoDateSchema } from '../../../domain/date.ts'
import { matches } from '../../../domain/search.ts'
import type { AreaRow, AreasReply } from '../../../protocol/places-wire.ts'
import { Button, buttonClass } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Empty } from '../../../ui/empty.tsx'
import { PageTitle } from '../../../ui/page-title.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { Arrow } from '../../parts/arrow.tsx'
import { AskedPart } from '../../parts/asked-part.tsx'
import list from '../../parts/list.module.css'
import page from '../../parts/page.module.css'
import { dayInWords } from '../../parts/when.ts'
import { type Branch, becameWords, branchesOn, findArea, formerOn, periodWords } from './area-words.ts'
import css from './places.module.css'
import { useTree } from './use-tree.ts'

/** The areas of the province as they stood on a day, and those that had ended by then. */
export function AreaTree() {
  const { asked } = useTree()
  const tree = asked.read?.value
  return (
    <>
      <div className={page.head}>
        <PageTitle lead={tree?.province.name}>Địa bàn</PageTitle>
        {tree && tree.areas.length > 0 ? (
          <div className={page.actions}>
            <Link href="/quan-tri/dia-ban/nhap" className={buttonClass('plain')}>
              Nhập nhiều địa bàn làm một
            </Link>
            <Link href="/quan-tri/dia-ban/them" className={buttonClass('main')}>
              Thêm địa bàn
            </Link>
          </div>
        ) : null}
      </div>
      <AskedPart asked={asked} rows={6}>
        {(value) => (value.areas.length === 0 ? <FirstStep /> : <OnDay tree={value} />)}
      </AskedPart>
    </>
  )
}

function FirstStep() {
  return (
    <Empty
      title="Tỉnh này chưa có địa bàn nào."
      action={
        <Link href="/quan-tri/dia-ban/them" className={buttonClass('main')}>
          Thêm địa bàn đầu tiên
        </Link>
      }
    >
      Bắt đầu bằng một xã, phường hoặc đặc khu. Cơ sở y tế nằm trong địa bàn, và người kiểm tra được giao việc theo địa
      bàn.
    </Empty>
  )
}

function OnDay({ tree }: { tree: AreasReply }) {
  const [query, setQuery] = useSearchParams()
  const [text, setText] = useState('')
  const asked = query.get('ngay')
  // A day to come has no tree yet; what the address says wrongly is not asked for.
  const date = asked !== null && isoDateSchema.safeParse(asked).success && asked < tree.today ? asked : tree.today
  const [typed, setTyped] = useState(date)
  const look = (day: string) => {
    setTyped(day)
    const isDay = isoDateSchema.safeParse(day).success && day >= '1900' && day < tree.today
    setQuery(isDay ? { ngay: day } : {}, { replace: true })
  }
  const isToday = date === tree.today
  const later = tree.areas.filter(({ from }) => from > date).length
  return (
    <>
      <section aria-label="Xem theo ngày" className={css.filters}>
        <TextField
          label="Như ngày"
          type="date"
          max={tree.today}
          value={typed}
          hint={isToday ? 'Hôm nay' : dayInWords(date)}
          onChange={({ target }) => look(target.value)}
        />
        <TextField
          label="Tìm"
          type="search"
          placeholder="Tên địa bàn…"
          autoComplete="off"
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
      </section>
      {isToday ? null : (
        <div className={css.past}>
          <p>
            Đây là địa bàn như ngày {formatDate(date)}
            {later > 0 ? `; ${later} địa bàn lập sau ngày đó không hiện` : ''}.
          </p>
          <Button onClick={() => look(tree.today)}>Về hôm nay</Button>
        </div>
      )}
      {isToday ? (
        <Standing tree={tree} date={date} text={text} />
      ) : (
        <StandingThen tree={tree} date={date} text={text} />
      )}
      <Former tree={tree} date={date} text={text} />
    </>
  )
}

type OnDayProps = { tree: AreasReply; date: string; text: string }

/** How much lies in an area; null where that is not known of the day. */
type Count = (id: string) => { facilities: number; people: number | null } | null

function Standing({ tree, ...rest }: OnDayProps) {
  const rows = new Map(tree.areas.map((area) => [area.id, area]))
  return <Level tree={tree} {...rest} count={(id) => rows.get(id) ?? null} />
}

/** Who reached an area on an earlier day is not kept; what lay in it is. */
function StandingThen({ tree, date, text }: OnDayProps) {
  const { read } = useAsked('facilities', listFacilities)
  const counts = new Map<string, number>()
  for (const { id, stays } of read?.value ?? []) {
    const own = stays.map((stay) => ({ ...stay, facilityId: id }))
    const area = areaOfFacility({ areas: tree.areas, stays: own }, id, date)
    if (area) counts.set(area.id, (counts.get(area.id) ?? 0) + 1)
  }
  const count: Count = (id) => (read ? { facilities: counts.get(id) ?? 0, people: null } : null)
  return <Level tree={tree} date={date} text={text} count={count} />
}

function Level({ tree, date, text, count }: OnDayProps & { count: Count }) {
  const branches = found(branchesOn(tree.areas, date), text)
  if (branches.length === 0)
    return text === '' ? (
      <Empty title={`Chưa có địa bàn nào vào ngày ${formatDate(date)}.`} />
    ) : (
      <p role="status" className={page.small}>
        Không có địa bàn nào khớp “{text}”.
      </p>
    )
  return <Branches branches={branches} count={count} />
}

/** A branch stays where it or something inside it is found. */
function found(branches: readonly Branch[], text: string): Branch[] {
  return branches.flatMap((branch) => {
    if (matches(branch.name, text)) return [branch]
    const inside = found(branch.inside, text)
    return inside.length > 0 ? [{ ...branch, inside }] : []
  })
}

function Branches({ branches, count }: { branches: readonly Branch[]; count: Count }) {
  return (
    <ul className={list.list}>
      {branches.map((branch) => (
        <li key={branch.id}>
          <AreaLink branch={branch} count={count(branch.id)} />
          {branch.inside.length > 0 ? (
            <div className={css.inside}>
              <Branches branches={branch.inside} count={count} />
            </div>
          ) : null}
        </li>
      ))}
    </ul>
  )
}

function AreaLink({ branch: { id, name, kind, inside }, count }: { branch: Branch; count: ReturnType<Count> }) {
  const parts = count && holdsFacilities(kind) ? [`${count.facilities} cơ sở`] : []
  if (count && count.people !== null && holdsFacilities(kind)) parts.push(`${count.people} người phụ trách`)
  if (inside.length > 0) parts.unshift(`${inside.length} địa bàn`)
  return (
    <Link href={`/quan-tri/dia-ban/${id}`} className={classNames(list.row, css.area)}>
      <span className={list.main}>
        <span className={list.name}>{name}</span>
        <span className={list.small}>{areaKindNames[kind]}</span>
      </span>
      <span className={css.counts}>{parts.join(' · ')}</span>
      <Arrow />
    </Link>
  )
}

function Former({ tree: { areas }, date, text }: OnDayProps) {
  const former = formerOn(areas, date).filter(({ name }) => matches(name, text))
  if (former.length === 0) return null
  return (
    <Panel title="Địa bàn cũ" aside={`${former.length} địa bàn`}>
      <ul className={list.list}>
        {former.map((area) => (
          <li key={area.id}>
            <FormerLink area={area} areas={areas} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function FormerLink({ area, areas }: { area: AreaRow; areas: readonly AreaRow[] }) {
  const parent = findArea(areas, area.parentId)
  return (
    <Link href={`/quan-tri/dia-ban/${area.id}`} className={css.former}>
      <span className={list.main}>
        <span className={list.name}>{area.name}</span>
        <span className={list.small}>
          {parent ? `${parent.name} · ` : ''}
          {periodWords(area)}
        </span>
        <span className={list.small}>{becameWords(area, areas)}</span>
      </span>
      <Arrow />
    </Link>
  )
}
