import { useState } from 'react'
import { Link } from 'wouter'
import { listAreas } from '../../../device/api/places.ts'
import { useAsked } from '../../../device/api/use-asked.ts'
import { nameOn } from '../../../domain/area.ts'
import { formatDate } from '../../../domain/date.ts'
import { facilityTypeNames } from '../../../domain/facts.ts'
import type { FacilityDetail, FacilityEvent, FacilityRow } from '../../../protocol/places-wire.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Button, buttonClass } from '../../../ui/button.tsx'
import { PageTitle } from '../../../ui/page-title.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { NotFound } from '../../not-found.tsx'
import { AskedPart } from '../../parts/asked-part.tsx'
import { BackLink } from '../../parts/back-link.tsx'
import numbers from '../../parts/numbers.module.css'
import css from '../../parts/page.module.css'
import { dateAndTime } from '../../parts/when.ts'
import { findArea } from './area-words.ts'
import { CloseFacilityDialog, MoveFacilityDialog, ReopenFacilityDialog } from './facility-acts.tsx'
import { differences, facilityLines, factLines } from './fact-words.ts'
import { History, type HistoryLine } from './history.tsx'
import { type Parameter, useParameters } from './parameters.ts'
import places from './places.module.css'
import { type FacilityHold, useFacility } from './use-facility.tsx'

/** One facility: what is known of it, what was done to it, and what can be done about it. */
export function FacilityAdminPage({ id }: { id: string }) {
  const hold = useFacility(id)
  const parameters = useParameters() ?? []
  // What the server does not know it says by a problem, and not by an empty reply.
  if (hold.asked.problem?.code === 'NOT_FOUND') return <NotFound what="cơ sở này" />
  return (
    <div className={css.page}>
      <BackLink href="/quan-tri/co-so">Cơ sở</BackLink>
      <AskedPart asked={hold.asked}>
        {(detail) => (
          <>
            <PageTitle lead={`${facilityTypeNames[detail.facility.facts.type]} · ${detail.facility.areaName}`}>
              {detail.facility.name}
            </PageTitle>
            {detail.facility.closedOn === null ? null : (
              <div>
                <Badge tone="none">Đã đóng từ {formatDate(detail.facility.closedOn)}</Badge>
              </div>
            )}
            <About facility={detail.facility} parameters={parameters} />
            <Acts detail={detail} hold={hold} />
            <Stays facility={detail.facility} />
            <Panel title="Lịch sử thay đổi">
              {detail.events.length === 0 ? (
                <p className={css.small}>Chưa có thay đổi nào được ghi trên máy chủ này.</p>
              ) : (
                <History lines={detail.events.map((event) => lineOf(event, parameters))} />
              )}
            </Panel>
          </>
        )}
      </AskedPart>
    </div>
  )
}

function About({ facility, parameters }: { facility: FacilityRow; parameters: readonly Parameter[] }) {
  return (
    <Panel title="Thông tin">
      <dl className={numbers.lines}>
        {facilityLines(facility, parameters).map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className={value === null ? places.unknown : undefined}>{value ?? 'chưa rõ'}</dd>
          </div>
        ))}
      </dl>
      <div>
        <Link href={`/quan-tri/co-so/${facility.id}/sua`} className={buttonClass('main')}>
          Sửa thông tin
        </Link>
      </div>
    </Panel>
  )
}

function Acts({ detail: { facility, today }, hold }: { detail: FacilityDetail; hold: FacilityHold }) {
  const [asking, setAsking] = useState<'move' | 'close' | 'reopen' | null>(null)
  const dialog = { facility, today, hold, onClose: () => setAsking(null) }
  return (
    <Panel title="Việc có thể làm">
      <div className={css.actions}>
        <Button onClick={() => setAsking('move')}>Chuyển sang địa bàn khác</Button>
        {facility.closedOn === null ? (
          <Button look="danger" onClick={() => setAsking('close')}>
            Đóng cơ sở
          </Button>
        ) : (
          <Button onClick={() => setAsking('reopen')}>Mở lại cơ sở</Button>
        )}
      </div>
      {asking === 'move' ? <MoveFacilityDialog {...dialog} /> : null}
      {asking === 'close' ? <CloseFacilityDialog {...dialog} /> : null}
      {asking === 'reopen' ? <ReopenFacilityDialog {...dialog} /> : null}
    </Panel>
  )
}

/** In which area since when; each under the name that it bore then. */
function Stays({ facility: { stays } }: { facility: FacilityRow }) {
  const asked = useAsked('areas', listAreas)
  return (
    <Panel title="Địa bàn qua các thời kỳ">
      <AskedPart asked={asked} rows={1}>
        {({ areas }) => (
          <History
            lines={stays.toReversed().map(({ areaId, from }) => {
              const area = findArea(areas, areaId)
              return { when: `Từ ${formatDate(from)}`, words: area ? nameOn(area, from) : 'Địa bàn chưa có tên' }
            })}
          />
        )}
      </AskedPart>
    </Panel>
  )
}

function lineOf(event: FacilityEvent, parameters: readonly Parameter[]): HistoryLine {
  const { at, by, on, facts } = event
  const details = facts ? differences(factLines(facts.before, parameters), factLines(facts.after, parameters)) : []
  return {
    when: dateAndTime(at),
    words: `${wordsOf(event, details.length)}${on === null ? '' : ` từ ngày ${formatDate(on)}`}`,
    small: by ?? 'Không rõ ai',
    details,
  }
}

function wordsOf({ what, facts }: FacilityEvent, differing: number): string {
  switch (what) {
    case 'created':
      return 'Thêm cơ sở'
    case 'moved':
      return 'Chuyển địa bàn'
    case 'closed':
      return 'Đóng cơ sở'
    case 'reopened':
      return 'Mở lại cơ sở'
    case 'changed':
      if (!facts) return 'Sửa thông tin (nội dung trước đó không còn được giữ)'
      return differing > 0 ? 'Sửa thông tin' : 'Sửa tên, địa chỉ hoặc tọa độ'
    default:
      return what satisfies never
  }
}
