import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import * as z from 'zod/mini'
import { changeCampaign } from '../../../device/api/campaigns.ts'
import { useAsk } from '../../../device/api/use-asked.ts'
import { formatDate, isoDateSchema } from '../../../domain/date.ts'
import type { CampaignReply, CampaignRow } from '../../../protocol/campaign-wire.ts'
import { TextField } from '../../../ui/text-field.tsx'
import { askProblemOf } from '../../parts/ask-problem.tsx'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { useFormAct } from '../../parts/use-form-act.ts'
import { dayInWords } from '../../parts/when.ts'

type ChangeCampaignProps = {
  campaign: CampaignRow
  onChanged: (reply: CampaignReply) => void
  /** Somebody else has changed it meanwhile. */
  onOvertaken: () => void
  onClose: () => void
}

/** Another name or another day; both reach the devices of those who have the work. */
export function ChangeCampaign({ campaign, onChanged, onOvertaken, onClose }: ChangeCampaignProps) {
  const ask = useAsk()
  const form = useForm({
    resolver: zodResolver(
      z.object({
        title: z
          .string()
          .check(z.trim(), z.minLength(1, 'Nhập tên đợt.'), z.maxLength(200, 'Tên dài tối đa 200 ký tự.')),
        due: z.string().check(
          z.refine((date) => isoDateSchema.safeParse(date).success, { error: 'Chọn ngày.', abort: true }),
          z.refine((date) => date >= campaign.from, `Hạn phải từ ngày ${formatDate(campaign.from)} trở đi.`),
        ),
      }),
    ),
    defaultValues: { title: campaign.title, due: campaign.due },
  })
  const { errors, isSubmitting, isDirty } = form.formState
  const { problem, run } = useFormAct(form, {})
  const due = form.watch('due')
  const submit = form.handleSubmit(({ title, due }) =>
    run(async () => {
      try {
        onChanged(await changeCampaign(ask, campaign.id, { version: campaign.version, title, due }))
      } catch (error) {
        // Read anew beneath: what was typed stays, and rests on it at the next try.
        if (askProblemOf(error).code === 'CAMPAIGN_CHANGED') onOvertaken()
        throw error
      }
    }),
  )
  return (
    <FormDialog
      title="Sửa tên và hạn"
      action="Lưu"
      problem={problem}
      isBusy={isSubmitting}
      isDirty={isDirty}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField label="Tên đợt" autoComplete="off" error={errors.title?.message} {...form.register('title')} />
      <TextField
        type="date"
        label="Hạn làm xong"
        hint={due === '' ? undefined : dayInWords(due)}
        error={errors.due?.message}
        {...form.register('due')}
      />
    </FormDialog>
  )
}
