import { useState } from 'react'
import { listHandovers, takeHandover } from '../../device/api/devices.ts'
import { useAsk, useAsked } from '../../device/api/use-asked.ts'
import { formatDate } from '../../domain/date.ts'
import type { Problem } from '../../domain/problem.ts'
import type { HandoverRow } from '../../protocol/device-wire.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { AskProblem, askProblemOf } from '../parts/ask-problem.tsx'
import { AskedPart } from '../parts/asked-part.tsx'
import { downloadJson } from '../parts/download.ts'
import list from '../parts/list.module.css'
import page from '../parts/page.module.css'
import { dateAndTime } from '../parts/when.ts'
import { tabletWords } from './device-words.ts'
import css from './devices.module.css'

/** What lost tablets handed over before they were wiped. It stands here for people to read; nothing of it is applied. */
export function Handovers() {
  const asked = useAsked('handovers', listHandovers)
  // Hardly ever is there anything: nothing is drawn before it is known.
  if (asked.read ? asked.read.value.length === 0 : !asked.problem) return null
  return (
    <Panel title="Nội dung chưa gửi mà máy mất đã chuyển về">
      <p className={page.small}>
        Không có gì trong đó được tự đưa vào hồ sơ, vì người giữ máy lúc đó có thể không phải chủ tài khoản. Hãy hỏi lại
        người đó rồi nhập lại nếu đúng.
      </p>
      <AskedPart asked={asked} rows={1}>
        {(handovers) => (
          <ul className={list.list}>
            {handovers.map((each) => (
              <li key={each.id} className={css.handover}>
                <HandedOver handover={each} />
              </li>
            ))}
          </ul>
        )}
      </AskedPart>
    </Panel>
  )
}

function HandedOver({ handover }: { handover: HandoverRow }) {
  const ask = useAsk()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const { id, person, tablet, receivedAt, changes, sealed, isWhole, visits } = handover

  async function take() {
    setBusy(true)
    setProblem(null)
    try {
      downloadJson(`so-kiem-may-mat-${tabletWords(tablet)}.json`, await takeHandover(ask, id))
    } catch (error) {
      setProblem(askProblemOf(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <>
      <div>
        <p className={list.name}>{person.name}</p>
        <p className={list.small}>
          Máy {tabletWords(tablet)} · nhận lúc {dateAndTime(receivedAt)} · {changes} thay đổi
          {sealed > 0 ? `, ${sealed} không mở được` : ''}
          {isWhole ? '' : ' · chưa đủ, máy còn giữ phần sau'}
        </p>
      </div>
      <ul className={css.visits}>
        {visits.map((visit) => (
          <li key={visit.inspection}>{visitWords(visit)}</li>
        ))}
      </ul>
      {problem ? <AskProblem problem={problem} /> : null}
      <div className={page.actions}>
        <Button disabled={isBusy} aria-label={`Tải về nội dung máy của ${person.name}`} onClick={() => void take()}>
          {isBusy ? 'Đang tải…' : 'Tải về (JSON)'}
        </Button>
      </div>
      <p className={page.small}>Mỗi lần tải được ghi vào nhật ký. Tệp không được mã hóa: hãy giữ kín.</p>
    </>
  )
}

const stateWords = { open: 'đang làm', submitted: 'đã bấm nộp', amended: 'đã bấm sửa đổi' } as const

/** "Trạm Y tế xã Suối Mơ, 22/11/2026: 8 câu trả lời, đang làm; máy chủ chưa có lượt này" */
function visitWords({ facility, date, answers, state, isKnown }: HandoverRow['visits'][number]): string {
  const where = [facility ?? 'Chưa rõ cơ sở', ...(date === null ? [] : [formatDate(date)])].join(', ')
  return `${where}: ${answers} câu trả lời, ${stateWords[state]}; ${isKnown ? 'máy chủ đã có một phần lượt này' : 'máy chủ chưa có lượt này'}.`
}
