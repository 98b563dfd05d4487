import { type ComponentProps, useState } from 'react'
import { Button } from './button.tsx'
import css from './text-field.module.css'
import { TextField } from './text-field.tsx'

type PasswordFieldProps = Omit<ComponentProps<typeof TextField>, 'type' | 'after'>

/** A password, hidden until its owner wants to see it. */
export function PasswordField(props: PasswordFieldProps) {
  const [isShown, setShown] = useState(false)
  return (
    <TextField
      {...props}
      type={isShown ? 'text' : 'password'}
      autoCapitalize="none"
      spellCheck={false}
      after={
        <Button aria-pressed={isShown} onClick={() => setShown(!isShown)}>
          Hiện <span className={css.spoken}>{props.label.toLowerCase()}</span>
        </Button>
      }
    />
  )
}
