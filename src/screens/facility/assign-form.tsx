import { useState } from 'react'
import type { ListedAction } from '../../device/store/facility-actions.ts'
import { formatDate, isoDateSchema } from '../../domain/date.ts'
import { isEmptyPlan, type Plan, WHAT_MAX, WHO_MAX } from '../../domain/plan.ts'
import { SelectField } from '../../ui/select-field.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { SayForm } from './say-form.tsx'
import { useSaying } from './use-saying.ts'

type AssignFormProps = {
  listed: Pick<ListedAction, 'record' | 'action'>
  /** Accounts of the facility that this device knows, by id. */
  accounts: ReadonlyMap<string, string>
  onDone: () => void
}

/** Who inside the facility does it, and by when: a unit or a person in words, and their account where they have one. */
export function AssignForm({ listed: { record, action }, accounts, onDone }: AssignFormProps) {
  const { say, problem, isSaving } = useSaying(record.id)
  const [plan, setPlan] = useState<Plan>(action.plan)
  const [owner, setOwner] = useState(action.owner ?? '')
  const [isTyped, setTyped] = useState(false)
  const [wrong, setWrong] = useState<{ who?: string; by?: string }>({})
  const change = (next: Partial<Plan>) => {
    setTyped(true)
    setWrong({})
    setPlan({ ...plan, ...next })
  }

  async function assign() {
    const said = { what: plan.what.trim(), who: plan.who.trim(), by: plan.by }
    if (said.who === '') return setWrong({ who: 'Ghi khoa, phòng hoặc người phụ trách.' })
    if (said.by !== null && !isoDateSchema.safeParse(said.by).success)
      return setWrong({ by: 'Ngày này không có trong lịch.' })
    if (isEmptyPlan(said)) return
    const isKept = await say({ is: 'assign', item: action.item, plan: said, ...(owner && { owner }) })
    if (!isKept) return
    setTyped(false)
    onDone()
  }

  return (
    <SayForm action="Giao việc" isSaving={isSaving} isDirty={isTyped} problem={problem} onSay={() => void assign()}>
      <TextField
        label="Khoa, phòng hoặc người phụ trách"
        value={plan.who}
        maxLength={WHO_MAX}
        error={wrong.who}
        onChange={(event) => change({ who: event.target.value })}
      />
      {accounts.size > 0 ? (
        <SelectField
          label="Tài khoản của người phụ trách"
          value={owner}
          hint="Người phụ trách không tự xác nhận việc của mình."
          options={[
            { value: '', label: 'Không gắn tài khoản' },
            ...[...accounts].map(([value, label]) => ({ value, label })),
          ]}
          onChange={(id) => {
            setTyped(true)
            setOwner(id)
          }}
        />
      ) : null}
      <TextArea
        label="Việc phải làm"
        rows={2}
        value={plan.what}
        maxLength={WHAT_MAX}
        onChange={(event) => change({ what: event.target.value })}
      />
      <TextField
        type="date"
        label="Hạn"
        value={plan.by ?? ''}
        // A tablet whose language is English shows the month first.
        hint={plan.by ? formatDate(plan.by) : null}
        error={wrong.by}
        onChange={(event) => change({ by: event.target.value || null })}
      />
    </SayForm>
  )
}
