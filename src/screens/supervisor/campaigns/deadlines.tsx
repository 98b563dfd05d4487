import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import * as z from 'zod/mini'
import { keepDeadlines, readDeadlines } from '../../../device/api/campaigns.ts'
import { type Asked, useAsk, useAsked } from '../../../device/api/use-asked.ts'
import { type Deadline, deadlineSchema, type ReportMonths } from '../../../domain/campaign/deadlines.ts'
import { Button } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { PageTitle } from '../../../ui/page-title.tsx'
import { TextArea } from '../../../ui/text-area.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { AskProblem } from '../../parts/ask-problem.tsx'
import { AskedPart } from '../../parts/asked-part.tsx'
import { BackLink } from '../../parts/back-link.tsx'
import { LeaveGuard } from '../../parts/leave-guard.tsx'
import page from '../../parts/page.module.css'
import { useFormAct } from '../../parts/use-form-act.ts'
import css from './campaigns.module.css'

const names: Record<ReportMonths, string> = {
  3: 'Báo cáo 3 tháng',
  6: 'Báo cáo 6 tháng',
  9: 'Báo cáo 9 tháng',
  12: 'Báo cáo năm',
}

/** By when reports are due: the province's own setting, with where it stands written beside it. */
export function DeadlinesPage() {
  const asked = useAsked('deadlines', readDeadlines)
  return (
    <div className={css.page}>
      <div>
        <BackLink href="/dot-kiem-tra">Đợt kiểm tra</BackLink>
        <PageTitle>Hạn báo cáo</PageTitle>
        <p className={page.small}>
          Hạn của một kỳ được đề xuất khi lập đợt mới. Ứng dụng không biết quy định nào đặt hạn chung cho mọi tỉnh; hãy
          ghi hạn của tỉnh và văn bản đặt ra hạn đó.
        </p>
      </div>
      <AskedPart asked={asked} rows={4}>
        {(deadlines) => <DeadlinesForm deadlines={deadlines} asked={asked} />}
      </AskedPart>
    </div>
  )
}

type Row = { before: string; nextYear: boolean; source: string }

/** "05/11" → "11-05"; what is no such day stays as it is, and is refused. */
function monthDay(typed: string): string {
  const [, day, month] = /^\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*$/.exec(typed) ?? []
  return day === undefined || month === undefined ? typed : `${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

const dayTyped = (before: string) => before.split('-').reverse().join('/')

const shape = z.object({
  rows: z.array(
    z.object({
      before: z
        .string()
        .check(
          z.refine(
            (typed) => deadlineSchema.shape.before.safeParse(monthDay(typed)).success,
            'Nhập ngày và tháng, ví dụ 05/11.',
          ),
        ),
      nextYear: z.boolean(),
      source: z.string().check(z.trim(), z.maxLength(300, 'Dài tối đa 300 ký tự.')),
    }),
  ),
})

function DeadlinesForm({ deadlines, asked }: { deadlines: readonly Deadline[]; asked: Asked<Deadline[]> }) {
  const ask = useAsk()
  const [isKept, setKept] = useState(false)
  const rowsOf = (all: readonly Deadline[]): Row[] =>
    all.map(({ before, nextYear, source }) => ({ before: dayTyped(before), nextYear, source }))
  const form = useForm<{ rows: Row[] }>({ resolver: zodResolver(shape), defaultValues: { rows: rowsOf(deadlines) } })
  const { errors, isSubmitting, isDirty } = form.formState
  const { problem, run } = useFormAct(form, {})
  const submit = form.handleSubmit(({ rows }) =>
    run(async () => {
      const wanted = deadlines.map(({ months }, index) => {
        const { before = '', nextYear = false, source = '' } = rows[index] ?? {}
        // A line of its own means nothing here: it is said in one.
        return { months, before: monthDay(before), nextYear, source: source.replace(/\s+/g, ' ') }
      })
      const kept = await keepDeadlines(ask, wanted)
      asked.change(() => kept)
      form.reset({ rows: rowsOf(kept) })
      setKept(true)
    }),
  )
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      {deadlines.map(({ months }, index) => (
        <fieldset key={months} className={css.group}>
          <legend>{names[months]}</legend>
          <div className={css.days}>
            <TextField
              label="Trước ngày"
              aria-label={`${names[months]} trước ngày`}
              autoComplete="off"
              inputMode="text"
              hint="Ngày và tháng, ví dụ 05/11."
              error={errors.rows?.[index]?.before?.message}
              {...form.register(`rows.${index}.before`)}
            />
          </div>
          <label className={css.seed}>
            <input type="checkbox" {...form.register(`rows.${index}.nextYear`)} />
            <span>Của năm sau</span>
          </label>
          <TextArea
            label="Căn cứ"
            aria-label={`Căn cứ của ${names[months].toLocaleLowerCase('vi')}`}
            rows={2}
            error={errors.rows?.[index]?.source?.message}
            {...form.register(`rows.${index}.source`)}
          />
        </fieldset>
      ))}
      {problem ? <AskProblem problem={problem} /> : null}
      <div role="status">
        {isKept && !isDirty ? (
          <Notice tone="pass">
            <p>Đã lưu hạn báo cáo của tỉnh.</p>
          </Notice>
        ) : null}
      </div>
      <div>
        <Button type="submit" look="main" disabled={isSubmitting}>
          {isSubmitting ? 'Đang lưu…' : 'Lưu hạn báo cáo'}
        </Button>
      </div>
      <LeaveGuard isDirty={isDirty} />
    </form>
  )
}
