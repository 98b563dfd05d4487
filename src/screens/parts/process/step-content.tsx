import { planInWords } from '../../../domain/action-words.ts'
import type { Item } from '../../../domain/checklist.ts'
import { itemNumber } from '../../../domain/items.ts'
import type { Saying } from '../../../domain/step.ts'
import css from './process.module.css'

/** What was said with a step, beside what it is. */
export function StepContent({ say, items }: { say: Saying; items: ReadonlyMap<string, Item> }) {
  switch (say.is) {
    case 'approve':
      return (
        <>
          <Words text={say.comment} />
          {say.draw ? <DrawWords {...say.draw} /> : null}
        </>
      )
    case 'hold':
      return <DrawWords {...say.draw} />
    case 'return':
      return (
        <>
          <Words text={say.comment} />
          <ul className={css.items}>
            {Object.entries(say.items).map(([id, comment]) => {
              const item = items.get(id)
              return (
                <li key={id}>
                  <strong>{item ? itemNumber(item) : `Tiêu chí ${id}`}</strong> {comment}
                </li>
              )
            })}
          </ul>
        </>
      )
    case 'sendUp':
    case 'done':
    case 'verify':
    case 'sendBack':
      return <Words text={say.comment} />
    case 'assign':
      return <Words text={planInWords(say.plan)} />
    case 'disagree':
      return <Words text={say.reason} />
    case 'agree':
      return null
    default:
      return say satisfies never
  }
}

function Words({ text }: { text: string }) {
  return text ? <p>{text}</p> : null
}

function DrawWords({ seed, percent }: { seed: string; percent: number }) {
  return (
    <p className={css.who}>
      Duyệt nhiều kết quả cùng lúc, giữ lại ngẫu nhiên {percent} % · mã rút {seed}
    </p>
  )
}
