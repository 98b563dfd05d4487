import { Controller, useFormContext } from 'react-hook-form'
import * as z from 'zod/mini'
import type { Reach } from '../../../device/api/people.ts'
import { type Role, roleNames, roleSchema, roles } from '../../../domain/people.ts'
import { matches } from '../../../domain/search.ts'
import { type Choice, ChoiceList } from '../../../ui/choice-list.tsx'
import { Segments } from '../../../ui/segments.tsx'
import css from '../../parts/page.module.css'
import type { Places } from './places.ts'

/** What a role is for, to who gives it. */
const roleWords: Record<Role, string> = {
  inspector: 'Chấm điểm các cơ sở trong địa bàn được giao.',
  facility: 'Tự đánh giá một cơ sở của mình.',
  supervisor: 'Xem kết quả các cơ sở trong địa bàn được giao; không chấm điểm.',
  administrator: 'Quản lý mọi tài khoản của tỉnh; xem kết quả trong địa bàn được giao.',
}

/** @param hasAreas whether there is any area to choose */
export function reachShape({ hasAreas }: { hasAreas: boolean }) {
  const fields = z.object({ role: roleSchema, areaIds: z.array(z.string()), facilityId: z.nullable(z.string()) })
  const needsArea = (role: Role) => hasAreas && (role === 'inspector' || role === 'supervisor')
  return fields.check(
    z.refine(({ role, facilityId }) => role !== 'facility' || facilityId !== null, {
      path: ['facilityId'],
      error: 'Chọn cơ sở của tài khoản này.',
    }),
    z.refine(({ role, areaIds }) => !needsArea(role) || areaIds.length > 0, {
      path: ['areaIds'],
      error: 'Chọn ít nhất một địa bàn.',
    }),
  )
}

/** As the server wants it: what belongs to another role is left out. */
export function reachOf({ role, areaIds, facilityId }: Reach): Reach {
  return role === 'facility' ? { role, areaIds: [], facilityId } : { role, areaIds, facilityId: null }
}

const found = ({ label, small = '' }: Choice, query: string) => matches(`${label} ${small}`, query)

/** Role, and areas or one facility; inside a `FormProvider`. */
export function ReachFields({ places: { areas, facilities } }: { places: Places }) {
  const { control, watch, formState } = useFormContext<Reach>()
  const { errors } = formState
  const role = watch('role')
  return (
    <>
      <Controller
        control={control}
        name="role"
        render={({ field }) => (
          <div className={css.form}>
            <Segments
              legend="Vai trò"
              showLegend
              size="small"
              wordy
              options={roles.map((value) => ({ value, label: roleNames[value], tone: 'info' }))}
              value={field.value}
              onChoose={(value) => value && field.onChange(value)}
            />
            <p className={css.small}>{roleWords[role]}</p>
          </div>
        )}
      />
      {role === 'facility' ? (
        <Controller
          key="facility"
          control={control}
          name="facilityId"
          render={({ field }) => (
            <ChoiceList
              ref={field.ref}
              legend="Cơ sở"
              searchLabel="Tìm cơ sở"
              one
              choices={withUnknown(facilities, field.value === null ? [] : [field.value])}
              matches={found}
              chosen={field.value === null ? [] : [field.value]}
              onChoose={([id]) => field.onChange(id ?? null)}
              error={errors.facilityId?.message}
            />
          )}
        />
      ) : (
        <Controller
          key="areas"
          control={control}
          name="areaIds"
          render={({ field }) => (
            <ChoiceList
              ref={field.ref}
              legend={`Địa bàn: ${field.value.length} đã chọn`}
              searchLabel="Tìm địa bàn"
              choices={withUnknown(areas, field.value)}
              matches={found}
              chosen={field.value}
              onChoose={field.onChange}
              error={errors.areaIds?.message}
            />
          )}
        />
      )}
    </>
  )
}

/** What an account has and this tablet does not know stays choosable: it must not be lost by saving. */
function withUnknown(choices: readonly Choice[], chosen: readonly string[]): Choice[] {
  const known = new Set(choices.map(({ value }) => value))
  const unknown = chosen.filter((id) => !known.has(id))
  return [...unknown.map((value) => ({ value, label: 'Chưa có tên trên máy này', small: `Mã ${value}` })), ...choices]
}
