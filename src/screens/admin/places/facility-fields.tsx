import { Controller, useFieldArray, useFormContext } from 'react-hook-form'
import {
  facilityTypeNames,
  facilityTypes,
  receivingWaterNames,
  receivingWaters,
  regionNames,
  regions,
} from '../../../domain/facts.ts'
import { Button } from '../../../ui/button.tsx'
import { Segments } from '../../../ui/segments.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import page from '../../parts/page.module.css'
import { dayInWords } from '../../parts/when.ts'
import { Choose } from './area-fields.tsx'
import type { FacilityForm } from './facility-shape.ts'
import { type Parameter, parameterWords } from './parameters.ts'
import css from './places.module.css'
import { PositionFields } from './position-fields.tsx'

const UNKNOWN = { value: '', label: 'Chưa rõ' }
const LEAVE_BLANK = 'Để trống nếu chưa rõ.'

/** Everything that may be said of a facility; inside a `FormProvider`. */
export function FacilityFields({ parameters }: { parameters: readonly Parameter[] }) {
  const { watch } = useFormContext<FacilityForm>()
  const region = watch('region')
  const known = regions.map((value) => ({ value, label: regionNames[value] as string }))
  // One that this version does not know must not be lost by saving.
  const others = region === '' || known.some(({ value }) => value === region) ? [] : [{ value: region, label: region }]
  return (
    <>
      <fieldset className={css.group}>
        <legend>Cơ sở</legend>
        <Typed name="name" label="Tên" hint="Tên đầy đủ như trong giấy phép hoạt động." />
        <Typed name="address" label="Địa chỉ" hint={LEAVE_BLANK} />
        <Choose
          name="type"
          label="Loại cơ sở"
          options={facilityTypes.map((value) => ({ value, label: facilityTypeNames[value] }))}
        />
        <Typed name="beds" label="Giường kế hoạch" hint={LEAVE_BLANK} inputMode="numeric" unit="giường" />
        <Choose name="region" label="Vùng kinh tế – xã hội" options={[UNKNOWN, ...known, ...others]} />
      </fieldset>
      <ZoneFields />
      <SiteFields />
      <PositionFields />
      <WaterFields parameters={parameters} />
    </>
  )
}

type TextName = Exclude<keyof FacilityForm, 'sites' | 'limits' | 'type' | 'water' | 'permit'>
type TypedProps = {
  name: TextName
  label: string
  hint?: string
  unit?: string
  inputMode?: 'numeric' | 'decimal'
}

function Typed({ name, ...rest }: TypedProps) {
  const { register, formState } = useFormContext<FacilityForm>()
  return <TextField autoComplete="off" error={formState.errors[name]?.message} {...rest} {...register(name)} />
}

function Day({ name, label }: { name: TextName; label: string }) {
  const { register, watch, formState } = useFormContext<FacilityForm>()
  const date = watch(name)
  return (
    <div className={css.narrow}>
      <TextField
        type="date"
        label={label}
        // A tablet whose language is English shows the month first.
        hint={date === '' ? LEAVE_BLANK : dayInWords(date)}
        error={formState.errors[name]?.message}
        {...register(name)}
      />
    </div>
  )
}

function ZoneFields() {
  const zone = useFormContext<FacilityForm>().watch('zone')
  return (
    <fieldset className={css.group}>
      <legend>Phân vùng trạm y tế xã</legend>
      <Choose
        name="zone"
        label="Vùng"
        hint="Theo bộ tiêu chí quốc gia về y tế xã; nơi khác để “Chưa rõ”."
        options={[UNKNOWN, ...['1', '2', '3'].map((value) => ({ value, label: `Vùng ${value}` }))]}
      />
      {zone === '' ? null : (
        <>
          <Typed name="zoneNumber" label="Số quyết định phân vùng" hint={LEAVE_BLANK} />
          <Day name="zoneDate" label="Ngày quyết định phân vùng" />
        </>
      )}
    </fieldset>
  )
}

