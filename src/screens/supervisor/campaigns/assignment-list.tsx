import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import { formatDate } from '../../../domain/date.ts'
import { facilityTypeNames } from '../../../domain/facts.ts'
import type { CampaignReply } from '../../../protocol/campaign-wire.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Button } from '../../../ui/button.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { FoundList, useNarrowed } from '../../admin/found-list.tsx'
import list from '../../parts/list.module.css'
import {
  type AssignmentRow,
  type AssignmentWish,
  everything,
  filterAssignments,
  queryOf,
  wishIn,
} from './assignment-filter.ts'
import { stateWords } from './campaign-words.ts'
import css from './campaigns.module.css'
import { Reassign } from './reassign.tsx'

const narrowing = { wishIn, queryOf, filter: filterAssignments }

type AssignmentListProps = { reply: CampaignReply; onChanged: (reply: CampaignReply) => void }

/** What a campaign asks for, row by row: where, by whom, and how it stands. */
export function AssignmentList({ reply, onChanged }: AssignmentListProps) {
  const { assignments, campaign } = reply
  const narrowed = useNarrowed(assignments, narrowing)
  const { wish, narrow, found } = narrowed
  const [giving, setGiving] = useState<AssignmentRow | null>(null)
  const titles = new Map(campaign.checklists.map(({ id, title }) => [id, title]))
  return (
    <>
      <Filters reply={reply} wish={wish} onWish={narrow} />
      <FoundList
        narrowed={narrowed}
        sentence={`${found.length}/${assignments.length} lượt.`}
        none="Không có lượt nào khớp."
        onEverything={() => narrow(everything)}
        unit="lượt"
        keyOf={({ id }) => id}
      >
        {(row) => (
          <Row
            row={row}
            title={campaign.checklists.length > 1 ? (titles.get(row.checklistId) ?? row.checklistId) : null}
            onGive={campaign.closedOn === null && campaign.kind === 'inspection' ? () => setGiving(row) : null}
          />
        )}
      </FoundList>
      {giving ? (
        <Reassign
          assignment={giving}
          inspectors={reply.inspectors}
          onChanged={(next) => {
            onChanged(next)
            setGiving(null)
          }}
          onClose={() => setGiving(null)}
        />
      ) : null}
    </>
  )
}

type FiltersProps = { reply: CampaignReply; wish: AssignmentWish; onWish: (wish: AssignmentWish) => void }

function Filters({ reply: { assignments, campaign }, wish, onWish }: FiltersProps) {
  const people = useMemo(() => {
    const names = new Map(assignments.flatMap((row) => row.people).map(({ id, name }) => [id, name]))
    return [...names].sort(([, a], [, b]) => a.localeCompare(b, 'vi'))
  }, [assignments])
  const all = { value: '', label: 'Tất cả' }
  return (
    <section aria-label="Lọc danh sách" className={css.filters}>
      <TextField
        label="Tìm"
        type="search"
        placeholder="Cơ sở, địa bàn, người…"
        autoComplete="off"
        value={wish.text}
        onChange={({ target }) => onWish({ ...wish, text: target.value })}
      />
      <SelectField
        label="Trạng thái"
        value={wish.state ?? ''}
        options={[
          all,
          ...Object.entries(stateWords).map(([value, { words }]) => ({ value, label: words })),
          ...(campaign.kind === 'inspection' ? [{ value: 'nobody', label: 'Chưa giao' }] : []),
        ]}
        onChange={(state) => onWish({ ...wish, state: (state || null) as AssignmentWish['state'] })}
      />
      {people.length > 1 ? (
        <SelectField
          label="Người"
          value={wish.personId ?? ''}
          options={[all, ...people.map(([value, label]) => ({ value, label }))]}
          onChange={(personId) => onWish({ ...wish, personId: personId || null })}
        />
      ) : null}
    </section>
  )
}

type RowProps = { row: AssignmentRow; title: string | null; onGive: (() => void) | null }

function Row({ row: { facility, people, state, visit }, title, onGive }: RowProps) {
  const { words, tone } = stateWords[state]
  const isDone = visit !== null
  return (
    <div className={css.assignment}>
      <span>
        <span className={list.name}>{facility.name}</span>
        <span className={list.small}>
          {facility.areaName} · {facilityTypeNames[facility.type]}
          {title === null ? '' : ` · ${title}`}
        </span>
      </span>
      <span>
        {people.length > 0 ? (
          people.map(({ name }) => name).join(', ')
        ) : onGive ? (
          <span className={css.nobody}>Chưa giao</span>
        ) : null}
      </span>
      <span className={css.acts}>
        <Badge tone={tone}>
          {words}
          {visit ? ` ${formatDate(visit.date)}` : ''}
        </Badge>
        {visit ? (
          <Link href={`/ket-qua/${visit.id}`} aria-label={`Xem kết quả của ${facility.name}`}>
            Xem kết quả
          </Link>
        ) : null}
        {onGive && !isDone && state !== 'void' ? (
          <Button look="quiet" onClick={onGive} aria-label={`Giao lại ${facility.name}`}>
            {people.length > 0 ? 'Giao lại' : 'Giao'}
          </Button>
        ) : null}
      </span>
    </div>
  )
}
