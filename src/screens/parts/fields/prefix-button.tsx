import { Button } from '../../../ui/button.tsx'
import css from './fields.module.css'
import { withPrefix } from './typed-number.ts'

const prefixes = {
  '-': { shown: '+/−', label: 'Đổi dấu âm, dương' },
  '<': { shown: '<', label: 'Dưới giới hạn phát hiện (<)' },
} as const

type PrefixButtonProps = {
  prefix: keyof typeof prefixes
  /** The field with the number, asked for at the moment of the tap. */
  fieldOf: () => HTMLInputElement | null
  onTurned: (text: string) => void
}

/** Puts a sign before the number, or takes it away: the number keyboard of many tablets has neither minus nor "<". */
export function PrefixButton({ prefix, fieldOf, onTurned }: PrefixButtonProps) {
  return (
    <Button
      className={css.prefix}
      aria-label={prefixes[prefix].label}
      // The field keeps its focus, and with it the keyboard.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        const field = fieldOf()
        if (!field) return
        field.value = withPrefix(field.value, prefix)
        if (field.value === prefix) field.focus()
        onTurned(field.value)
      }}
    >
      {prefixes[prefix].shown}
    </Button>
  )
}
