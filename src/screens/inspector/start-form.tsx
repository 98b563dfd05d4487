import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { Controller, FormProvider, useForm } from 'react-hook-form'
import * as z from 'zod/mini'
import type { ChecklistHeader } from '../../device/store/checklists.ts'
import { teamSchema } from '../../domain/inspection.ts'
import {
  type InspectionKind,
  inspectionKindNames,
  inspectionKinds,
  kindsFor,
  type Person,
} from '../../domain/people.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Segments } from '../../ui/segments.tsx'
import css from '../parts/head-fields.module.css'
import { problemWords } from '../parts/problem-words.ts'
import { visitDateSchema } from '../parts/visit-date.ts'
import { type Visit, VisitFields } from '../parts/visit-fields.tsx'
import { today } from '../parts/when.ts'

type Start = Visit & { kind: InspectionKind }
type StartFormProps = {
  person: Person
  checklist: ChecklistHeader
  /** The kind of visit that was asked for; null: any. */
  asked: InspectionKind | null
  onStart: (start: Start) => Promise<void>
}

export function StartForm({ person, checklist, asked, onStart }: StartFormProps) {
  const kinds = kindsFor(person.role)
  const [problem, setProblem] = useState<string | null>(null)
  const form = useForm<Start>({
    resolver: zodResolver(
      z.object({ kind: z.enum(inspectionKinds), date: visitDateSchema(checklist, today()), team: teamSchema }),
    ),
    defaultValues: { kind: kinds.find((kind) => kind === asked) ?? kinds[0], date: today(), team: [person.name] },
  })
  const { isSubmitting } = form.formState

  const submit = form.handleSubmit(async (start) => {
    setProblem(null)
    try {
      await onStart(start)
    } catch (error) {
      setProblem(problemWords(error).message)
    }
  })

  return (
    <FormProvider {...form}>
      <form className={css.form} onSubmit={submit} noValidate>
        <Controller
          control={form.control}
          name="kind"
          render={({ field }) => (
            <Segments
              legend="Hình thức"
              showLegend
              options={kinds.map((kind) => ({ value: kind, label: inspectionKindNames[kind], tone: 'info' }))}
              value={field.value}
              onChoose={(kind) => kind && field.onChange(kind)}
              size="small"
            />
          )}
        />
        <VisitFields checklist={checklist} />
        {problem ? (
          <Notice tone="fail" role="alert">
            <p>{problem}</p>
          </Notice>
        ) : null}
        <Button type="submit" look="main" disabled={isSubmitting}>
          Bắt đầu
        </Button>
      </form>
    </FormProvider>
  )
}
