import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { FormProvider, useForm } from 'react-hook-form'
import { useLocation } from 'wouter'
import { campaignChoices, createCampaign, listCampaigns, previewCampaign } from '../../../device/api/campaigns.ts'
import { useAsk, useAsked } from '../../../device/api/use-asked.ts'
import { quarterKey } from '../../../domain/overview/period.ts'
import type { CampaignChoices, CampaignPreview } from '../../../protocol/campaign-wire.ts'
import { Button } from '../../../ui/button.tsx'
import { PageTitle } from '../../../ui/page-title.tsx'
import { AskProblem } from '../../parts/ask-problem.tsx'
import { AskedPart } from '../../parts/asked-part.tsx'
import { BackLink } from '../../parts/back-link.tsx'
import { LeaveGuard } from '../../parts/leave-guard.tsx'
import { useFormAct } from '../../parts/use-form-act.ts'
import { askedBy, type CampaignForm, campaignShape, daysOf, newSeed } from './campaign-shape.ts'
import css from './campaigns.module.css'
import { PeopleFields } from './people-fields.tsx'
import { PlaceFields } from './place-fields.tsx'
import { Preview } from './preview.tsx'
import { WhatFields } from './what-fields.tsx'

/** What is checked, where, by whom and by when; and before anything is made, what that comes to. */
export function NewCampaignPage() {
  const asked = useAsked('campaign-choices', campaignChoices)
  return (
    <div className={css.page}>
      <div>
        <BackLink href="/dot-kiem-tra">Đợt kiểm tra</BackLink>
        <PageTitle>Lập đợt kiểm tra</PageTitle>
      </div>
      <AskedPart asked={asked} rows={6}>
        {(choices) => <NewCampaignForm choices={choices} />}
      </AskedPart>
    </div>
  )
}

function NewCampaignForm({ choices }: { choices: CampaignChoices }) {
  const ask = useAsk()
  const campaigns = useAsked('campaigns', listCampaigns)
  const [, navigate] = useLocation()
  const [previewed, setPreviewed] = useState<{ asked: string; reply: CampaignPreview } | null>(null)
  const period = quarterKey(choices.today)
  const form = useForm<CampaignForm>({
    resolver: zodResolver(campaignShape),
    defaultValues: {
      title: '',
      kind: 'inspection',
      checklists: [],
      period,
      ...(daysOf(period, choices.deadlines, choices.today) ?? {
        from: choices.today,
        until: choices.today,
        due: choices.today,
      }),
      by: 'all',
      facilityIds: [],
      areaIds: [],
      type: '',
      count: '10',
      seed: newSeed(),
      people: [],
      sharing: 'shared',
    },
  })
  const { isSubmitting, isDirty } = form.formState
  const { problem, run } = useFormAct(form, { FACILITY_UNKNOWN: 'facilityIds', ASSIGNEE_UNKNOWN: 'people' })
  const now = JSON.stringify(askedBy(form.watch()))
  // What was changed since is not what was shown.
  const shown = previewed?.asked === now ? previewed.reply : null

  const look = form.handleSubmit((typed) =>
    run(async () => {
      const asked = askedBy(typed)
      setPreviewed({ asked: JSON.stringify(asked), reply: await previewCampaign(ask, asked) })
    }),
  )
  const make = form.handleSubmit((typed) =>
    run(async () => {
      if (!shown) return
      const { title, period, from, until, due } = typed
      const facilities = shown.facilities.map(({ id }) => id)
      const words = { title, period: period || null, from, until, due }
      const { campaign } = await createCampaign(ask, { ...askedBy(typed), ...words, facilities })
      campaigns.again()
      navigate(`/dot-kiem-tra/${campaign.id}`, { replace: true })
    }),
  )

  return (
    <FormProvider {...form}>
      <form className={css.form} onSubmit={look} noValidate>
        <WhatFields choices={choices} />
        <PlaceFields choices={choices} />
        <PeopleFields choices={choices} />
        {problem ? <AskProblem problem={problem} /> : null}
        <div>
          <Button type="submit" look={shown ? 'plain' : 'main'} disabled={isSubmitting}>
            {isSubmitting ? 'Đang hỏi máy chủ…' : shown ? 'Xem trước lại' : 'Xem trước'}
          </Button>
        </div>
        <div role="status">
          {shown ? (
            <Preview preview={shown} choices={choices} form={form.getValues()}>
              <Button look="main" disabled={isSubmitting || shown.facilities.length === 0} onClick={() => void make()}>
                Lập đợt và giao việc
              </Button>
            </Preview>
          ) : previewed ? (
            <p className={css.sentence}>Lựa chọn đã thay đổi. Hãy xem trước lại rồi mới lập đợt.</p>
          ) : null}
        </div>
      </form>
      <LeaveGuard isDirty={isDirty} />
    </FormProvider>
  )
}
