import { useState } from 'react'
import type { ListedAction } from '../../device/store/facility-actions.ts'
import type { Proof } from '../../device/store/steps.ts'
import { STEP_TEXT_MAX } from '../../domain/step.ts'
import { TextArea } from '../../ui/text-area.tsx'
import { ProofShots } from './proof-shots.tsx'
import { SayForm } from './say-form.tsx'
import { useSaying } from './use-saying.ts'

type DoneFormProps = { listed: Pick<ListedAction, 'record' | 'action'>; onDone: () => void }

/** The facility's word that it is done, with what shows it. */
export function DoneForm({ listed: { record, action }, onDone }: DoneFormProps) {
  const { say, problem, isSaving } = useSaying(record.id)
  const [comment, setComment] = useState('')
  const [proof, setProof] = useState<readonly Proof[]>([])

  async function report() {
    if (await say({ is: 'done', item: action.item, comment: comment.trim() }, proof)) onDone()
  }

  return (
    <SayForm
      action="Báo đã khắc phục"
      isSaving={isSaving}
      isDirty={comment !== '' || proof.length > 0}
      problem={problem}
      onSay={() => void report()}
    >
      <TextArea
        label="Đã làm gì"
        rows={2}
        value={comment}
        maxLength={STEP_TEXT_MAX}
        onChange={(event) => setComment(event.target.value)}
      />
      <ProofShots item={action.item} proof={proof} onProof={setProof} />
    </SayForm>
  )
}