/** Points of care, the main one first. */
function SiteFields() {
  const { control, register, formState } = useFormContext<FacilityForm>()
  const { fields, append, remove, swap } = useFieldArray({ control, name: 'sites' })
  return (
    <fieldset className={css.group}>
      <legend>Điểm trạm</legend>
      <p className={page.small}>
        Chỉ ghi khi cơ sở có nhiều điểm. Điểm đầu tiên là điểm chính. Lượt kiểm tra đã làm vẫn giữ các điểm như khi đó.
      </p>
      {fields.map(({ id }, index) => (
        <div key={id} className={css.line}>
          <TextField
            label={index === 0 ? 'Điểm 1, điểm chính' : `Điểm ${index + 1}`}
            autoComplete="off"
            error={formState.errors.sites?.[index]?.name?.message}
            {...register(`sites.${index}.name`)}
          />
          <div className={page.actions}>
            <Button
              look="quiet"
              disabled={index === 0}
              aria-label={`Đưa điểm ${index + 1} lên trên`}
              onClick={() => swap(index, index - 1)}
            >
              Lên
            </Button>
            <Button
              look="quiet"
              disabled={index === fields.length - 1}
              aria-label={`Đưa điểm ${index + 1} xuống dưới`}
              onClick={() => swap(index, index + 1)}
            >
              Xuống
            </Button>
            <Button look="quiet" aria-label={`Bỏ điểm ${index + 1}`} onClick={() => remove(index)}>
              Bỏ
            </Button>
          </div>
        </div>
      ))}
      {fields.length < 50 ? (
        <div>
          <Button onClick={() => append({ siteId: crypto.randomUUID(), name: '' })}>Thêm điểm trạm</Button>
        </div>
      ) : null}
    </fieldset>
  )
}

const yesNo = [
  { value: 'yes', label: 'Có', tone: 'plain' },
  { value: 'no', label: 'Không', tone: 'plain' },
] as const

type OneOfProps = {
  name: 'treatsInfectious' | 'usesRadioactiveSources' | 'treatedOnSite' | 'water' | 'permit'
  legend: string
  options: readonly { value: string; label: string; tone: 'plain' }[]
}

function OneOf({ name, legend, options }: OneOfProps) {
  const { control } = useFormContext<FacilityForm>()
  const errorId = `${name}-error`
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState }) => (
        // The first radio takes the focus where an answer is missing.
        <div ref={(element) => field.ref(element?.querySelector('input') ?? null)} className={css.answer}>
          <Segments
            legend={legend}
            showLegend
            size="small"
            wordy
            options={options}
            value={field.value === '' ? null : field.value}
            describedBy={fieldState.error ? errorId : undefined}
            onChoose={(value) => value && field.onChange(value)}
          />
          {fieldState.error ? (
            <p id={errorId} role="alert" className={css.error}>
              {fieldState.error.message}
            </p>
          ) : null}
        </div>
      )}
    />
  )
}

function WaterFields({ parameters }: { parameters: readonly Parameter[] }) {
  const { watch } = useFormContext<FacilityForm>()
  const isKnown = watch('water') === 'known'
  return (
    <fieldset className={css.group}>
      <legend>Nước thải</legend>
      <OneOf
        name="water"
        legend="Thông tin nước thải"
        options={[
          { value: 'unknown', label: 'Chưa rõ', tone: 'plain' },
          { value: 'known', label: 'Đã biết', tone: 'plain' },
        ]}
      />
      {isKnown ? (
        <>
          <Choose
            name="receivingWater"
            label="Nước thải xả vào"
            options={[UNKNOWN, ...receivingWaters.map((value) => ({ value, label: receivingWaterNames[value] }))]}
          />
          <OneOf name="treatsInfectious" legend="Có điều trị bệnh truyền nhiễm?" options={yesNo} />
          <OneOf name="usesRadioactiveSources" legend="Có sử dụng nguồn phóng xạ?" options={yesNo} />
          <OneOf name="treatedOnSite" legend="Xử lý tại chỗ theo diện cơ sở quy mô nhỏ?" options={yesNo} />
          <Day name="operatingSince" label="Hoạt động từ ngày" />
          <Day name="approvedOn" label="Ngày phê duyệt môi trường" />
          <Typed name="flow" label="Lưu lượng nước thải" hint={LEAVE_BLANK} inputMode="decimal" unit="m³/ngày" />
          <PermitFields parameters={parameters} />
        </>
      ) : null}
    </fieldset>
  )
}

