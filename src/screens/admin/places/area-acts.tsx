import { zodResolver } from '@hookform/resolvers/zod'
import { FormProvider, useForm } from 'react-hook-form'
import * as z from 'zod/mini'
import { endArea, moveArea, renameArea } from '../../../device/api/places.ts'
import { useAsk } from '../../../device/api/use-asked.ts'
import { holdsFacilities } from '../../../domain/area.ts'
import { formatDate } from '../../../domain/date.ts'
import type { AreaRow, AreasReply } from '../../../protocol/places-wire.ts'
import { Notice } from '../../../ui/notice.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { dateField, EffectiveDate, nameField, ParentField } from './area-fields.tsx'
import { parentWords, standing } from './area-words.ts'
import { useTell } from './said.tsx'
import { notEmptyWords, Overtaken, useAct } from './use-act.tsx'
import type { TreeHold } from './use-tree.ts'
import { WhatHappens } from './what-happens.tsx'

type AreaActProps = { area: AreaRow; tree: AreasReply; hold: TreeHold; onClose: () => void }

const pageOf = ({ id }: AreaRow) => `/quan-tri/dia-ban/${id}`
const dayOf = (date: string) => (date === '' ? '…' : formatDate(date))

export function RenameAreaDialog({ area, tree, hold, onClose }: AreaActProps) {
  const ask = useAsk()
  const tell = useTell()
  const form = useForm({
    resolver: zodResolver(z.object({ name: nameField, from: dateField(tree.today) })),
    defaultValues: { name: area.name, from: tree.today },
  })
  const { errors, isSubmitting, isDirty } = form.formState
  const beside = { AREA_NAME_TAKEN: 'name', EFFECTIVE_DATE_FUTURE: 'from', EFFECTIVE_DATE_TOO_EARLY: 'from' } as const
  const { problem, run } = useAct(form, beside, hold.overtake)
  const { name, from } = form.watch()
  const submit = form.handleSubmit((wanted) =>
    run(async () => {
      hold.put(await renameArea(ask, area.id, { ...wanted, version: tree.version }))
      tell(`Đã đổi tên thành ${wanted.name}.`, pageOf(area))
      onClose()
    }),
  )
  return (
    <FormProvider {...form}>
      <FormDialog
        title={`Đổi tên ${area.name}`}
        action="Đổi tên"
        problem={problem}
        isBusy={isSubmitting}
        isDirty={isDirty}
        onSubmit={submit}
        onClose={onClose}
      >
        <TextField label="Tên mới" autoComplete="off" error={errors.name?.message} {...form.register('name')} />
        <EffectiveDate today={tree.today} />
        <WhatHappens>
          <li>
            Từ ngày {dayOf(from)} địa bàn này mang tên {name.trim() || '…'}; trước ngày đó vẫn là {area.name}.
          </li>
          <li>Cơ sở ở nguyên chỗ, không ai thay đổi phạm vi.</li>
        </WhatHappens>
        <Overtaken hold={hold} />
      </FormDialog>
    </FormProvider>
  )
}

export function MoveAreaDialog({ area, tree, hold, onClose }: AreaActProps) {
  const ask = useAsk()
  const tell = useTell()
  const districts = standing(tree.areas).filter(({ kind }) => !holdsFacilities(kind))
  const form = useForm({
    resolver: zodResolver(
      z.object({
        parentId: z
          .string()
          .check(z.refine((id) => (id || null) !== area.parentId, `${area.name} đang ở cấp trên này rồi.`)),
        from: dateField(tree.today),
      }),
    ),
    defaultValues: { parentId: area.parentId ?? '', from: tree.today },
  })
  const beside = {
    AREA_PARENT_INVALID: 'parentId',
    AREA_NAME_TAKEN: 'parentId',
    EFFECTIVE_DATE_FUTURE: 'from',
    EFFECTIVE_DATE_TOO_EARLY: 'from',
  } as const
  const { problem, run } = useAct(form, beside, hold.overtake)
  const { parentId, from } = form.watch()
  const to = parentWords(tree.areas, parentId || null)
  const submit = form.handleSubmit((wanted) =>
    run(async () => {
      hold.put(
        await moveArea(ask, area.id, {
          from: wanted.from,
          parentId: wanted.parentId || null,
          version: tree.version,
        }),
      )
      tell(`${area.name} nay ${to}.`, pageOf(area))
      onClose()
    }),
  )
  return (
    <FormProvider {...form}>
      <FormDialog
        title={`Đổi cấp trên của ${area.name}`}
        action="Đổi cấp trên"
        problem={problem}
        isBusy={form.formState.isSubmitting}
        isDirty={form.formState.isDirty}
        onSubmit={submit}
        onClose={onClose}
      >
        <ParentField districts={districts} />
        <EffectiveDate today={tree.today} />
        <WhatHappens>
          <li>
            Từ ngày {dayOf(from)} {area.name} {to}; trước ngày đó vẫn {parentWords(tree.areas, area.parentId)}.
          </li>
          <li>{area.facilities} cơ sở ở nguyên trong địa bàn này, không ai thay đổi phạm vi.</li>
        </WhatHappens>
        <Overtaken hold={hold} />
      </FormDialog>
    </FormProvider>
  )
}

export function EndAreaDialog({ area, tree, hold, onClose }: AreaActProps) {
  const ask = useAsk()
  const tell = useTell()
  const form = useForm({
    resolver: zodResolver(z.object({ from: dateField(tree.today) })),
    defaultValues: { from: tree.today },
  })
  const beside = { EFFECTIVE_DATE_FUTURE: 'from', EFFECTIVE_DATE_TOO_EARLY: 'from' } as const
  const { problem, run } = useAct(form, beside, hold.overtake)
  const isRefused = problem?.code === 'AREA_NOT_EMPTY'
  const from = form.watch('from')
  const submit = form.handleSubmit((wanted) =>
    run(async () => {
      hold.put(await endArea(ask, area.id, { ...wanted, version: tree.version }))
      tell(`${area.name} đã kết thúc.`, '/quan-tri/dia-ban')
    }),
  )
  return (
    <FormProvider {...form}>
      <FormDialog
        title={`Kết thúc ${area.name}?`}
        action="Kết thúc địa bàn"
        look="danger"
        problem={isRefused ? null : problem}
        isBusy={form.formState.isSubmitting}
        isDirty={form.formState.isDirty}
        onSubmit={submit}
        onClose={onClose}
      >
        <p>
          Chỉ dùng cho địa bàn không còn gì bên trong, ví dụ huyện cũ hoặc địa bàn lập nhầm. Nếu địa bàn trở thành địa
          bàn khác, hãy dùng việc nhập hoặc tách.
        </p>
        <EffectiveDate label="Hết hiệu lực từ ngày" today={tree.today} />
        <WhatHappens>
          <li>
            Từ ngày {dayOf(from)} {area.name} không còn trong danh sách, không giao cho ai và không nhận cơ sở nào nữa.
          </li>
        </WhatHappens>
        {isRefused ? (
          <Notice tone="fail" role="alert" title="Chưa kết thúc được">
            <p>{notEmptyWords(problem)}</p>
          </Notice>
        ) : null}
        <Overtaken hold={hold} />
      </FormDialog>
    </FormProvider>
  )
}
