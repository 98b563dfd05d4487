import type { ReactNode } from 'react'
import { Controller, type FieldValues, type Path, useFormContext } from 'react-hook-form'
import * as z from 'zod/mini'
import { type AreaKind, areaKindNames, areaKindSchema, areaKinds, holdsFacilities } from '../../../domain/area.ts'
import { formatDate, isoDateSchema } from '../../../domain/date.ts'
import type { AreaRow } from '../../../protocol/places-wire.ts'
import { SelectField } from '../../../ui/select-field.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { dayInWords } from '../../parts/when.ts'
import { standing } from './area-words.ts'
import css from './places.module.css'

/** What an area is called, as a form field. */
export const nameField = z
  .string()
  .check(z.trim(), z.minLength(1, 'Nhập tên địa bàn.'), z.maxLength(200, 'Tên dài tối đa 200 ký tự.'))

/** The first day of something, today at the latest. @param today by the server's clock */
export function dateField(today: string) {
  return z.string().check(
    z.refine((date) => isoDateSchema.safeParse(date).success, { error: 'Chọn ngày.', abort: true }),
    // While a year is being typed the field already reports 0002, 0020, 0202.
    z.refine((date) => date >= '1900', { error: 'Năm chưa đúng. Hãy nhập đủ bốn chữ số.', abort: true }),
    z.refine((date) => date <= today, `Không được sau hôm nay, ${formatDate(today)}: hãy ghi vào đúng ngày đó.`),
  )
}

/** The fields of a new area; '' for a parent is the province. */
export const areaShape = { kind: areaKindSchema, name: nameField, parentId: z.string() }
export type AreaForm = { kind: AreaKind; name: string; parentId: string; from: string }

type DateFieldProps = { label?: string; name?: string; today: string; hint?: ReactNode }

/** The effective date, in a `FormProvider`. */
export function EffectiveDate({ label = 'Ngày có hiệu lực', name = 'from', today, hint }: DateFieldProps) {
  const { register, watch, getFieldState, formState } = useFormContext()
  const date = watch(name) as string
  return (
    <div className={css.narrow}>
      <TextField
        label={label}
        type="date"
        max={today}
        // A tablet whose language is English shows the month first.
        hint={date === '' ? hint : dayInWords(date)}
        error={getFieldState(name, formState).error?.message}
        {...register(name)}
      />
    </div>
  )
}

/** Kind, name and parent of a new area; in a `FormProvider` of a form with these fields. */
export function AreaFields({ areas, kinds = areaKinds }: { areas: readonly AreaRow[]; kinds?: readonly AreaKind[] }) {
  const { register, watch, formState } = useFormContext<AreaForm>()
  const kind = watch('kind')
  const districts = standing(areas).filter((area) => !holdsFacilities(area.kind))
  return (
    <>
      <KindField name="kind" kinds={kinds} />
      <TextField
        label="Tên"
        autoComplete="off"
        hint="Tên đầy đủ, kèm cấp: “Xã Suối Mơ”, “Phường Bến Sao”."
        error={formState.errors.name?.message}
        {...register('name')}
      />
      {holdsFacilities(kind) && districts.length > 0 ? <ParentField districts={districts} /> : null}
    </>
  )
}

/** A kind of area. */
export function KindField({
  name,
  kinds,
  label = 'Cấp',
}: {
  name: string
  kinds: readonly AreaKind[]
  label?: string
}) {
  return <Choose name={name} label={label} options={kinds.map((value) => ({ value, label: areaKindNames[value] }))} />
}

/** Under which district, or right in the province. */
export function ParentField({ districts }: { districts: readonly AreaRow[] }) {
  const options = [
    { value: '', label: 'Trực thuộc tỉnh' },
    ...districts.map(({ id, name }) => ({ value: id, label: name })),
  ]
  return <Choose name="parentId" label="Cấp trên" options={options} />
}

type ChooseProps = {
  name: string
  label: string
  options: readonly { value: string; label: string }[]
  hint?: ReactNode
}

/** A select of a `FormProvider`'s form, with its error beside it. */
export function Choose({ name, label, options, hint }: ChooseProps) {
  return (
    <Controller
      name={name as Path<FieldValues>}
      render={({ field, fieldState }) => (
        <SelectField
          ref={field.ref}
          label={label}
          value={String(field.value)}
          options={options}
          onChange={field.onChange}
          hint={hint}
          error={fieldState.error?.message}
        />
      )}
    />
  )
}
