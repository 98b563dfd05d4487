import type { ReactNode } from 'react'
import type { Signature } from '../../../domain/signature.ts'
import { Badge } from '../../../ui/badge.tsx'
import type { Tone } from '../../../ui/mark.tsx'
import { SignaturePicture } from './signature-picture.tsx'
import { signerWords } from './signature-state-words.ts'
import css from './signing.module.css'

type SignatureEntryProps = {
  place: string
  state: { tone: Tone; words: string }
  /** Null where nobody has signed there. */
  signature: Signature | null
  /** Drawn as what it is only where it holds. */
  isShown: boolean
  /** What is to be known of it beside its state. */
  remark?: string | null
  children?: ReactNode
}

/** One place to sign: whose it is, how it stands, and what was given there. */
export function SignatureEntry({ place, state, signature, isShown, remark, children }: SignatureEntryProps) {
  const mark = signature?.mark
  return (
    <li className={css.entry} aria-label={place}>
      <p className={css.place}>
        <span>{place}</span> <Badge tone={state.tone}>{state.words}</Badge>
      </p>
      {signature && signerWords(signature) ? <p>{signerWords(signature)}</p> : null}
      {remark ? <p>{remark}</p> : null}
      {mark?.is === 'refused' && mark.reason ? <p>Lý do: {mark.reason}</p> : null}
      {mark?.is === 'typed' ? <p className={css.small}>Ký bằng tên gõ</p> : null}
      {signature && mark?.is === 'drawn' && isShown ? (
        <SignaturePicture strokes={mark.strokes} of={signature.name} />
      ) : null}
      {children}
    </li>
  )
}
