import { useState } from 'react'
import type { ListedAction } from '../../device/store/facility-actions.ts'
import { STEP_TEXT_MAX } from '../../domain/step.ts'
import { Button } from '../../ui/button.tsx'
import { FieldWords } from '../../ui/field-words.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { SayForm } from './say-form.tsx'
import { useSaying } from './use-saying.ts'

type JudgeFormProps = { listed: Pick<ListedAction, 'record' | 'action'>; done: string; onDone: () => void }

/** Whether what was reported holds: somebody else than who did it says so, or sends it back with a word. */
export function JudgeForm({ listed: { record, action }, done, onDone }: JudgeFormProps) {
  const { say, problem, isSaving } = useSaying(record.id)
  const [comment, setComment] = useState('')
  const [isWordMissing, setWordMissing] = useState(false)
  const about = { item: action.item, of: done, comment: comment.trim() }

  async function judge(is: 'verify' | 'sendBack') {
    if (is === 'sendBack' && about.comment === '') return setWordMissing(true)
    if (await say({ is, ...about })) onDone()
  }

  return (
    <SayForm
      action="Xác nhận đã khắc phục"
      isSaving={isSaving}
      isDirty={comment !== ''}
      problem={problem}
      onSay={() => void judge('verify')}
      other={
        <Button look="danger" disabled={isSaving} onClick={() => void judge('sendBack')}>
          Chưa đạt, làm lại
        </Button>
      }
    >
      <div>
        <TextArea
          label="Nhận xét"
          rows={2}
          value={comment}
          maxLength={STEP_TEXT_MAX}
          aria-invalid={isWordMissing || undefined}
          aria-describedby={isWordMissing ? 'nhan-xet-error' : undefined}
          onChange={(event) => {
            setWordMissing(false)
            setComment(event.target.value)
          }}
        />
        <FieldWords id="nhan-xet" error={isWordMissing ? 'Ghi còn thiếu gì để cơ sở biết mà làm lại.' : undefined} />
      </div>
    </SayForm>
  )
}
