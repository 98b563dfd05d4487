import type { FieldValues, UseFormReturn } from 'react-hook-form'
import { addDays, formatDate } from '../../../domain/date.ts'
import type { Problem } from '../../../domain/problem.ts'
import type { AreaRow } from '../../../protocol/places-wire.ts'
import { Notice } from '../../../ui/notice.tsx'
import { askProblemOf } from '../../parts/ask-problem.tsx'
import { type Beside, useFormAct } from '../../parts/use-form-act.ts'
import { changesBetween } from './area-words.ts'
import type { TreeHold } from './use-tree.ts'

/** As `useFormAct`. @param overtake called where somebody else was faster; what was typed stays */
export function useAct<V extends FieldValues>(form: UseFormReturn<V>, beside: Beside<V>, overtake: () => void) {
  const { problem, run } = useFormAct(form, beside, wordsFor)
  return {
    problem,
    run: (act: () => Promise<void>) =>
      run(() =>
        act().catch((error: unknown) => {
          if (askProblemOf(error).code !== 'PLACES_CHANGED') throw error
          overtake()
        }),
      ),
  }
}

/** The sentence for a problem, with what the server says of it. */
function wordsFor({ code, message, detail }: Problem): string {
  const { notBefore, today } = detail
  if (code !== 'EFFECTIVE_DATE_TOO_EARLY' || typeof notBefore !== 'string') return message
  if (today !== undefined)
    return `Địa bàn được lập ngày ${formatDate(addDays(notBefore, -1))} nên nhập hay tách được sớm nhất vào ngày ${formatDate(notBefore)}: mỗi địa bàn phải có ít nhất một ngày của mình. Nếu lập nhầm và bên trong chưa có gì, hãy kết thúc địa bàn đó.`
  return `Ngày sớm nhất là ${formatDate(notBefore)}: ngày của thay đổi gần nhất đã ghi.`
}

/** Why an area cannot end yet, with what is still in it. */
export function notEmptyWords({ detail }: Problem): string {
  const { facilities = 0, areas = 0, people = 0 } = detail as Record<string, number | undefined>
  if (people > 0)
    return `Còn ${people} người phụ trách địa bàn này. Hãy giao cho họ địa bàn khác ở trang Người dùng trước.`
  const inside = [facilities > 0 && `${facilities} cơ sở`, areas > 0 && `${areas} địa bàn cấp dưới`].filter(Boolean)
  return `Bên trong còn ${inside.join(' và ')}. Hãy chuyển đi trước, hoặc dùng việc nhập hay tách địa bàn.`
}

/** What another administrator did meanwhile. What was typed is still there, and rests on the tree as it now is. */
export function Overtaken({ hold: { overtaken, asked } }: { hold: TreeHold }) {
  if (!overtaken) return null
  const now = asked.read?.value
  const changes = now ? changesBetween(overtaken.areas, now.areas) : []
  const isReading = asked.isAsking || now?.version === overtaken.version
  return (
    <Notice tone="partial" role="alert" title="Người khác vừa thay đổi địa bàn">
      {isReading ? <p>Đang đọc lại từ máy chủ…</p> : <ChangeList changes={changes} />}
      <p>Chưa có gì được ghi. Những gì đã nhập ở đây vẫn còn: xem lại, rồi bấm lần nữa nếu vẫn đúng.</p>
    </Notice>
  )
}

function ChangeList({ changes }: { changes: readonly string[] }) {
  if (changes.length === 0) return <p>Có một cơ sở vừa được chuyển địa bàn.</p>
  return (
    <ul>
      {changes.map((change) => (
        <li key={change}>{change}</li>
      ))}
    </ul>
  )
}

/** @returns the rows of these ids, in the order of the ids */
export function rowsOf(areas: readonly AreaRow[], ids: readonly string[]): AreaRow[] {
  return ids.flatMap((id) => areas.find((area) => area.id === id) ?? [])
}
