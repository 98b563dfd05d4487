import { zodResolver } from '@hookform/resolvers/zod'
import { FormProvider, useForm } from 'react-hook-form'
import { useSearchParams } from 'wouter'
import * as z from 'zod/mini'
import { createFacility } from '../../../device/api/places.ts'
import { useAsk } from '../../../device/api/use-asked.ts'
import { holdsFacilities } from '../../../domain/area.ts'
import { formatDate } from '../../../domain/date.ts'
import type { AreaRow, AreasReply } from '../../../protocol/places-wire.ts'
import { Button } from '../../../ui/button.tsx'
import { PageTitle } from '../../../ui/page-title.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { AskProblem } from '../../parts/ask-problem.tsx'
import { AskedPart } from '../../parts/asked-part.tsx'
import { BackLink } from '../../parts/back-link.tsx'
import { LeaveGuard } from '../../parts/leave-guard.tsx'
import css from '../../parts/page.module.css'
import { Choose, dateField, EffectiveDate } from './area-fields.tsx'
import { findArea, standing } from './area-words.ts'
import { FacilityFields } from './facility-fields.tsx'
import { FirstStep } from './facility-list.tsx'
import { blankForm, type FacilityForm, facilityShape, saidOf } from './facility-shape.ts'
import { type Parameter, useParameters } from './parameters.ts'
import places from './places.module.css'
import { useTell } from './said.tsx'
import { useAct } from './use-act.tsx'
import { useTree } from './use-tree.ts'
import { ReachOf, WhatHappens } from './what-happens.tsx'

/** A facility that the province did not have. */
export function NewFacilityPage() {
  const { asked } = useTree()
  const parameters = useParameters()
  return (
    <div className={css.page}>
      <BackLink href="/quan-tri/co-so">Cơ sở</BackLink>
      <PageTitle>Thêm cơ sở</PageTitle>
      <AskedPart asked={asked}>
        {(tree) => {
          const areas = standing(tree.areas).filter(({ kind }) => holdsFacilities(kind))
          if (areas.length === 0) return <FirstStep />
          if (!parameters) return <Skeleton />
          return <NewFacilityForm tree={tree} areas={areas} parameters={parameters} />
        }}
      </AskedPart>
    </div>
  )
}

/** `from` '': since the area has been there. */
type NewForm = FacilityForm & { areaId: string; from: string }
type NewFacilityFormProps = { tree: AreasReply; areas: readonly AreaRow[]; parameters: readonly Parameter[] }

function NewFacilityForm({ tree, areas, parameters }: NewFacilityFormProps) {
  const ask = useAsk()
  const tell = useTell()
  const [query] = useSearchParams()
  const wanted = areas.find(({ id }) => id === query.get('dia-ban')) ?? (areas.length === 1 ? areas[0] : undefined)
  const form = useForm<NewForm>({
    resolver: zodResolver(
      z.intersection(
        facilityShape,
        z.object({
          areaId: z.string().check(z.minLength(1, 'Chọn địa bàn của cơ sở.')),
          from: z.union([z.literal(''), dateField(tree.today)]),
        }),
      ),
    ),
    defaultValues: { ...blankForm, areaId: wanted?.id ?? '', from: '' },
  })
  const { isSubmitting, isDirty } = form.formState
  const { problem, run } = useAct(
    form,
    { AREA_UNKNOWN: 'areaId', EFFECTIVE_DATE_FUTURE: 'from', EFFECTIVE_DATE_TOO_EARLY: 'from' },
    () => {},
  )
  const [areaId, from] = form.watch(['areaId', 'from'])
  const area = findArea(areas, areaId)

  const submit = form.handleSubmit(({ areaId, from, ...typed }) =>
    run(async () => {
      const { id, name } = await createFacility(ask, { ...saidOf(typed), areaId, from: from || null })
      tell(`Đã thêm ${name}.`, `/quan-tri/co-so/${id}`)
    }),
  )

  return (
    <FormProvider {...form}>
      <form className={css.form} onSubmit={submit} noValidate>
        <fieldset className={places.group}>
          <legend>Nằm ở đâu</legend>
          <Choose
            name="areaId"
            label="Địa bàn"
            options={[
              { value: '', label: 'Chọn địa bàn' },
              ...areas.map(({ id, name, parentId }) => {
                const parent = findArea(tree.areas, parentId)
                return { value: id, label: parent ? `${name} (${parent.name})` : name }
              }),
            ]}
          />
          <EffectiveDate label="Nằm ở đó từ ngày" today={tree.today} hint="Để trống: từ khi có địa bàn đó." />
        </fieldset>
        <FacilityFields parameters={parameters} />
        <WhatHappens keepsNames={false}>
          <li>
            Cơ sở thuộc {area?.name ?? 'địa bàn được chọn'} từ ngày{' '}
            {from !== '' ? formatDate(from) : area ? formatDate(area.from) : '…'}, và chấm được ngay khi máy đã đồng bộ.
          </li>
          {area ? <ReachOf areas={[area]} who={`người phụ trách ${area.name}`} reach="sẽ thấy cơ sở này" /> : null}
        </WhatHappens>
        {problem ? <AskProblem problem={problem} /> : null}
        <Button type="submit" look="main" disabled={isSubmitting}>
          {isSubmitting ? 'Đang thêm…' : 'Thêm cơ sở'}
        </Button>
      </form>
      <LeaveGuard isDirty={isDirty} />
    </FormProvider>
  )
}
