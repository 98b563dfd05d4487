import { shortHash, verificationPath } from '../../../domain/evidence.ts'
import { Qr } from '../../../ui/qr.tsx'
import css from './evidence.module.css'

type VerificationCodeProps = {
  inspection: string
  /** Of the content that the paper shows. */
  digest: string
}

/** What the code on a paper says to a telephone: the server's own page about this paper. */
export function verificationAddress({ inspection, digest }: VerificationCodeProps): string {
  return new URL(verificationPath(inspection, digest), window.location.origin).href
}

/** The code with which anybody can compare a paper with what the server holds. Needs nothing from the server. */
export function VerificationCode(code: VerificationCodeProps) {
  const address = verificationAddress(code)
  return (
    <figure className={css.code}>
      <Qr text={address} label="Mã QR dẫn tới trang kiểm chứng" />
      <figcaption>
        <span className={css.codeName}>Mã kiểm chứng</span>
        <span className={css.digits}>{shortHash(code.digest)}</span>
        <span className={css.small}>Quét mã để biết tờ giấy có khớp với bản máy chủ đang giữ không.</span>
        <a href={address} target="_blank" rel="noreferrer" className={css.open}>
          Mở trang kiểm chứng
        </a>
      </figcaption>
    </figure>
  )
}
