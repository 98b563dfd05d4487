import { useState } from 'react'
import { useFormContext } from 'react-hook-form'
import { Button } from '../../../ui/button.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import page from '../../parts/page.module.css'
import type { FacilityForm } from './facility-shape.ts'
import css from './places.module.css'

/** A first fix out of doors takes some ten seconds. */
const TIMEOUT = 20_000
/** Six decimals are a tenth of a metre. */
const DECIMALS = 6

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
      const { latitude, longitude, accuracy } = await currentPosition()
      const put = (name: 'lat' | 'lon', degrees: number) =>
        setValue(name, String(Number(degrees.toFixed(DECIMALS))).replace('.', ','), {
          shouldDirty: true,
          shouldValidate: true,
        })
      put('lat', latitude)
      put('lon', longitude)
      setSaid(`Đã lấy vị trí của máy này, chính xác trong khoảng ${Math.ceil(accuracy)} m.`)
    } catch (error) {
      setSaid(reasonOf(error))
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

function currentPosition(): Promise<GeolocationCoordinates> {
  return new Promise((done, fail) => {
    if (!('geolocation' in navigator)) return fail(new Error('no geolocation'))
    navigator.geolocation.getCurrentPosition(({ coords }) => done(coords), fail, {
      enableHighAccuracy: true,
      timeout: TIMEOUT,
      maximumAge: 0,
    })
  })
}

/** The numbers are those of GeolocationPositionError. */
function reasonOf(error: unknown): string {
  switch ((error as Partial<GeolocationPositionError>).code) {
    case 1:
      return 'Trình duyệt không được phép lấy vị trí. Hãy cho phép trong cài đặt của trang, hoặc nhập tay.'
    case 3:
      return 'Chưa tìm được vị trí trong 20 giây. Hãy ra chỗ thoáng rồi thử lại, hoặc nhập tay.'
    default:
      return 'Máy này không cho biết vị trí. Hãy nhập tay.'
  }
}
