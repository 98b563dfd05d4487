import { useFormContext } from 'react-hook-form'
import type { Checklist } from '../../domain/checklist.ts'
import { TextField } from '../../ui/text-field.tsx'
import css from './head-fields.module.css'
import { TeamFields } from './team-fields.tsx'
import { dayInWords, today } from './when.ts'

/** What the form around these fields holds, perhaps among more. */
export type Visit = { date: string; team: string[] }

/** When, and who came; inside a `FormProvider`. */
export function VisitFields({ checklist }: { checklist: Pick<Checklist, 'inForceFrom'> }) {
  const form = useFormContext<Visit>()
  const { errors } = form.formState
  const date = form.watch('date')
  return (
    <>
      <TextField
        label="Ngày kiểm tra"
        type="date"
        className={css.date}
        min={checklist.inForceFrom}
        max={today()}
        // A tablet whose language is English shows the month first.
        hint={date === '' ? null : dayInWords(date)}
        error={errors.date?.message}
        {...form.register('date')}
      />
      <TeamFields
        legend="Thành phần đoàn"
        team={form.watch('team')}
        register={(index) => form.register(`team.${index}`)}
        errors={errors.team}
        onChange={(team) => form.setValue('team', team, { shouldValidate: form.formState.isSubmitted })}
      />
    </>
  )
}
