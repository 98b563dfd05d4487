import type { AttentionGroup, ContestedEntry } from '../../device/store/attention.ts'
import { actionLines } from '../../domain/action-words.ts'
import type { Answer } from '../../domain/answer.ts'
import { itemNumber } from '../../domain/items.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { OpenLink, Thing } from './entry-row.tsx'
import { itemOf, valueWords } from './entry-words.ts'
import css from './not-sent.module.css'
import { ValueBox } from './value-box.tsx'

type ContestedRowProps = {
  contested: ContestedEntry
  group: AttentionGroup
  busy: boolean
  onChoose: (answer: Answer) => void
}

/** Over the two answers, by which of them this device has sent. */
const titles = {
  head: { other: 'Máy khác đã gửi', head: 'Máy này đã gửi' },
  other: { other: 'Máy này đã gửi', head: 'Máy khác đã gửi' },
  unknown: { other: 'Máy chủ nhận trước', head: 'Máy chủ nhận sau' },
}

/** Two devices answered differently: both values, and one tap decides. */
export function ContestedRow({ contested, group, busy, onChoose }: ContestedRowProps) {
  const { cell, head, other, mine } = contested
  const { checklist } = group
  const item = itemOf(checklist, cell)?.item
  const words = (answer: Answer) => valueWords(answer, checklist, cell) ?? 'Chưa trả lời'
  const choice = (answer: Answer) => (
    <Button
      disabled={busy}
      onClick={() => onChoose(answer)}
      aria-label={`Chọn: ${[words(answer), ...actionLines(answer)].join('; ')}`}
    >
      Chọn câu trả lời này
    </Button>
  )
  return (
    <Thing
      badge={<Badge tone="partial">Chưa thống nhất</Badge>}
      subject={{ number: itemNumber({ id: cell }), text: item?.question ?? 'Tiêu chí không có trên máy này.' }}
    >
      <div className={other ? css.pair : undefined}>
        {other ? (
          <ValueBox
            title={titles[mine ?? 'unknown'].other}
            value={words(other)}
            answer={other}
            action={choice(other)}
          />
        ) : null}
        <ValueBox
          title={other ? titles[mine ?? 'unknown'].head : 'Máy chủ đang có'}
          value={words(head)}
          answer={head}
          action={choice(head)}
        />
      </div>
      <p className={css.reason}>
        Hai máy đã trả lời khác nhau. Cả hai đều được máy chủ giữ; chọn một để nộp được lượt này
        {other ? '.' : ', hoặc mở tiêu chí để trả lời khác.'}
      </p>
      <div className={css.actions}>
        <OpenLink group={group} cell={cell} />
      </div>
    </Thing>
  )
}
