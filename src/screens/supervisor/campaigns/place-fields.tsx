import { Controller, useFormContext } from 'react-hook-form'
import type { SelectionBy } from '../../../domain/campaign/selection.ts'
import { type FacilityType, facilityTypeNames, facilityTypes } from '../../../domain/facts.ts'
import { matches } from '../../../domain/search.ts'
import type { CampaignChoices } from '../../../protocol/campaign-wire.ts'
import { Button } from '../../../ui/button.tsx'
import { type Choice, ChoiceList } from '../../../ui/choice-list.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { type CampaignForm, hasCount, newSeed } from './campaign-shape.ts'
import { selectionNames } from './campaign-words.ts'
import css from './campaigns.module.css'

const found = ({ label, small = '' }: Choice, query: string) => matches(`${label} ${small}`, query)

const hints: Record<SelectionBy, string> = {
  all: 'Mọi cơ sở đang hoạt động mà bộ tiêu chí áp dụng.',
  list: 'Đánh dấu từng cơ sở.',
  worst: 'Theo kết quả kiểm tra gần nhất; cơ sở chưa có kết quả đứng sau.',
  oldest: 'Theo ngày kiểm tra gần nhất; cơ sở chưa kiểm tra lần nào đứng đầu.',
  random: 'Mọi cơ sở có cơ hội như nhau. Mã rút được lưu lại để ai cũng rút lại được đúng như vậy.',
}

/** Which facilities; inside a `FormProvider`. */
export function PlaceFields({ choices }: { choices: CampaignChoices }) {
  const { control, register, formState, watch, setValue } = useFormContext<CampaignForm>()
  const { errors } = formState
  const [by, seed] = watch(['by', 'seed'])
  return (
    <fieldset className={css.group}>
      <legend>Ở cơ sở nào</legend>
      <Controller
        control={control}
        name="by"
        render={({ field }) => (
          <SelectField
            ref={field.ref}
            label="Chọn cơ sở"
            value={field.value}
            options={Object.entries(selectionNames).map(([value, label]) => ({ value, label }))}
            onChange={field.onChange}
            hint={hints[by]}
          />
        )}
      />
      {by === 'list' ? (
        <Controller
          control={control}
          name="facilityIds"
          render={({ field }) => (
            <ChoiceList
              ref={field.ref}
              legend={`Cơ sở: ${field.value.length} đã chọn`}
              searchLabel="Tìm cơ sở"
              choices={choices.facilities.map(({ id, name, areaName, type }) => ({
                value: id,
                label: name,
                small: `${areaName} · ${facilityTypeNames[type]}`,
              }))}
              matches={found}
              chosen={field.value}
              onChoose={field.onChange}
              error={errors.facilityIds?.message}
            />
          )}
        />
      ) : (
        <>
          <Controller
            control={control}
            name="type"
            render={({ field }) => (
              <SelectField
                ref={field.ref}
                label="Loại cơ sở"
                value={field.value}
                options={[
                  { value: '', label: 'Tất cả' },
                  ...facilityTypes.map((value) => ({ value, label: facilityTypeNames[value] })),
                ]}
                onChange={(value) => field.onChange(value as FacilityType | '')}
              />
            )}
          />
          <Controller
            control={control}
            name="areaIds"
            render={({ field }) => (
              <ChoiceList
                ref={field.ref}
                legend={field.value.length === 0 ? 'Địa bàn: tất cả' : `Địa bàn: ${field.value.length} đã chọn`}
                searchLabel="Tìm địa bàn"
                choices={choices.areas.map(({ id, name }) => ({ value: id, label: name }))}
                matches={found}
                chosen={field.value}
                onChoose={field.onChange}
              />
            )}
          />
        </>
      )}
      {hasCount(by) ? (
        <TextField
          label="Số cơ sở"
          inputMode="numeric"
          autoComplete="off"
          error={errors.count?.message}
          {...register('count')}
        />
      ) : null}
      {by === 'random' ? (
        <div className={css.seed}>
          <span>
            Mã rút: <strong>{seed}</strong>
          </span>
          <Button look="quiet" onClick={() => setValue('seed', newSeed(), { shouldDirty: true })}>
            Lấy mã khác
          </Button>
        </div>
      ) : null}
    </fieldset>
  )
}
