import { zodResolver } from '@hookform/resolvers/zod'
import { FormProvider, useForm } from 'react-hook-form'
import * as z from 'zod/mini'
import { createArea } from '../../../device/api/places.ts'
import { useAsk } from '../../../device/api/use-asked.ts'
import { holdsFacilities } from '../../../domain/area.ts'
import { formatDate } from '../../../domain/date.ts'
import type { AreasReply } from '../../../protocol/places-wire.ts'
import { Button } from '../../../ui/button.tsx'
import { PageTitle } from '../../../ui/page-title.tsx'
import { AskProblem } from '../../parts/ask-problem.tsx'
import { AskedPart } from '../../parts/asked-part.tsx'
import { BackLink } from '../../parts/back-link.tsx'
import { LeaveGuard } from '../../parts/leave-guard.tsx'
import css from '../../parts/page.module.css'
import { AreaFields, type AreaForm, areaShape, dateField, EffectiveDate } from './area-fields.tsx'
import { useTell } from './said.tsx'
import { Overtaken, useAct } from './use-act.tsx'
import { type TreeHold, useTree } from './use-tree.ts'
import { WhatHappens } from './what-happens.tsx'

/** An area that there was not: not one that comes out of others. */
export function NewAreaPage() {
  const hold = useTree()
  return (
    <div className={css.page}>
      <BackLink href="/quan-tri/dia-ban">Địa bàn</BackLink>
      <PageTitle>Thêm địa bàn</PageTitle>
      <AskedPart asked={hold.asked}>{(tree) => <NewAreaForm tree={tree} hold={hold} />}</AskedPart>
    </div>
  )
}

function NewAreaForm({ tree, hold }: { tree: AreasReply; hold: TreeHold }) {
  const ask = useAsk()
  const tell = useTell()
  const form = useForm<AreaForm>({
    resolver: zodResolver(z.object({ ...areaShape, from: dateField(tree.today) })),
    defaultValues: { kind: 'commune', name: '', parentId: '', from: tree.today },
  })
  const { isSubmitting, isDirty } = form.formState
  const { problem, run } = useAct(
    form,
    {
      AREA_NAME_TAKEN: 'name',
      AREA_PARENT_INVALID: 'parentId',
      EFFECTIVE_DATE_FUTURE: 'from',
      EFFECTIVE_DATE_TOO_EARLY: 'from',
    },
    hold.overtake,
  )
  const { kind, name, from } = form.watch()

  const submit = form.handleSubmit(({ parentId, ...wanted }) =>
    run(async () => {
      const parent = holdsFacilities(wanted.kind) ? parentId || null : null
      const done = await createArea(ask, { ...wanted, parentId: parent, version: tree.version })
      hold.put(done)
      tell(`Đã thêm ${wanted.name}.`, `/quan-tri/dia-ban/${done.made[0] ?? ''}`)
    }),
  )

  return (
    <FormProvider {...form}>
      <form className={css.form} onSubmit={submit} noValidate>
        <AreaFields areas={tree.areas} />
        <EffectiveDate today={tree.today} hint="Ngày địa bàn này bắt đầu có, theo văn bản thành lập." />
        <WhatHappens keepsNames={false}>
          <li>
            {name.trim() || 'Địa bàn này'} có trong danh sách từ ngày {from === '' ? '…' : formatDate(from)}, chưa có cơ
            sở nào.
          </li>
          {holdsFacilities(kind) ? (
            <li>Quản trị của cả tỉnh thấy địa bàn này ngay; người khác thì khi được giao ở trang Người dùng.</li>
          ) : (
            <li>Cấp này chỉ chứa xã, phường; cơ sở nằm trong xã, phường.</li>
          )}
        </WhatHappens>
        <Overtaken hold={hold} />
        {problem ? <AskProblem problem={problem} /> : null}
        <Button type="submit" look="main" disabled={isSubmitting}>
          {isSubmitting ? 'Đang thêm…' : 'Thêm địa bàn'}
        </Button>
      </form>
      <LeaveGuard isDirty={isDirty} />
    </FormProvider>
  )
}
