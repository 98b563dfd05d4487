import { zodResolver } from '@hookform/resolvers/zod'
import { Controller, FormProvider, useForm } from 'react-hook-form'
import { useSearchParams } from 'wouter'
import * as z from 'zod/mini'
import { mergeAreas } from '../../../device/api/places.ts'
import { useAsk } from '../../../device/api/use-asked.ts'
import { areaKindNames, areaKinds, holdsFacilities } from '../../../domain/area.ts'
import { formatDate } from '../../../domain/date.ts'
import { matches } from '../../../domain/search.ts'
import type { AreaRow, AreasReply } from '../../../protocol/places-wire.ts'
import { Button } from '../../../ui/button.tsx'
import { ChoiceList } from '../../../ui/choice-list.tsx'
import { PageTitle } from '../../../ui/page-title.tsx'
import { AskProblem } from '../../parts/ask-problem.tsx'
import { AskedPart } from '../../parts/asked-part.tsx'
import { BackLink } from '../../parts/back-link.tsx'
import { LeaveGuard } from '../../parts/leave-guard.tsx'
import css from '../../parts/page.module.css'
import { AreaFields, type AreaForm, areaShape, dateField, EffectiveDate } from './area-fields.tsx'
import { findArea, standing } from './area-words.ts'
import { useTell } from './said.tsx'
import { Overtaken, rowsOf, useAct } from './use-act.tsx'
import { type TreeHold, useTree } from './use-tree.ts'
import { WhatHappens } from './what-happens.tsx'

/** Several areas become one new one. */
export function MergeAreasPage() {
  const hold = useTree()
  return (
    <div className={css.page}>
      <BackLink href="/quan-tri/dia-ban">Địa bàn</BackLink>
      <PageTitle>Nhập nhiều địa bàn làm một</PageTitle>
      <AskedPart asked={hold.asked}>{(tree) => <MergeForm tree={tree} hold={hold} />}</AskedPart>
    </div>
  )
}

type MergeForm = AreaForm & { areaIds: string[] }

function MergeForm({ tree, hold }: { tree: AreasReply; hold: TreeHold }) {
  const ask = useAsk()
  const tell = useTell()
  const [query] = useSearchParams()
  const first = findArea(tree.areas, query.get('dia-ban'))
  const levels = new Map(tree.areas.map(({ id, kind }) => [id, holdsFacilities(kind)]))
  const form = useForm<MergeForm>({
    resolver: zodResolver(
      z
        .object({
          ...areaShape,
          from: dateField(tree.today),
          areaIds: z.array(z.string()).check(
            z.minLength(2, 'Chọn ít nhất hai địa bàn.'),
            z.refine(
              (ids) => new Set(ids.map((id) => levels.get(id))).size < 2,
              'Chỉ nhập các địa bàn cùng cấp: xã, phường với nhau, hoặc huyện với nhau.',
            ),
          ),
        })
        .check(
          z.refine(({ kind, areaIds }) => areaIds.every((id) => levels.get(id) === holdsFacilities(kind)), {
            path: ['kind'],
            error: 'Địa bàn mới phải cùng cấp với các địa bàn được nhập.',
          }),
        ),
    ),
    defaultValues: {
      areaIds: first?.until === null ? [first.id] : [],
      kind: first?.kind ?? 'commune',
      name: '',
      parentId: first?.parentId ?? '',
      from: tree.today,
    },
  })
  const { errors, isSubmitting, isDirty } = form.formState
  const { problem, run } = useAct(
    form,
    {
      AREA_UNKNOWN: 'areaIds',
      AREA_KINDS_DIFFER: 'kind',
      AREA_NAME_TAKEN: 'name',
      AREA_PARENT_INVALID: 'parentId',
      EFFECTIVE_DATE_FUTURE: 'from',
      EFFECTIVE_DATE_TOO_EARLY: 'from',
    },
    hold.overtake,
  )
  const { areaIds, name, from } = form.watch()
  const merged = rowsOf(tree.areas, areaIds)

  const submit = form.handleSubmit(({ parentId, ...wanted }) =>
    run(async () => {
      const parent = holdsFacilities(wanted.kind) ? parentId || null : null
      const done = await mergeAreas(ask, { ...wanted, parentId: parent, version: tree.version })
      hold.put(done)
      tell(`Đã nhập ${merged.length} địa bàn thành ${wanted.name}.`, `/quan-tri/dia-ban/${done.made[0] ?? ''}`)
    }),
  )

  return (
    <FormProvider {...form}>
      <form className={css.form} onSubmit={submit} noValidate>
        <Controller
          control={form.control}
          name="areaIds"
          render={({ field }) => (
            <ChoiceList
              ref={field.ref}
              legend={`Các địa bàn được nhập: ${field.value.length} đã chọn`}
              searchLabel="Tìm địa bàn"
              choices={standing(tree.areas).map((area) => choiceOf(area, tree.areas))}
              matches={({ label }, text) => matches(label, text)}
              chosen={field.value}
              onChoose={field.onChange}
              error={errors.areaIds?.message}
            />
          )}
        />
        <h2>Địa bàn mới</h2>
        <AreaFields areas={tree.areas} kinds={areaKinds} />
        <EffectiveDate today={tree.today} />
        <WhatHappens areas={merged.length < 2 ? [] : merged} reach={`sẽ phụ trách ${name.trim() || 'địa bàn mới'}`}>
          {merged.length < 2 ? <li>Chọn các địa bàn được nhập để xem.</li> : <Merging {...{ merged, name, from }} />}
        </WhatHappens>
        <Overtaken hold={hold} />
        {problem ? <AskProblem problem={problem} /> : null}
        <Button type="submit" look="main" disabled={isSubmitting}>
          {isSubmitting ? 'Đang nhập…' : 'Nhập địa bàn'}
        </Button>
      </form>
      <LeaveGuard isDirty={isDirty} />
    </FormProvider>
  )
}

function choiceOf({ id, name, kind, parentId, facilities }: AreaRow, areas: readonly AreaRow[]) {
  const parent = findArea(areas, parentId)
  const small = [areaKindNames[kind], parent?.name, `${facilities} cơ sở`].filter(Boolean).join(' · ')
  return { value: id, label: name, small }
}

function Merging({ merged, name, from }: { merged: readonly AreaRow[]; name: string; from: string }) {
  const into = name.trim() || 'địa bàn mới'
  const facilities = merged.reduce((sum, each) => sum + each.facilities, 0)
  return (
    <>
      <li>
        Từ ngày {from === '' ? '…' : formatDate(from)}, {merged.map((each) => each.name).join(', ')} kết thúc và trở
        thành {into}.
      </li>
      <li>{facilities === 0 ? 'Không có cơ sở nào phải chuyển.' : `${facilities} cơ sở chuyển sang ${into}.`}</li>
    </>
  )
}
