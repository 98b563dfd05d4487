import { useId, useState } from 'react'
import { takeRefusal } from '../../../device/api/devices.ts'
import { useAsk } from '../../../device/api/use-asked.ts'
import type { Problem } from '../../../domain/problem.ts'
import type { RefusalRow, TakenRefusal } from '../../../protocol/device-wire.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Button } from '../../../ui/button.tsx'
import { AskProblem, askProblemOf } from '../../parts/ask-problem.tsx'
import { downloadJson } from '../../parts/download.ts'
import list from '../../parts/list.module.css'
import page from '../../parts/page.module.css'
import { dateAndTime } from '../../parts/when.ts'
import { tabletWords } from '../device-words.ts'
import css from './refusal.module.css'
import { aboutWords, hows, readable, visitWords, whyWords } from './refusal-words.ts'

/** Longer than any honest change; the file has all of it. */
const SHOWN_MAX = 20_000

/** One thing that was not taken: whose, why, what it was about; its text on demand, because each reading is noted. */
export function Refusal({ refusal }: { refusal: RefusalRow }) {
  const ask = useAsk()
  const [taken, setTaken] = useState<TakenRefusal | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const { id, person, tablet, device, receivedAt, how, code } = refusal
  const { tone, words } = hows[how]
  const titleId = useId()

  async function take() {
    setBusy(true)
    setProblem(null)
    try {
      setTaken(await takeRefusal(ask, id))
    } catch (error) {
      setProblem(askProblemOf(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <article className={css.refusal} aria-labelledby={titleId}>
      <div>
        <Badge tone={tone}>{words}</Badge>
      </div>
      <div>
        <h2 id={titleId} className={list.name}>
          {aboutWords(refusal)}
        </h2>
        <p className={list.small}>{visitWords(refusal)}</p>
      </div>
      <p>{whyWords(refusal)}</p>
      <p className={list.small}>
        {person.name} · máy {tabletWords(tablet ?? device)} · {dateAndTime(receivedAt)}
        {code === null ? '' : ` · mã ${code}`}
      </p>
      {problem ? <AskProblem problem={problem} /> : null}
      {taken ? (
        <Content taken={taken} />
      ) : (
        <div className={page.actions}>
          <Button disabled={isBusy} aria-describedby={titleId} onClick={() => void take()}>
            {isBusy ? 'Đang mở…' : 'Xem nội dung'}
          </Button>
        </div>
      )}
    </article>
  )
}

function Content({ taken }: { taken: TakenRefusal }) {
  const { person, receivedAt, content } = taken
  const text = readable(content)
  return (
    <>
      <section
        className={css.text}
        aria-label={`Nội dung của ${person.name} lúc ${dateAndTime(receivedAt)}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
      >
        <pre>{text.slice(0, SHOWN_MAX)}</pre>
      </section>
      {text.length > SHOWN_MAX ? <p className={page.small}>Nội dung còn dài; tệp tải về có đủ.</p> : null}
      <div className={page.actions}>
        <Button onClick={() => downloadJson(`so-kiem-bi-tu-choi-${tabletWords(taken.device)}.json`, taken)}>
          Tải về (JSON)
        </Button>
      </div>
      <p className={page.small}>Lần xem này đã được ghi vào nhật ký. Tệp tải về không được mã hóa: hãy giữ kín.</p>
    </>
  )
}
