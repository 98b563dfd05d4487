import { lazy, Suspense, useState } from 'react'
import {
  type CheckedSignature,
  checkSignatures,
  type KnownSigners,
  knownSigners,
  withdrawSignature,
} from '../../device/store/signatures.ts'
import { useCurrentStore, useStore } from '../../device/store/use-store.ts'
import type { Checklist } from '../../domain/checklist.ts'
import { lastOf, type Signature, type SignerRole } from '../../domain/signature.ts'
import { signerRoleNames, signerRolesOf } from '../../domain/signature-words.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { problemWords } from '../parts/problem-words.ts'
import { SignatureEntry } from '../parts/signing/signature-entry.tsx'
import { voidWords } from '../parts/signing/signature-state-words.ts'
import css from '../parts/signing/signing.module.css'
import { timeInWords } from '../parts/when.ts'

const SigningDialog = lazy(() =>
  import('../parts/signing/signing-dialog.tsx').then((file) => ({ default: file.SigningDialog })),
)

type SigningPanelProps = {
  id: string
  checklist: Checklist
  /** Everything is answered and stored: what is signed now need not be signed again. */
  isReady: boolean
}

/** Who has signed, whose signature a later change has voided, and who is still asked to. */
export function SigningPanel({ id, checklist, isReady }: SigningPanelProps) {
  const store = useCurrentStore()
  const [signing, setSigning] = useState<Signing | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const read = useStore((from) => checkSignatures(from, id), [id])
  if (!read) return <Skeleton rows={2} />
  const { open, digest, signatures } = read
  const roles = signerRolesOf(open.head.kind)

  async function begin(role: SignerRole) {
    setProblem(null)
    setSigning({ role, open, digest, known: await knownSigners(store, open.head) })
  }
  async function withdraw({ id: signature }: Signature) {
    setProblem(null)
    try {
      await withdrawSignature(store, id, signature)
    } catch (error) {
      setProblem(problemWords(error).message)
    }
  }

  return (
    <Panel title="Chữ ký">
      <p role="status">{toDo(roles, signatures, isReady)}</p>
      <ul className={css.entries}>
        {roles.map((role) => (
          <PlaceToSign
            key={role}
            role={role}
            signatures={signatures}
            checklist={checklist}
            isReady={isReady}
            onSign={() => void begin(role)}
            onWithdraw={(signature) => void withdraw(signature)}
          />
        ))}
      </ul>
      {problem ? (
        <Notice tone="fail" role="alert">
          <p>{problem}</p>
        </Notice>
      ) : null}
      {signing ? (
        <Suspense fallback={null}>
          <SigningDialog {...signing} checklist={checklist} onClose={() => setSigning(null)} />
        </Suspense>
      ) : null}
    </Panel>
  )
}

type Signing = {
  role: SignerRole
  open: NonNullable<Awaited<ReturnType<typeof checkSignatures>>>['open']
  digest: string
  known: KnownSigners
}

/** What counts for a place: the newest that holds, else the newest that was given. */
function standing(signatures: readonly CheckedSignature[], role: SignerRole): CheckedSignature | null {
  const newest = (from: readonly CheckedSignature[]) =>
    lastOf(
      from.map(({ signature }) => signature),
      role,
    )
  const last = newest(signatures.filter(({ state }) => state === 'holds')) ?? newest(signatures)
  return signatures.find(({ signature }) => signature === last) ?? null
}

/** The minutes can do without who writes them; whoever leads, and the facility, are asked. */
function toDo(roles: readonly SignerRole[], signatures: readonly CheckedSignature[], isReady: boolean): string {
  const missing = roles.filter(
    (role) => (role !== 'secretary' || roles.length < 3) && standing(signatures, role)?.state !== 'holds',
  )
  if (missing.length === 0) return 'Đã đủ chữ ký.'
  const names = missing.map((role) => signerRoleNames[role].toLocaleLowerCase('vi')).join(' và ')
  return isReady
    ? `Việc nên làm trước khi nộp: lấy chữ ký của ${names}. Không có vẫn nộp được; biên bản để trống chỗ ký.`
    : 'Trả lời hết các tiêu chí rồi hãy ký: nội dung đổi sau khi ký thì phải ký lại.'
}

type PlaceToSignProps = {
  role: SignerRole
  signatures: readonly CheckedSignature[]
  checklist: Checklist
  isReady: boolean
  onSign: () => void
  onWithdraw: (signature: Signature) => void
}

function PlaceToSign({ role, signatures, checklist, isReady, onSign, onWithdraw }: PlaceToSignProps) {
  const checked = standing(signatures, role)
  const signature = checked?.signature ?? null
  const holds = checked?.state === 'holds'
  const who = signerRoleNames[role].toLocaleLowerCase('vi')
  return (
    <SignatureEntry
      place={signerRoleNames[role]}
      state={stateOf(checked)}
      signature={signature}
      isShown={holds}
      remark={checked && !holds ? voidWords(checked.signature, checked.changed, checklist) : null}
    >
      <div className={css.actions}>
        <Button disabled={!isReady} aria-label={`${signature ? 'Ký lại' : 'Ký'}: ${who}`} onClick={onSign}>
          {signature ? 'Ký lại' : 'Ký'}
        </Button>
        {signature ? (
          <Button look="quiet" aria-label={`Gỡ chữ ký: ${who}`} onClick={() => onWithdraw(signature)}>
            Gỡ
          </Button>
        ) : null}
      </div>
    </SignatureEntry>
  )
}

function stateOf(checked: CheckedSignature | null) {
  if (!checked) return { tone: 'plain' as const, words: 'Chưa ký' }
  const { signature, state } = checked
  if (state !== 'holds') return { tone: 'fail' as const, words: 'Cần ký lại' }
  return signature.mark.is === 'refused'
    ? { tone: 'partial' as const, words: `Từ chối ký lúc ${timeInWords(signature.at)}` }
    : { tone: 'pass' as const, words: `Đã ký lúc ${timeInWords(signature.at)}` }
}
