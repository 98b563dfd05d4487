import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import * as z from 'zod/mini'
import { renamePerson } from '../../../device/api/people.ts'
import { useAsk } from '../../../device/api/use-asked.ts'
import type { PersonRow } from '../../../protocol/people-wire.ts'
import { personNameSchema } from '../../../protocol/people-wire.ts'
import { Notice } from '../../../ui/notice.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { askProblemOf } from '../../parts/ask-problem.tsx'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { useFormAct } from '../../parts/use-form-act.ts'

type RenamePersonProps = {
  person: PersonRow
  onRenamed: (person: PersonRow) => void
  /** Somebody else has renamed them meanwhile. */
  onOvertaken: () => void
  onClose: () => void
}

/** Corrects a name; what was handed in keeps the old one. */
export function RenamePerson({ person, onRenamed, onOvertaken, onClose }: RenamePersonProps) {
  const ask = useAsk()
  const [seen, setSeen] = useState<string | null>(null)
  const form = useForm({
    resolver: zodResolver(z.object({ name: personNameSchema.shape.name })),
    defaultValues: { name: person.name },
  })
  const { errors, isSubmitting, isDirty } = form.formState
  const { problem, run } = useFormAct(form, {})
  const submit = form.handleSubmit(({ name }) =>
    run(async () => {
      try {
        onRenamed(await renamePerson(ask, person.id, person.name, name))
      } catch (error) {
        if (askProblemOf(error).code !== 'PLACES_CHANGED') throw error
        setSeen(person.name)
        onOvertaken()
      }
    }),
  )
  return (
    <FormDialog
      title={`Sửa họ tên của ${person.name}`}
      action="Lưu họ tên"
      problem={problem}
      isBusy={isSubmitting}
      isDirty={isDirty}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField label="Họ và tên" autoComplete="off" error={errors.name?.message} {...form.register('name')} />
      <p>
        Tên đăng nhập và mật khẩu giữ nguyên. Lượt đã nộp giữ họ tên như khi nộp. Máy của người này hiện họ tên mới từ
        lần đăng nhập sau.
      </p>
      {seen !== null ? (
        <Notice tone="partial" role="alert" title="Người khác vừa sửa họ tên này">
          {seen === person.name ? <p>Đang đọc lại từ máy chủ…</p> : <p>Nay là {person.name}.</p>}
          <p>Chưa có gì được ghi. Xem lại, rồi bấm lần nữa nếu vẫn đúng.</p>
        </Notice>
      ) : null}
    </FormDialog>
  )
}
