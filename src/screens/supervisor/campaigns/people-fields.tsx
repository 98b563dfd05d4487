import { Controller, useFormContext } from 'react-hook-form'
import type { Sharing } from '../../../domain/campaign/sharing.ts'
import { matches } from '../../../domain/search.ts'
import type { CampaignChoices } from '../../../protocol/campaign-wire.ts'
import { ChoiceList } from '../../../ui/choice-list.tsx'
import { Segments } from '../../../ui/segments.tsx'
import page from '../../parts/page.module.css'
import type { CampaignForm } from './campaign-shape.ts'
import css from './campaigns.module.css'

const sharingNames: Record<Sharing, string> = {
  shared: 'Chia đều, mỗi cơ sở một người',
  together: 'Cả đoàn cùng đi mọi cơ sở',
}

/** Who goes; inside a `FormProvider`. */
export function PeopleFields({ choices }: { choices: CampaignChoices }) {
  const { control, formState, watch } = useFormContext<CampaignForm>()
  const [kind, people] = watch(['kind', 'people'])
  if (kind === 'selfAssessment')
    return (
      <p className={page.small}>
        Cơ sở tự đánh giá: việc được giao cho tài khoản của chính cơ sở đó, không cần chọn người.
      </p>
    )
  const areaNames = new Map(choices.areas.map(({ id, name }) => [id, name]))
  return (
    <fieldset className={css.group}>
      <legend>Giao cho ai</legend>
      <Controller
        control={control}
        name="people"
        render={({ field }) => (
          <ChoiceList
            ref={field.ref}
            legend={`Người kiểm tra: ${field.value.length} đã chọn`}
            hint="Mỗi người chỉ được giao cơ sở trong địa bàn của mình."
            searchLabel="Tìm người kiểm tra"
            choices={choices.inspectors.map(({ id, name, areaIds }) => ({
              value: id,
              label: name,
              small: areaIds.map((areaId) => areaNames.get(areaId) ?? areaId).join(', '),
            }))}
            matches={({ label, small = '' }, query) => matches(`${label} ${small}`, query)}
            chosen={field.value}
            onChoose={field.onChange}
            error={formState.errors.people?.message}
          />
        )}
      />
      {people.length > 1 ? (
        <Controller
          control={control}
          name="sharing"
          render={({ field }) => (
            <Segments
              legend="Cách giao"
              showLegend
              size="small"
              wordy
              options={(['shared', 'together'] as const).map((value) => ({
                value,
                label: sharingNames[value],
                tone: 'info',
              }))}
              value={field.value}
              onChoose={(value) => value && field.onChange(value)}
            />
          )}
        />
      ) : null}
    </fieldset>
  )
}
