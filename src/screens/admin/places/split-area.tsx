import { zodResolver } from '@hookform/resolvers/zod'
import { FormProvider, useFieldArray, useForm, useFormContext } from 'react-hook-form'
import * as z from 'zod/mini'
import { listFacilities, splitArea } from '../../../device/api/places.ts'
import { useAsk, useAsked } from '../../../device/api/use-asked.ts'
import { type AreaKind, areaKindSchema, areaKinds, holdsFacilities } from '../../../domain/area.ts'
import { formatDate } from '../../../domain/date.ts'
import type { AreaRow, AreasReply } from '../../../protocol/places-wire.ts'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { PageTitle } from '../../../ui/page-title.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { NotFound } from '../../not-found.tsx'
import { AskProblem } from '../../parts/ask-problem.tsx'
import { AskedPart } from '../../parts/asked-part.tsx'
import { BackLink } from '../../parts/back-link.tsx'
import { LeaveGuard } from '../../parts/leave-guard.tsx'
import css from '../../parts/page.module.css'
import { Choose, dateField, EffectiveDate, KindField, nameField } from './area-fields.tsx'
import { findArea, standing } from './area-words.ts'
import places from './places.module.css'
import { useTell } from './said.tsx'
import { Overtaken, useAct } from './use-act.tsx'
import { type TreeHold, useTree } from './use-tree.ts'
import { WhatHappens } from './what-happens.tsx'

/** One area becomes several; for each thing in it is said where it goes. */
export function SplitAreaPage({ id }: { id: string }) {
  const hold = useTree()
  const facilities = useAsked('facilities', listFacilities)
  return (
    <div className={css.page}>
      <BackLink href={`/quan-tri/dia-ban/${id}`}>Địa bàn này</BackLink>
      <AskedPart asked={hold.asked}>
        {(tree) => {
          const area = findArea(tree.areas, id)
          if (!area) return <NotFound what="địa bàn này" />
          return (
            <>
              <PageTitle lead={area.name}>Tách thành nhiều địa bàn</PageTitle>
              {area.until === null ? (
                <AskedPart asked={facilities}>
                  {(all) => (
                    <SplitForm
                      area={area}
                      tree={tree}
                      hold={hold}
                      inside={[
                        ...standing(tree.areas).filter(({ parentId }) => parentId === id),
                        ...all.filter(({ areaId }) => areaId === id),
                      ]}
                    />
                  )}
                </AskedPart>
              ) : (
                <Empty title={`${area.name} đã kết thúc ngày ${formatDate(area.until)} nên không tách được nữa.`} />
              )}
            </>
          )
        }}
      </AskedPart>
    </div>
  )
}

type SplitFormProps = {
  area: AreaRow
  tree: AreasReply
  hold: TreeHold
  /** What lies in the area: facilities, or areas. */
  inside: readonly { id: string; name: string }[]
}

/** `to`: the number of a part, counted from 0; '' while it is not said. */
type SplitForm = {
  parts: { name: string; kind: AreaKind }[]
  members: { memberId: string; name: string; to: string }[]
  from: string
}

function SplitForm({ area, tree, hold, inside }: SplitFormProps) {
  const ask = useAsk()
  const tell = useTell()
  const { kind } = area
  const form = useForm<SplitForm>({
    resolver: zodResolver(
      z.object({
        from: dateField(tree.today),
        parts: z.array(z.object({ name: nameField, kind: areaKindSchema })),
        members: z.array(
          z.object({
            memberId: z.string(),
            name: z.string(),
            to: z.string().check(z.minLength(1, 'Chọn nơi đến: không để lại cơ sở nào.')),
          }),
        ),
      }),
    ),
    defaultValues: {
      from: tree.today,
      parts: [
        { name: '', kind },
        { name: '', kind },
      ],
      members: inside.map(({ id, name }) => ({ memberId: id, name, to: '' })),
    },
  })
  const { isSubmitting, isDirty } = form.formState
  const { problem, run } = useAct(
    form,
    {
      AREA_NAME_TAKEN: 'parts.0.name',
      AREA_KINDS_DIFFER: 'parts.0.kind',
      EFFECTIVE_DATE_FUTURE: 'from',
      EFFECTIVE_DATE_TOO_EARLY: 'from',
    },
    hold.overtake,
  )
  const { parts, members, from } = form.watch()
  const what = holdsFacilities(kind) ? 'cơ sở' : 'địa bàn'
  const names = parts.map(({ name }, index) => name.trim() || `Phần ${index + 1}`)

  const submit = form.handleSubmit(({ from, parts, members }) =>
    run(async () => {
      const goingTo = (index: number) =>
        members.filter(({ to }) => to === String(index)).map(({ memberId }) => memberId)
      const wanted = parts.map((part, index) => ({
        ...part,
        facilityIds: holdsFacilities(kind) ? goingTo(index) : [],
        areaIds: holdsFacilities(kind) ? [] : goingTo(index),
      }))
      hold.put(await splitArea(ask, area.id, { from, parts: wanted, version: tree.version }))
      tell(`Đã tách ${area.name} thành ${parts.map(({ name }) => name).join(', ')}.`, `/quan-tri/dia-ban/${area.id}`)
    }),
  )

  return (
    <FormProvider {...form}>
      <form className={css.form} onSubmit={submit} noValidate>
        <Parts kind={kind} />
        <Members names={names} />
        <Newcomers inside={inside} />
        <EffectiveDate today={tree.today} />
        <WhatHappens areas={[area]} reach={`sẽ phụ trách tất cả các phần: ${names.join(', ')}`}>
          <li>
            Từ ngày {from === '' ? '…' : formatDate(from)}, {area.name} kết thúc và trở thành {names.join(', ')}.
          </li>
          <li>
            {names
              .map((name, index) => `${name}: ${members.filter(({ to }) => to === String(index)).length} ${what}`)
              .join('; ')}
            .
          </li>
        </WhatHappens>
        <Overtaken hold={hold} />
        {problem ? <AskProblem problem={problem} /> : null}
        <Button type="submit" look="main" disabled={isSubmitting}>
          {isSubmitting ? 'Đang tách…' : 'Tách địa bàn'}
        </Button>
      </form>
      <LeaveGuard isDirty={isDirty} />
    </FormProvider>
  )
}

