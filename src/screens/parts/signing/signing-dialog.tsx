import { zodResolver } from '@hookform/resolvers/zod'
import { useId, useState } from 'react'
import { useForm } from 'react-hook-form'
import type { OpenInspection } from '../../../device/store/drafts.ts'
import { type KnownSigners, signInspection } from '../../../device/store/signatures.ts'
import { useCurrentStore } from '../../../device/store/use-store.ts'
import { conclusionOf, shownTotal } from '../../../documents/conclusion.ts'
import type { Checklist } from '../../../domain/checklist.ts'
import { formatDate } from '../../../domain/date.ts'
import { findingsOf } from '../../../domain/findings.ts'
import { score } from '../../../domain/scoring/score.ts'
import type { SignerRole } from '../../../domain/signature.ts'
import { signerRoleNames } from '../../../domain/signature-words.ts'
import { FieldWords, wordsOf } from '../../../ui/field-words.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { type Segment, Segments } from '../../../ui/segments.tsx'
import { TextArea } from '../../../ui/text-area.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { FormDialog } from '../form-dialog.tsx'
import { problemWords } from '../problem-words.ts'
import { SignaturePad } from './signature-pad.tsx'
import css from './signing.module.css'
import { markOf, type SigningForm, signingSchema } from './signing-schema.ts'

type SigningDialogProps = {
  role: SignerRole
  /** What is signed, and its digest: both of the moment at which the dialog opened. */
  open: OpenInspection
  digest: string
  checklist: Checklist
  known: KnownSigners
  onClose: () => void
}

const ways: readonly Segment<SigningForm['how']>[] = [
  { value: 'drawn', label: 'Ký tay', tone: 'plain' },
  { value: 'typed', label: 'Gõ tên', tone: 'plain' },
]
const refusing: Segment<SigningForm['how']> = { value: 'refused', label: 'Từ chối ký', tone: 'plain' }

/** Shows what is signed, then asks who signs, then for the signature: drawn, typed, or that it was refused. */
export function SigningDialog({ role, open, digest, checklist, known, onClose }: SigningDialogProps) {
  const store = useCurrentStore()
  const confirmId = useId()
  const [problem, setProblem] = useState<string | null>(null)
  // Whatever comes in meanwhile: what was shown is what is signed, or nothing is.
  const [shown] = useState({ open, digest })
  const first = firstSigner(role, open, known)
  const form = useForm<SigningForm>({
    resolver: zodResolver(signingSchema),
    defaultValues: { how: 'drawn', ...first, lines: [], confirmed: false, reason: '' },
  })
  const { register, setValue, watch, getValues, formState } = form
  const { errors, isSubmitting } = formState
  const [how, lines] = [watch('how'), watch('lines')]
  const team = role === 'facility' ? [] : open.head.team
  const teamId = useId()

  const submit = form.handleSubmit(async (said) => {
    setProblem(null)
    try {
      const { name, position } = said
      await signInspection(store, open.id, { role, name, position, mark: markOf(said), digest: shown.digest })
      onClose()
    } catch (error) {
      setProblem(problemWords(error).message)
    }
  })

  return (
    <FormDialog
      title={`${signerRoleNames[role]} ký`}
      action={how === 'refused' ? 'Ghi nhận từ chối' : 'Lưu chữ ký'}
      doing="Đang lưu…"
      problem={null}
      isBusy={isSubmitting}
      isDirty={formState.isDirty}
      onSubmit={submit}
      onClose={onClose}
    >
      <Signed open={shown.open} checklist={checklist} />
      <TextField
        label={how === 'refused' ? 'Họ và tên người từ chối (nếu biết)' : 'Họ và tên người ký'}
        autoComplete="off"
        list={team.length > 0 ? teamId : undefined}
        error={errors.name?.message}
        {...register('name', {
          onBlur: () => {
            const office = known.positions[getValues('name').trim()]
            if (role !== 'facility' && office && getValues('position') === '') setValue('position', office)
          },
        })}
      />
      {team.length > 0 ? (
        <datalist id={teamId}>
          {team.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      ) : null}
      <TextField label="Chức vụ" autoComplete="off" error={errors.position?.message} {...register('position')} />
      <Segments
        legend="Cách ký"
        showLegend
        size="small"
        wordy
        options={role === 'facility' ? [...ways, refusing] : ways}
        value={how}
        onChoose={(chosen) => chosen && setValue('how', chosen, { shouldDirty: true })}
      />
      {how === 'drawn' ? (
        <SignaturePad
          label="Ô ký tay"
          lines={lines}
          onChange={(drawn) =>
            setValue('lines', drawn as SigningForm['lines'], {
              shouldDirty: true,
              shouldValidate: formState.isSubmitted,
            })
          }
          error={errors.lines?.message}
        />
      ) : how === 'typed' ? (
        <div>
          <label className={css.confirm}>
            <input
              type="checkbox"
              aria-invalid={errors.confirmed ? true : undefined}
              aria-describedby={wordsOf({ id: confirmId, error: errors.confirmed?.message })}
              {...register('confirmed')}
            />
            <span>Tôi là người có tên trên, đã xem nội dung và dùng tên gõ này làm chữ ký.</span>
          </label>
          <FieldWords id={confirmId} error={errors.confirmed?.message} />
        </div>
      ) : (
        <div>
          <TextArea label="Lý do (nếu có)" {...register('reason')} />
          <FieldWords id={confirmId} error={errors.reason?.message} />
        </div>
      )}
      {problem ? (
        <Notice tone="fail" role="alert">
          <p>{problem}</p>
        </Notice>
      ) : null}
    </FormDialog>
  )
}

function firstSigner(role: SignerRole, { head }: OpenInspection, { facility, positions }: KnownSigners) {
  if (role === 'facility') return { name: facility?.name ?? '', position: facility?.position ?? '' }
  // Who leads a visit stands first, who writes second; who assesses themself writes too.
  const name = head.team[role === 'secretary' && head.kind === 'inspection' ? 1 : 0] ?? ''
  return { name, position: positions[name] ?? '' }
}

/** What the signature stands for, before anybody signs it. */
function Signed({ open, checklist }: { open: OpenInspection; checklist: Checklist }) {
  const { head, answers } = open
  const scored = score(checklist, head.facts, answers, { date: head.date })
  const found = findingsOf(checklist, scored, answers)
  const critical = found.filter((finding) => finding.scored.criticalFailure).length
  const lines = [
    ['Cơ sở', head.facilityName],
    ['Bộ tiêu chí', `${checklist.shortTitle}, ngày ${formatDate(head.date)}`],
    ['Kết quả', `${shownTotal(checklist, scored)}, ${conclusionOf(scored).grade}`],
    ['Điểm liệt không đạt', `${critical}`],
    ['Tồn tại', `${found.length}`],
  ]
  return (
    <section aria-label="Nội dung được ký">
      <dl className={css.signed}>
        {lines.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={css.small}>
        Chữ ký gắn với đúng nội dung này: câu trả lời, ảnh hay ngày đổi sau khi ký thì phải ký lại.
      </p>
    </section>
  )
}
