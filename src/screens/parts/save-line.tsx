import type { AnswerValue } from '../../domain/answer.ts'
import { messageOf, type ProblemCode } from '../../domain/problem.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Mark } from '../../ui/mark.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { AnswerBoard, SaveState } from './answer-board.ts'
import type { BegunEntry } from './begun-shelf.ts'
import css from './save-line.module.css'
import { useFormer } from './use-board.ts'
import { clockTime } from './when.ts'

type SaveLineProps = {
  board: AnswerBoard
  itemId: string
  value: AnswerValue | null
  save: SaveState
  /** Absent where nothing is typed but what is an answer at once. */
  begun?: BegunEntry
}

/** Where the answer is: on its way, or on this device. Beside what stands there anyway: a card that grew with it would push the next one from under the thumb. */
export function SavedMark({ save, begun }: Pick<SaveLineProps, 'save' | 'begun'>) {
  const isBegun = begun?.save.is === 'kept' && Object.keys(begun.texts).length > 0
  return (
    <span className={css.mark} aria-live="polite">
      {save.is === 'saving' ? <span>đang lưu…</span> : null}
      {save.is === 'saved' ? (
        <span className={css.saved}>
          <Mark tone="pass" /> đã lưu {clockTime(save.at)}
        </span>
      ) : null}
      {isBegun ? (
        <span>
          <Mark tone="partial" /> đang nhập dở, đã giữ
        </span>
      ) : null}
    </span>
  )
}

/** That it is not on this device, and the way back after it was changed or taken away. */
export function SaveLine({ board, itemId, value, save, begun }: SaveLineProps) {
  const former = useFormer(board, itemId)
  return (
    <div
      className={classNames(css.line, (save.is === 'failed' || begun?.save.is === 'failed') && css.trouble)}
      aria-live="polite"
    >
      {former && !isTyping(former, value) ? (
        <span className={css.undo}>
          {value === null ? 'Đã xóa câu trả lời.' : 'Đã đổi câu trả lời.'}
          <Button look="quiet" onClick={() => board.undo()}>
            Hoàn tác
          </Button>
        </span>
      ) : null}
      {save.is === 'failed' ? (
        <Notice
          tone="fail"
          role="alert"
          title="Chưa lưu được"
          action={<SaveAgain code={save.code} onSave={() => board.retry(itemId)} />}
        >
          <p>{messageOf(save.code)}</p>
        </Notice>
      ) : null}
      {begun?.save.is === 'failed' ? (
        <Notice
          tone="fail"
          role="alert"
          title="Chưa giữ được phần đang nhập dở"
          action={<SaveAgain code={begun.save.code} onSave={() => board.begun.retry(itemId)} />}
        >
          <p>{messageOf(begun.save.code)}</p>
        </Notice>
      ) : null}
    </div>
  )
}

/** An old page never saves again: another try would only fail. */
function SaveAgain({ code, onSave }: { code: ProblemCode; onSave: () => void }) {
  return code === 'APP_OUTDATED' ? (
    <Button onClick={() => window.location.reload()}>Tải lại trang</Button>
  ) : (
    <Button onClick={onSave}>Lưu lại</Button>
  )
}

/** A change by one tap, which may have been the wrong one. */
const TAPPED: readonly AnswerValue['is'][] = ['verdict', 'level', 'detected', 'notApplicable', 'noData']

/** What is typed changes with each pause: nobody need be told. */
function isTyping(former: AnswerValue, value: AnswerValue | null): boolean {
  return value?.is === former.is && !TAPPED.includes(former.is)
}