function PermitFields({ parameters }: { parameters: readonly Parameter[] }) {
  const { watch } = useFormContext<FacilityForm>()
  return (
    <>
      <OneOf
        name="permit"
        legend="Giấy phép môi trường"
        options={[
          { value: 'none', label: 'Chưa có hoặc chưa rõ', tone: 'plain' },
          { value: 'held', label: 'Đã có', tone: 'plain' },
        ]}
      />
      {watch('permit') === 'held' ? (
        <>
          <Typed name="permitNumber" label="Số giấy phép" />
          <Typed name="maxFlow" label="Lưu lượng được phép" hint={LEAVE_BLANK} inputMode="decimal" unit="m³/ngày" />
          <Typed name="monitoring" label="Quan trắc mỗi" hint={LEAVE_BLANK} inputMode="numeric" unit="tháng" />
          <LimitFields parameters={parameters} />
        </>
      ) : null}
    </>
  )
}

/** Limits of its own that a permit sets: they override those of the regulation. */
function LimitFields({ parameters }: { parameters: readonly Parameter[] }) {
  const { control, register, watch, formState } = useFormContext<FacilityForm>()
  const { fields, append, remove } = useFieldArray({ control, name: 'limits' })
  const limits = watch('limits')
  const errors = formState.errors.limits
  const optionsFor = (id: string) => [
    { value: '', label: 'Chọn thông số' },
    // What stands there and this tablet does not know must not be lost by saving.
    ...(id === '' || parameters.some((each) => each.id === id) ? [] : [{ value: id, label: parameterWords([], id) }]),
    ...parameters.map((each) => ({ value: each.id, label: parameterWords(parameters, each.id) })),
  ]
  return (
    <fieldset className={css.group}>
      <legend>Giới hạn riêng trong giấy phép</legend>
      <p className={page.small}>Chỉ ghi giới hạn khác với quy chuẩn. Giới hạn ở đây được dùng thay cho quy chuẩn.</p>
      {fields.map(({ id }, index) => (
        <div key={id} className={css.limit}>
          <Choose
            name={`limits.${index}.parameter`}
            label={`Thông số ${index + 1}`}
            options={optionsFor(limits[index]?.parameter ?? '')}
          />
          <TextField
            label="Từ"
            aria-label={`Giới hạn dưới của thông số ${index + 1}`}
            inputMode="decimal"
            autoComplete="off"
            error={errors?.[index]?.min?.message}
            {...register(`limits.${index}.min`)}
          />
          <TextField
            label="Đến"
            aria-label={`Giới hạn trên của thông số ${index + 1}`}
            inputMode="decimal"
            autoComplete="off"
            error={errors?.[index]?.max?.message}
            {...register(`limits.${index}.max`)}
          />
          <Button look="quiet" aria-label={`Bỏ thông số ${index + 1}`} onClick={() => remove(index)}>
            Bỏ
          </Button>
        </div>
      ))}
      {parameters.length === 0 ? (
        <p className={page.small}>
          Máy này chưa có bộ tiêu chí nước thải nên chưa có tên thông số. Hãy đồng bộ rồi mở lại trang này.
        </p>
      ) : (
        <div>
          <Button onClick={() => append({ parameter: '', min: '', max: '' })}>Thêm giới hạn</Button>
        </div>
      )}
    </fieldset>
  )
}
