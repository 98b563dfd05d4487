import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { FormProvider, useForm } from 'react-hook-form'
import * as z from 'zod/mini'
import { changeHead, type OpenInspection } from '../../device/store/drafts.ts'
import { getFacility } from '../../device/store/replica.ts'
import { useCurrentStore, useStore } from '../../device/store/use-store.ts'
import type { Checklist } from '../../domain/checklist.ts'
import { formatDate } from '../../domain/date.ts'
import { teamSchema } from '../../domain/inspection.ts'
import { inspectionKindNames } from '../../domain/people.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import css from '../parts/head-fields.module.css'
import { LeaveGuard, LeaveQuestion } from '../parts/leave-guard.tsx'
import { VisitPlace } from '../parts/position/visit-place.tsx'
import { problemWords } from '../parts/problem-words.ts'
import { visitDateSchema } from '../parts/visit-date.ts'
import { type Visit, VisitFields } from '../parts/visit-fields.tsx'
import { today } from '../parts/when.ts'

type HeadEditorProps = { open: OpenInspection; checklist: Checklist }

/** Who came, when and where, as words, and as a small form when that was wrong. */
export function HeadEditor({ open, checklist }: HeadEditorProps) {
  const [editing, setEditing] = useState(false)
  const { head } = open
  const facility = useStore((from) => getFacility(from, head.facilityId), [head.facilityId])
  return (
    <Panel title="Lượt kiểm tra">
      {editing ? (
        <HeadForm open={open} checklist={checklist} onDone={() => setEditing(false)} />
      ) : (
        <>
          <dl className={css.given}>
            <div>
              <dt>Hình thức</dt>
              <dd>{inspectionKindNames[head.kind]}</dd>
            </div>
            <div>
              <dt>Ngày</dt>
              <dd>{formatDate(head.date)}</dd>
            </div>
            <div>
              <dt>Thành phần đoàn</dt>
              <dd>{head.team.join(', ')}</dd>
            </div>
            <VisitPlace id={open.id} position={head.position} facility={facility?.position} />
          </dl>
          <div>
            <Button onClick={() => setEditing(true)}>Sửa ngày và thành phần</Button>
          </div>
        </>
      )}
    </Panel>
  )
}

function HeadForm({ open, checklist, onDone }: HeadEditorProps & { onDone: () => void }) {
  const store = useCurrentStore()
  const [problem, setProblem] = useState<string | null>(null)
  const form = useForm<Visit>({
    resolver: zodResolver(z.object({ date: visitDateSchema(checklist, today()), team: teamSchema })),
    defaultValues: { date: open.head.date, team: open.head.team },
  })
  const { isSubmitting, isDirty } = form.formState
  const [isLeaving, setLeaving] = useState(false)
  const submit = form.handleSubmit(async (set) => {
    try {
      await changeHead(store, open.id, set)
      onDone()
    } catch (error) {
      setProblem(problemWords(error).message)
    }
  })
  return (
    <FormProvider {...form}>
      <form className={css.form} onSubmit={submit} noValidate>
        <VisitFields checklist={checklist} />
        {problem ? (
          <Notice tone="fail" role="alert">
            <p>{problem}</p>
          </Notice>
        ) : null}
        <div className={css.actions}>
          <Button type="submit" look="main" disabled={isSubmitting}>
            Lưu
          </Button>
          <Button onClick={() => (isDirty ? setLeaving(true) : onDone())}>Thôi</Button>
        </div>
      </form>
      {isLeaving ? (
        <LeaveQuestion leaving="Đóng lại" onStay={() => setLeaving(false)} onLeave={onDone} />
      ) : (
        <LeaveGuard isDirty={isDirty && !isSubmitting} />
      )}
    </FormProvider>
  )
}