function Parts({ kind }: { kind: AreaKind }) {
  const { control, register, formState, setValue, getValues } = useFormContext<SplitForm>()
  const { fields, append, remove } = useFieldArray({ control, name: 'parts' })
  const kinds = areaKinds.filter((each) => holdsFacilities(each) === holdsFacilities(kind))

  function drop(index: number) {
    remove(index)
    // What was to go there is asked for again; what goes to those behind it follows them.
    const members = getValues('members').map((member) => {
      const to = member.to === '' ? -1 : Number(member.to)
      if (to < index) return member
      return { ...member, to: to === index ? '' : String(to - 1) }
    })
    setValue('members', members, { shouldDirty: true })
  }

  return (
    <>
      {fields.map(({ id }, index) => (
        <fieldset key={id} className={places.group}>
          <legend>Phần {index + 1}</legend>
          <TextField
            label={`Tên của phần ${index + 1}`}
            autoComplete="off"
            error={formState.errors.parts?.[index]?.name?.message}
            {...register(`parts.${index}.name`)}
          />
          {kinds.length > 1 ? (
            <KindField name={`parts.${index}.kind`} kinds={kinds} label={`Cấp của phần ${index + 1}`} />
          ) : null}
          {fields.length > 2 ? (
            <div>
              <Button look="quiet" onClick={() => drop(index)}>
                Bỏ phần {index + 1}
              </Button>
            </div>
          ) : null}
        </fieldset>
      ))}
      <div>
        <Button onClick={() => append({ name: '', kind })}>Thêm phần</Button>
      </div>
    </>
  )
}

function Members({ names }: { names: readonly string[] }) {
  const { watch, setValue, formState } = useFormContext<SplitForm>()
  const members = watch('members')
  const left = members.filter(({ to }) => to === '').length
  if (members.length === 0) return <p className={css.small}>Địa bàn này chưa có gì bên trong.</p>
  const options = names.map((label, index) => ({ value: String(index), label }))

  function sendRest(to: string) {
    members.forEach((member, index) => {
      if (member.to === '')
        setValue(`members.${index}.to`, to, { shouldDirty: true, shouldValidate: formState.isSubmitted })
    })
  }

  return (
    <fieldset className={places.group}>
      <legend>Đi về đâu</legend>
      <p role="status" className={css.small}>
        {left === 0 ? `Đã chọn nơi đến cho cả ${members.length}.` : `Còn ${left}/${members.length} chưa có nơi đến.`}
      </p>
      {members.map(({ memberId, name }, index) => (
        <Choose
          key={memberId}
          name={`members.${index}.to`}
          label={name}
          options={[{ value: '', label: 'Chọn nơi đến' }, ...options]}
        />
      ))}
      {left > 0 ? (
        <div className={css.actions}>
          {options.map(({ value, label }) => (
            <Button key={value} onClick={() => sendRest(value)}>
              Còn lại về {label}
            </Button>
          ))}
        </div>
      ) : null}
    </fieldset>
  )
}

/** What came into the area or left it while this form was open: it has to be divided too. */
function Newcomers({ inside }: { inside: SplitFormProps['inside'] }) {
  const { watch, setValue } = useFormContext<SplitForm>()
  const members = watch('members')
  const isSame = members.length === inside.length && members.every(({ memberId }, n) => inside[n]?.id === memberId)
  if (isSame) return null
  const renew = () => {
    const known = new Map(members.map(({ memberId, to }) => [memberId, to]))
    const now = inside.map(({ id, name }) => ({ memberId: id, name, to: known.get(id) ?? '' }))
    setValue('members', now, { shouldDirty: true })
  }
  return (
    <div className={places.past} role="alert">
      <p>Danh sách bên trong địa bàn này vừa thay đổi.</p>
      <Button onClick={renew}>Dùng danh sách mới</Button>
    </div>
  )
}
