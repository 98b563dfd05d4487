import type { FieldError, Merge, UseFormRegisterReturn } from 'react-hook-form'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import css from './head-fields.module.css'

type TeamFieldsProps = {
  legend: string
  team: readonly string[]
  register: (index: number) => UseFormRegisterReturn
  errors: Merge<FieldError, (FieldError | undefined)[]> | undefined
  onChange: (team: string[]) => void
}

/** The people of the visit, one name a line. */
export function TeamFields({ legend, team, register, errors, onChange }: TeamFieldsProps) {
  // A line has no identity but its place; a line less or more draws them all anew.
  const lines = team.map((_, index) => ({ key: `${index + 1}/${team.length}`, index }))
  return (
    <fieldset className={css.team}>
      <legend>{legend}</legend>
      {lines.map(({ key, index }) => (
        <div key={key} className={css.member}>
          <TextField
            label={`Người thứ ${index + 1}`}
            hideLabel
            placeholder="Họ và tên"
            autoComplete="off"
            error={errors?.[index]?.message}
            {...register(index)}
          />
          {team.length > 1 ? (
            <Button
              look="quiet"
              aria-label={`Bỏ người thứ ${index + 1}`}
              onClick={() => onChange(team.filter((_name, each) => each !== index))}
            >
              Bỏ
            </Button>
          ) : null}
        </div>
      ))}
      {errors?.message ? (
        <p role="alert" className={css.error}>
          {errors.message}
        </p>
      ) : null}
      {team.length < 20 ? (
        <div>
          <Button onClick={() => onChange([...team, ''])}>Thêm người</Button>
        </div>
      ) : null}
    </fieldset>
  )
}
