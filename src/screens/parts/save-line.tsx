import { useEffect, useRef, useState } from 'react'
import type { AnswerValue } from '../../domain/answer.ts'
import { messageOf } from '../../domain/problem.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Mark } from '../../ui/mark.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { AnswerBoard, SaveState } from './answer-board.ts'
import css from './save-line.module.css'
import { clockTime } from './when.ts'

type SaveLineProps = { board: AnswerBoard; itemId: string; value: AnswerValue | null; save: SaveState }

/** Where the answer is: on its way, on this device, or not. And the way back after it was taken away. */
export function SaveLine({ board, itemId, value, save }: SaveLineProps) {
  const taken = useTaken(value)
  return (
    <div className={classNames(css.line, save.is === 'failed' && css.trouble)} aria-live="polite">
      {value === null && taken ? (
        <span className={css.undo}>
          Đã xóa câu trả lời.
          <Button look="quiet" onClick={() => board.change(itemId, { value: taken })}>
            Hoàn tác
          </Button>
        </span>
      ) : null}
      {save.is === 'saving' ? <span className={css.state}>đang lưu…</span> : null}
      {save.is === 'saved' ? (
        <span className={css.saved}>
          <Mark tone="pass" /> đã lưu {clockTime(save.at)}
        </span>
      ) : null}
      {save.is === 'failed' ? (
        <Notice
          tone="fail"
          role="alert"
          title="Chưa lưu được"
          action={<Button onClick={() => board.retry(itemId)}>Lưu lại</Button>}
        >
          <p>{messageOf(save.code)}</p>
        </Notice>
      ) : null}
    </div>
  )
}

/** The value that was there just before it was cleared. */
function useTaken(value: AnswerValue | null): AnswerValue | null {
  const before = useRef(value)
  const [taken, setTaken] = useState<AnswerValue | null>(null)
  useEffect(() => {
    if (value === null && before.current !== null) setTaken(before.current)
    if (value !== null) setTaken(null)
    before.current = value
  }, [value])
  return taken
}
