import type { ComponentProps } from 'react'
import css from './button.module.css'
import { classNames } from './class-names.ts'

export type ButtonLook = 'main' | 'plain' | 'quiet' | 'danger'

/** The look alone, for a link that acts as a button. */
export function buttonClass(look: ButtonLook = 'plain', extra?: string): string {
  return classNames(css.button, css[look], extra)
}

type ButtonProps = ComponentProps<'button'> & { look?: ButtonLook }

export function Button({ look = 'plain', type = 'button', className, ...rest }: ButtonProps) {
  return <button type={type} className={buttonClass(look, className)} {...rest} />
}
