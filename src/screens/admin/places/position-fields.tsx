import { useState } from 'react'
import { useFormContext } from 'react-hook-form'
import { findPosition } from '../../../device/position/find-position.ts'
import { Button } from '../../../ui/button.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import page from '../../parts/page.module.css'
import { problemWords } from '../../parts/problem-words.ts'
import type { FacilityForm } from './facility-shape.ts'
import css from './places.module.css'

/** Where the facility stands: typed, or where the tablet is now. */
export function PositionFields() {
  const { register, setValue, formState } = useFormContext<FacilityForm>()
  const [isFinding, setFinding] = useState(false)
  const [said, setSaid] = useState('')
  const { errors } = formState

  async function find() {
    setFinding(true)
    setSaid('Đang tìm vị trí, có thể mất 20 giây. Đứng ngoài trời sẽ nhanh và đúng hơn.')
    try {
      const { lat, lon, accuracy } = await findPosition()
      const put = (name: 'lat' | 'lon', degrees: number) =>
        setValue(name, String(degrees).replace('.', ','), { shouldDirty: true, shouldValidate: true })
      put('lat', lat)
      put('lon', lon)
      setSaid(`Đã lấy vị trí của máy này, chính xác trong khoảng ${accuracy} m.`)
    } catch (error) {
      setSaid(`${problemWords(error).message} Hoặc nhập tay.`)
    } finally {
      setFinding(false)
    }
  }

  return (
    <fieldset className={css.group}>
      <legend>Tọa độ</legend>
      <div className={css.pair}>
        <TextField
          label="Vĩ độ (bắc)"
          inputMode="decimal"
          autoComplete="off"
          error={errors.lat?.message}
          {...register('lat')}
        />
        <TextField
          label="Kinh độ (đông)"
          inputMode="decimal"
          autoComplete="off"
          error={errors.lon?.message}
          {...register('lon')}
        />
      </div>
      <p className={page.small}>Để trống nếu chưa rõ. Chỉ lấy vị trí hiện tại khi đang đứng tại cơ sở.</p>
      <div>
        <Button disabled={isFinding} onClick={() => void find()}>
          {isFinding ? 'Đang tìm vị trí…' : 'Lấy vị trí hiện tại'}
        </Button>
      </div>
      <p role="status">{said}</p>
    </fieldset>
  )
}
