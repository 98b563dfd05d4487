import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { FormProvider, useForm } from 'react-hook-form'
import { useLocation } from 'wouter'
import * as z from 'zod/mini'
import { listPeople, type NewPerson, openAccount, type WithPassword } from '../../../device/api/people.ts'
import { useAsk, useAsked } from '../../../device/api/use-asked.ts'
import { newPersonSchema } from '../../../protocol/people-wire.ts'
import { Button } from '../../../ui/button.tsx'
import { PageTitle } from '../../../ui/page-title.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { AskProblem } from '../../parts/ask-problem.tsx'
import { BackLink } from '../../parts/back-link.tsx'
import css from '../../parts/page.module.css'
import { useFormAct } from '../../parts/use-form-act.ts'
import { type Places, usePlaces } from './places.ts'
import { ReachFields, reachOf, reachShape } from './reach-fields.tsx'
import { TemporaryPassword } from './temporary-password.tsx'

/** Opens an account; its first password is said once. */
export function NewPersonPage() {
  const { change } = useAsked('people', listPeople)
  const places = usePlaces()
  const [made, setMade] = useState<WithPassword | null>(null)
  const [, navigate] = useLocation()
  if (made) {
    const toPerson = () => navigate(`/quan-tri/nguoi-dung/${made.person.id}`, { replace: true })
    return <TemporaryPassword title="Đã mở tài khoản" made={made} onDone={toPerson} />
  }
  return (
    <div className={css.page}>
      <BackLink href="/quan-tri/nguoi-dung">Người dùng</BackLink>
      <PageTitle>Thêm người dùng</PageTitle>
      {places ? (
        <NewPersonForm
          places={places}
          onMade={(opened) => {
            change((people) => [...people, opened.person])
            setMade(opened)
          }}
        />
      ) : (
        <Skeleton />
      )}
    </div>
  )
}

function NewPersonForm({ places, onMade }: { places: Places; onMade: (made: WithPassword) => void }) {
  const ask = useAsk()
  const { username, name } = newPersonSchema.shape
  const form = useForm<NewPerson>({
    resolver: zodResolver(
      z.intersection(z.object({ username, name }), reachShape({ hasAreas: places.areas.length > 0 })),
    ),
    defaultValues: { username: '', name: '', role: 'inspector', areaIds: [], facilityId: null },
  })
  const { errors, isSubmitting } = form.formState

  const { problem, run } = useFormAct(form, { USERNAME_TAKEN: 'username' })
  const submit = form.handleSubmit(({ username, name, ...reach }) =>
    run(async () => onMade(await openAccount(ask, { username, name, ...reachOf(reach) }))),
  )

  return (
    <FormProvider {...form}>
      <form className={css.form} onSubmit={submit} noValidate>
        <TextField label="Họ và tên" autoComplete="off" error={errors.name?.message} {...form.register('name')} />
        <TextField
          label="Tên đăng nhập"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          hint="Chữ cái không dấu, chữ số, dấu chấm hoặc gạch dưới, ví dụ “hoa.le”. Không đổi được về sau."
          error={errors.username?.message}
          {...form.register('username')}
        />
        <ReachFields places={places} />
        {problem ? <AskProblem problem={problem} /> : null}
        <Button type="submit" look="main" disabled={isSubmitting}>
          {isSubmitting ? 'Đang mở tài khoản…' : 'Mở tài khoản'}
        </Button>
      </form>
    </FormProvider>
  )
}
