import { zodResolver } from '@hookform/resolvers/zod'
import { useEffect, useState } from 'react'
import { FormProvider, useForm } from 'react-hook-form'
import { changeFacility } from '../../../device/api/places.ts'
import { useAsk } from '../../../device/api/use-asked.ts'
import type { FacilityRow } from '../../../protocol/places-wire.ts'
import { Button } from '../../../ui/button.tsx'
import { PageTitle } from '../../../ui/page-title.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { AskProblem } from '../../parts/ask-problem.tsx'
import { AskedPart } from '../../parts/asked-part.tsx'
import { BackLink } from '../../parts/back-link.tsx'
import { LeaveGuard } from '../../parts/leave-guard.tsx'
import css from '../../parts/page.module.css'
import { FacilityFields } from './facility-fields.tsx'
import { type FacilityForm, facilityShape, formOf, mergeForms, saidOf } from './facility-shape.ts'
import { type Parameter, useParameters } from './parameters.ts'
import { useTell } from './said.tsx'
import { useAct } from './use-act.tsx'
import { type FacilityHold, FacilityOvertaken, useFacility } from './use-facility.tsx'
import { WhatHappens } from './what-happens.tsx'

/** Corrects what is known of a facility. */
export function EditFacilityPage({ id }: { id: string }) {
  const hold = useFacility(id)
  const parameters = useParameters()
  return (
    <div className={css.page}>
      <BackLink href={`/quan-tri/co-so/${id}`}>{hold.asked.read?.value.facility.name ?? 'Cơ sở này'}</BackLink>
      <PageTitle lead={hold.asked.read?.value.facility.name}>Sửa thông tin cơ sở</PageTitle>
      <AskedPart asked={hold.asked}>
        {({ facility }) =>
          parameters ? <EditForm facility={facility} hold={hold} parameters={parameters} /> : <Skeleton />
        }
      </AskedPart>
    </div>
  )
}

type EditFormProps = { facility: FacilityRow; hold: FacilityHold; parameters: readonly Parameter[] }

function EditForm({ facility, hold, parameters }: EditFormProps) {
  const ask = useAsk()
  const tell = useTell()
  const [base, setBase] = useState(facility)
  const form = useForm<FacilityForm>({ resolver: zodResolver(facilityShape), defaultValues: formOf(facility) })
  const { isSubmitting, isDirty } = form.formState
  const { problem, run } = useAct(form, {}, () => hold.overtake(base))

  // Somebody else has saved meanwhile: what is typed here now rests on what they have made of it.
  useEffect(() => {
    if (facility.version === base.version) return
    const theirs = formOf(facility)
    const merged = mergeForms(formOf(base), theirs, form.getValues())
    form.reset(theirs, { keepValues: true })
    for (const field of Object.keys(merged) as (keyof FacilityForm)[])
      form.setValue(field, merged[field], { shouldDirty: true })
    setBase(facility)
  }, [facility, base, form])

  const submit = form.handleSubmit((typed) =>
    run(async () => {
      const { name } = await changeFacility(ask, facility.id, { ...saidOf(typed), version: base.version })
      tell(`Đã lưu thông tin của ${name}.`, `/quan-tri/co-so/${facility.id}`)
    }),
  )

  return (
    <FormProvider {...form}>
      <form className={css.form} onSubmit={submit} noValidate>
        <FacilityFields parameters={parameters} />
        <WhatHappens keepsNames={false}>
          <li>Lượt kiểm tra bắt đầu sau khi máy đã đồng bộ dùng thông tin mới để chọn tiêu chí và giới hạn.</li>
          <li>Lượt đang làm và lượt đã nộp giữ thông tin như khi bắt đầu.</li>
        </WhatHappens>
        <FacilityOvertaken hold={hold} />
        {problem ? <AskProblem problem={problem} /> : null}
        <Button type="submit" look="main" disabled={isSubmitting}>
          {isSubmitting ? 'Đang lưu…' : 'Lưu thông tin'}
        </Button>
      </form>
      <LeaveGuard isDirty={isDirty} />
    </FormProvider>
  )
}
