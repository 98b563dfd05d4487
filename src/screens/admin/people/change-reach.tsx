import { zodResolver } from '@hookform/resolvers/zod'
import { FormProvider, useForm } from 'react-hook-form'
import { useLocation } from 'wouter'
import { changeReach, listPeople, type Reach } from '../../../device/api/people.ts'
import { useAsk, useAsked } from '../../../device/api/use-asked.ts'
import type { PersonRow } from '../../../protocol/people-wire.ts'
import { Button } from '../../../ui/button.tsx'
import { PageTitle } from '../../../ui/page-title.tsx'
import { NotFound } from '../../not-found.tsx'
import { AskProblem } from '../../parts/ask-problem.tsx'
import { AskedPart } from '../../parts/asked-part.tsx'
import { BackLink } from '../../parts/back-link.tsx'
import css from '../../parts/page.module.css'
import { useFormAct } from '../../parts/use-form-act.ts'
import { type Places, usePlaces } from './places.ts'
import { ReachFields, reachOf, reachShape } from './reach-fields.tsx'

/** Another role and reach for an account, from its next request on. */
export function ChangeReachPage({ id }: { id: string }) {
  const asked = useAsked('people', listPeople)
  const places = usePlaces()
  const [, navigate] = useLocation()
  return (
    <div className={css.page}>
      <AskedPart asked={asked}>
        {(people) => {
          const person = people.find((each) => each.id === id)
          if (!person) return <NotFound what="người dùng này" />
          return (
            <>
              <BackLink href={`/quan-tri/nguoi-dung/${id}`}>{person.name}</BackLink>
              <PageTitle lead={person.name}>Đổi vai trò và địa bàn</PageTitle>
              {places ? (
                <ReachForm
                  person={person}
                  places={places}
                  onChanged={(changed) => {
                    asked.change((all) => all.map((each) => (each.id === id ? changed : each)))
                    navigate(`/quan-tri/nguoi-dung/${id}`, { replace: true })
                  }}
                />
              ) : null}
            </>
          )
        }}
      </AskedPart>
    </div>
  )
}

type ReachFormProps = { person: PersonRow; places: Places; onChanged: (person: PersonRow) => void }

function ReachForm({ person, places, onChanged }: ReachFormProps) {
  const ask = useAsk()
  const { role, areaIds, facilityId } = person
  const form = useForm<Reach>({
    resolver: zodResolver(reachShape({ hasAreas: places.areas.length > 0 })),
    defaultValues: { role, areaIds, facilityId },
  })
  const { isSubmitting } = form.formState

  const { problem, run } = useFormAct(form, {})
  const submit = form.handleSubmit((reach) =>
    run(async () => onChanged(await changeReach(ask, person.id, reachOf(reach)))),
  )

  return (
    <FormProvider {...form}>
      <form className={css.form} onSubmit={submit} noValidate>
        <ReachFields places={places} />
        <p className={css.small}>
          Có hiệu lực ngay từ lần đồng bộ sau. Cơ sở ngoài địa bàn mới biến khỏi máy của người này; lượt đã nộp vẫn giữ
          nguyên trên máy chủ.
        </p>
        {problem ? <AskProblem problem={problem} /> : null}
        <Button type="submit" look="main" disabled={isSubmitting}>
          {isSubmitting ? 'Đang lưu…' : 'Lưu vai trò và địa bàn'}
        </Button>
      </form>
    </FormProvider>
  )
}
