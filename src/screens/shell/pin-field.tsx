import type { Problem } from '../../domain/problem.ts'
import { TextField } from '../../ui/text-field.tsx'

type PinFieldProps = {
  label: string
  value: string
  onChange: (pin: string) => void
  /** It is being chosen: no browser fills in another one. */
  isNew?: boolean
  error?: string | undefined
  readOnly?: boolean
  autoFocus?: boolean
}

/** Six digits on the number pad, hidden while they are typed. */
export function PinField({ label, value, onChange, isNew, ...rest }: PinFieldProps) {
  return (
    <TextField
      label={label}
      type="password"
      inputMode="numeric"
      autoComplete={isNew ? 'new-password' : 'off'}
      maxLength={6}
      value={value}
      onChange={({ target }) => onChange(target.value.replace(/\D/g, ''))}
      {...rest}
    />
  )
}

/** "Mã PIN chưa đúng. Còn 8 lần thử." */
export function pinWords({ code, message, detail }: Problem): string {
  return code === 'PIN_WRONG' ? `${message} Còn ${Number(detail.left)} lần thử.` : message
}
