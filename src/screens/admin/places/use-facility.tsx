import { useCallback, useState } from 'react'
import type { Ask } from '../../../device/api/ask.ts'
import { readFacility } from '../../../device/api/places.ts'
import { useAsked } from '../../../device/api/use-asked.ts'
import { formatDate } from '../../../domain/date.ts'
import type { FacilityRow } from '../../../protocol/places-wire.ts'
import { Notice } from '../../../ui/notice.tsx'
import { dateAndTime } from '../../parts/when.ts'
import { differences, type FactLine, facilityLines } from './fact-words.ts'
import { type Parameter, useParameters } from './parameters.ts'

/** One facility, and what somebody else has changed of it since it was first seen here. */
export function useFacility(id: string) {
  const asked = useAsked(
    `facility ${id}`,
    useCallback((ask: Ask) => readFacility(ask, id), [id]),
  )
  const [overtaken, setOvertaken] = useState<FacilityRow | null>(null)
  const seen = asked.read?.value.facility
  return {
    asked,
    /** As it was seen when somebody was faster; null while nobody was. */
    overtaken,
    /** The server said so: read it anew, and keep in sight what it was. */
    overtake(was: FacilityRow | undefined = seen) {
      if (was) setOvertaken((first) => first ?? was)
      asked.again()
    },
    /** The facility after an act of one's own. */
    put(facility: FacilityRow) {
      setOvertaken(null)
      asked.change((before) => ({ ...before, facility }))
      // What was done stands in its history, which only the server writes.
      asked.again()
    },
  }
}

export type FacilityHold = ReturnType<typeof useFacility>

/** What another administrator did meanwhile. */
export function FacilityOvertaken({ hold: { overtaken, asked } }: { hold: FacilityHold }) {
  const parameters = useParameters() ?? []
  if (!overtaken) return null
  const now = asked.read?.value
  const isReading = asked.isAsking || !now || now.facility.version === overtaken.version
  const last = now?.events[0]
  return (
    <Notice tone="partial" role="alert" title="Người khác vừa sửa cơ sở này">
      {isReading ? (
        <p>Đang đọc lại từ máy chủ…</p>
      ) : (
        <>
          <p>
            {last?.by ?? 'Một quản trị khác'} đã lưu{last ? ` lúc ${dateAndTime(last.at)}` : ''}:
          </p>
          <ul>
            {differences(linesOf(overtaken, parameters), linesOf(now.facility, parameters)).map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </>
      )}
      <p>
        Nội dung nhập ở đây chưa được ghi và vẫn còn. Ô nào cả hai cùng sửa thì giữ nội dung nhập ở đây; xem lại rồi bấm
        lần nữa nếu vẫn đúng.
      </p>
    </Notice>
  )
}

function linesOf(facility: FacilityRow, parameters: readonly Parameter[]): FactLine[] {
  return [
    ...facilityLines(facility, parameters),
    { name: 'Địa bàn', value: facility.areaName },
    { name: 'Trạng thái', value: facility.closedOn ? `đã đóng từ ${formatDate(facility.closedOn)}` : 'đang hoạt động' },
  ]
}
