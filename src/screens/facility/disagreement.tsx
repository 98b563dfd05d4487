import { useState } from 'react'
import { messageOf } from '../../domain/problem.ts'
import { type RecordStep, STEP_TEXT_MAX } from '../../domain/step.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { dateAndTime } from '../parts/when.ts'
import css from './comparison.module.css'
import { SayForm } from './say-form.tsx'
import { useSaying } from './use-saying.ts'

type DisagreementProps = {
  insp: string
  item: string
  /** "1.4" */
  number: string
  /** Where the facility disagrees now. */
  step: RecordStep | undefined
  isWaiting: boolean
  /** Whether this person speaks for the facility. */
  maySay: boolean
}

/** Where the facility does not agree with the inspector, and why; taken back in one tap. */
export function Disagreement({ insp, item, number, step, isWaiting, maySay }: DisagreementProps) {
  const { say, problem, isSaving } = useSaying(insp)
  if (!step) return maySay ? <Disagree key="new" insp={insp} item={item} number={number} /> : null
  return (
    <div className={css.disagreement}>
      <p>
        <Badge tone="partial">Cơ sở không đồng ý</Badge> {isWaiting ? <Badge tone="info">chờ gửi</Badge> : null}
      </p>
      <p>{step.say.is === 'disagree' ? step.say.reason : ''}</p>
      <p className={css.small}>
        {step.by.name} · {dateAndTime(step.at)}
      </p>
      {problem ? (
        <Notice tone="fail" role="alert">
          <p>{messageOf(problem)}</p>
        </Notice>
      ) : null}
      {maySay ? (
        <Button
          disabled={isSaving}
          aria-label={`Đồng ý lại với tiêu chí ${number}`}
          onClick={() => void say({ is: 'agree', item })}
        >
          Đồng ý lại
        </Button>
      ) : null}
    </div>
  )
}

function Disagree({ insp, item, number }: Pick<DisagreementProps, 'insp' | 'item' | 'number'>) {
  return (
    <Disclosure label={`Không đồng ý với tiêu chí ${number}`} openLabel="Thôi, không ghi ý kiến" keeps>
      {() => <ReasonForm insp={insp} item={item} />}
    </Disclosure>
  )
}

function ReasonForm({ insp, item }: Pick<DisagreementProps, 'insp' | 'item'>) {
  const { say, problem, isSaving } = useSaying(insp)
  const [reason, setReason] = useState('')
  const [isMissing, setMissing] = useState(false)
  return (
    <SayForm
      action="Ghi không đồng ý"
      isSaving={isSaving}
      isDirty={reason !== ''}
      problem={problem}
      onSay={() => {
        if (reason.trim() === '') return setMissing(true)
        void say({ is: 'disagree', item, reason: reason.trim() })
      }}
    >
      <TextArea
        label="Lý do không đồng ý"
        rows={2}
        value={reason}
        maxLength={STEP_TEXT_MAX}
        error={isMissing ? 'Ghi lý do để người kiểm tra xem lại.' : undefined}
        onChange={(event) => {
          setMissing(false)
          setReason(event.target.value)
        }}
      />
    </SayForm>
  )
}
