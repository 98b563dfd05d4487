import { zodResolver } from '@hookform/resolvers/zod'
import { FormProvider, useForm } from 'react-hook-form'
import * as z from 'zod/mini'
import { closeFacility, listAreas, moveFacility, reopenFacility } from '../../../device/api/places.ts'
import { useAsk, useAsked } from '../../../device/api/use-asked.ts'
import { holdsFacilities } from '../../../domain/area.ts'
import { formatDate } from '../../../domain/date.ts'
import type { AreaRow, FacilityRow } from '../../../protocol/places-wire.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { AskedPart } from '../../parts/asked-part.tsx'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { Choose, dateField, EffectiveDate } from './area-fields.tsx'
import { findArea, standing } from './area-words.ts'
import { useTell } from './said.tsx'
import { useAct } from './use-act.tsx'
import { type FacilityHold, FacilityOvertaken } from './use-facility.tsx'
import { ReachOf, WhatHappens } from './what-happens.tsx'

/** @param today by the server's clock */
type FacilityActProps = { facility: FacilityRow; today: string; hold: FacilityHold; onClose: () => void }

const pageOf = ({ id }: FacilityRow) => `/quan-tri/co-so/${id}`
const dayOf = (date: string) => (date === '' ? '…' : formatDate(date))

export function MoveFacilityDialog(props: FacilityActProps) {
  const asked = useAsked('areas', listAreas)
  if (!asked.read)
    return (
      <Dialog title={`Chuyển ${props.facility.name}`} onClose={props.onClose}>
        <AskedPart asked={asked} rows={1}>
          {() => null}
        </AskedPart>
      </Dialog>
    )
  return <MoveForm {...props} areas={asked.read.value.areas} />
}

function MoveForm({ facility, today, hold, onClose, areas }: FacilityActProps & { areas: readonly AreaRow[] }) {
  const ask = useAsk()
  const tell = useTell()
  const others = standing(areas).filter(({ id, kind }) => holdsFacilities(kind) && id !== facility.areaId)
  const form = useForm({
    resolver: zodResolver(
      z.object({ areaId: z.string().check(z.minLength(1, 'Chọn địa bàn mới.')), from: dateField(today) }),
    ),
    defaultValues: { areaId: '', from: today },
  })
  const beside = { AREA_UNKNOWN: 'areaId', EFFECTIVE_DATE_FUTURE: 'from', EFFECTIVE_DATE_TOO_EARLY: 'from' } as const
  const { problem, run } = useAct(form, beside, () => hold.overtake())
  const { areaId, from } = form.watch()
  const now = findArea(areas, facility.areaId)
  const next = findArea(areas, areaId)
  const submit = form.handleSubmit((wanted) =>
    run(async () => {
      const moved = await moveFacility(ask, facility.id, { ...wanted, version: facility.version })
      hold.put(moved)
      tell(`${moved.name} nay thuộc ${moved.areaName}.`, pageOf(facility))
      onClose()
    }),
  )
  return (
    <FormProvider {...form}>
      <FormDialog
        title={`Chuyển ${facility.name} sang địa bàn khác`}
        action="Chuyển địa bàn"
        problem={problem}
        isBusy={form.formState.isSubmitting}
        isDirty={form.formState.isDirty}
        onSubmit={submit}
        onClose={onClose}
      >
        <Choose
          name="areaId"
          label="Địa bàn mới"
          options={[
            { value: '', label: 'Chọn địa bàn' },
            ...others.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <EffectiveDate today={today} />
        <WhatHappens>
          <li>
            Từ ngày {dayOf(from)} cơ sở thuộc {next?.name ?? '…'}; trước ngày đó vẫn thuộc {facility.areaName}.
          </li>
          {now ? (
            <ReachOf
              areas={[now]}
              who={`người phụ trách ${now.name}`}
              reach="không thấy cơ sở này nữa, trừ khi cũng phụ trách địa bàn mới; lượt đã bắt đầu đến hôm nay vẫn gửi được"
            />
          ) : null}
          {next ? <ReachOf areas={[next]} who={`người phụ trách ${next.name}`} reach="sẽ thấy cơ sở này" /> : null}
        </WhatHappens>
        <FacilityOvertaken hold={hold} />
      </FormDialog>
    </FormProvider>
  )
}

export function CloseFacilityDialog({ facility, today, hold, onClose }: FacilityActProps) {
  const ask = useAsk()
  const tell = useTell()
  const form = useForm({
    resolver: zodResolver(z.object({ from: dateField(today) })),
    defaultValues: { from: today },
  })
  const { problem, run } = useAct(form, { EFFECTIVE_DATE_FUTURE: 'from' }, () => hold.overtake())
  const from = form.watch('from')
  const submit = form.handleSubmit((wanted) =>
    run(async () => {
      hold.put(await closeFacility(ask, facility.id, { on: wanted.from, version: facility.version }))
      tell(`Đã đóng ${facility.name}.`, pageOf(facility))
      onClose()
    }),
  )
  return (
    <FormProvider {...form}>
      <FormDialog
        title={`Đóng ${facility.name}?`}
        action="Đóng cơ sở"
        look="danger"
        problem={problem}
        isBusy={form.formState.isSubmitting}
        isDirty={form.formState.isDirty}
        onSubmit={submit}
        onClose={onClose}
      >
        <EffectiveDate label="Đóng từ ngày" today={today} />
        <WhatHappens>
          <li>Từ ngày {dayOf(from)} cơ sở không hoạt động; máy đã đồng bộ không bắt đầu lượt mới ở đây nữa.</li>
          <li>Lượt đang làm, hoặc bắt đầu trên máy chưa biết việc này, vẫn nộp được. Lượt đã nộp giữ nguyên.</li>
          <li>Mở lại được bất cứ lúc nào.</li>
        </WhatHappens>
        <FacilityOvertaken hold={hold} />
      </FormDialog>
    </FormProvider>
  )
}

export function ReopenFacilityDialog({ facility, hold, onClose }: FacilityActProps) {
  const ask = useAsk()
  const tell = useTell()
  const form = useForm()
  const { problem, run } = useAct(form, {}, () => hold.overtake())
  const submit = form.handleSubmit(() =>
    run(async () => {
      hold.put(await reopenFacility(ask, facility.id, { version: facility.version }))
      tell(`Đã mở lại ${facility.name}.`, pageOf(facility))
      onClose()
    }),
  )
  return (
    <FormDialog
      title={`Mở lại ${facility.name}?`}
      action="Mở lại cơ sở"
      problem={problem}
      isBusy={form.formState.isSubmitting}
      onSubmit={submit}
      onClose={onClose}
    >
      <WhatHappens keepsNames={false}>
        <li>Cơ sở hoạt động lại; máy đã đồng bộ bắt đầu lượt mới ở đây được.</li>
        <li>Ngày đóng trước đây còn trong lịch sử thay đổi.</li>
      </WhatHappens>
      <FacilityOvertaken hold={hold} />
    </FormDialog>
  )
}
