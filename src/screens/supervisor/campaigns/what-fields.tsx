import { Controller, useFormContext } from 'react-hook-form'
import { inspectionKindNames, inspectionKinds } from '../../../domain/people.ts'
import { matches } from '../../../domain/search.ts'
import type { CampaignChoices } from '../../../protocol/campaign-wire.ts'
import { ChoiceList } from '../../../ui/choice-list.tsx'
import { Segments } from '../../../ui/segments.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { dayInWords } from '../../parts/when.ts'
import { type CampaignForm, daysOf, plannedPeriods } from './campaign-shape.ts'
import { periodWords } from './campaign-words.ts'
import css from './campaigns.module.css'

/** What a campaign is called, what is checked, and by when; inside a `FormProvider`. */
export function WhatFields({ choices }: { choices: CampaignChoices }) {
  const { control, register, formState, watch, setValue } = useFormContext<CampaignForm>()
  const { errors } = formState
  const period = watch('period')
  const choosePeriod = (key: string) => {
    setValue('period', key, { shouldDirty: true })
    for (const [name, day] of Object.entries(daysOf(key, choices.deadlines, choices.today) ?? {}))
      setValue(name as 'from' | 'until' | 'due', day, { shouldDirty: true, shouldValidate: formState.isSubmitted })
  }
  return (
    <fieldset className={css.group}>
      <legend>Kiểm tra gì, trong kỳ nào</legend>
      <TextField
        label="Tên đợt"
        autoComplete="off"
        hint="Như người được giao sẽ đọc: “Kiểm tra quý IV/2026”."
        error={errors.title?.message}
        {...register('title')}
      />
      <Controller
        control={control}
        name="kind"
        render={({ field }) => (
          <Segments
            legend="Hình thức"
            showLegend
            size="small"
            options={inspectionKinds.map((value) => ({ value, label: inspectionKindNames[value], tone: 'info' }))}
            value={field.value}
            onChoose={(value) => value && field.onChange(value)}
          />
        )}
      />
      <Controller
        control={control}
        name="checklists"
        render={({ field }) => (
          <ChoiceList
            ref={field.ref}
            legend={`Bộ tiêu chí: ${field.value.length} đã chọn`}
            hint="Phiên bản mới nhất lúc lập đợt được giữ cho cả đợt."
            searchLabel="Tìm bộ tiêu chí"
            choices={choices.checklists.map(({ id, title, version }) => ({
              value: id,
              label: title,
              small: `Phiên bản ${version}`,
            }))}
            matches={({ label }, query) => matches(label, query)}
            chosen={field.value}
            onChoose={field.onChange}
            error={errors.checklists?.message}
          />
        )}
      />
      <SelectField
        label="Kỳ"
        value={period}
        options={[
          ...plannedPeriods(choices.today).map((value) => ({
            value,
            label: periodWords({ period: value, from: '', until: '' }),
          })),
          { value: '', label: 'Tự chọn ngày' },
        ]}
        onChange={choosePeriod}
      />
      <div className={css.days}>
        {period === '' ? (
          <>
            <Day name="from" label="Từ ngày" />
            <Day name="until" label="Đến ngày" />
          </>
        ) : null}
        <Day name="due" label="Hạn làm xong" />
      </div>
    </fieldset>
  )
}

function Day({ name, label }: { name: 'from' | 'until' | 'due'; label: string }) {
  const { register, watch, formState } = useFormContext<CampaignForm>()
  const date = watch(name)
  return (
    <TextField
      type="date"
      label={label}
      // A tablet whose language is English shows the month first.
      hint={date === '' ? undefined : dayInWords(date)}
      error={formState.errors[name]?.message}
      {...register(name)}
    />
  )
}
