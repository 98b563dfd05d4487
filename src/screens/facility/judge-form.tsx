import { useState } from 'react'
import type { ListedAction } from '../../device/store/facility-actions.ts'
import { STEP_TEXT_MAX } from '../../domain/step.ts'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { SayForm } from './say-form.tsx'
import { useSaying } from './use-saying.ts'

type JudgeFormProps = {
  listed: Pick<ListedAction, 'record' | 'action'>
  done: string
  /** The person's own work: they may take the report back, and nothing else. */
  isOwn?: boolean
  onDone: () => void
}

/** Whether what was reported holds: somebody else than who did it says so, or sends it back with a word. */
export function JudgeForm({ listed: { record, action }, done, isOwn = false, onDone }: JudgeFormProps) {
  const { say, problem, isSaving } = useSaying(record.id)
  const [comment, setComment] = useState('')
  const [isWordMissing, setWordMissing] = useState(false)
  const about = { item: action.item, of: done, comment: comment.trim() }

  async function judge(is: 'verify' | 'sendBack') {
    if (is === 'sendBack' && about.comment === '') return setWordMissing(true)
    if (await say({ is, ...about })) onDone()
  }

  const missingWord = isOwn
    ? 'Ghi còn thiếu gì để người theo dõi hiểu vì sao rút lại.'
    : 'Ghi còn thiếu gì để cơ sở biết mà làm lại.'
  return (
    <SayForm
      action={isOwn ? 'Rút lại, làm tiếp' : 'Xác nhận đã khắc phục'}
      look={isOwn ? 'danger' : 'main'}
      isSaving={isSaving}
      isDirty={comment !== ''}
      problem={problem}
      onSay={() => void judge(isOwn ? 'sendBack' : 'verify')}
      other={
        isOwn ? null : (
          <Button look="danger" disabled={isSaving} onClick={() => void judge('sendBack')}>
            Chưa đạt, làm lại
          </Button>
        )
      }
    >
      <TextArea
        label={isOwn ? 'Còn thiếu gì' : 'Nhận xét'}
        rows={2}
        value={comment}
        maxLength={STEP_TEXT_MAX}
        error={isWordMissing ? missingWord : undefined}
        onChange={(event) => {
          setWordMissing(false)
          setComment(event.target.value)
        }}
      />
    </SayForm>
  )
}
