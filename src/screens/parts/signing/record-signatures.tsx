import type { CheckedSignature } from '../../../device/store/signatures.ts'
import { signerRoleNames } from '../../../domain/signature-words.ts'
import type { Tone } from '../../../ui/mark.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { dateAndTime } from '../when.ts'
import { SignatureEntry } from './signature-entry.tsx'
import css from './signing.module.css'

/** Who signed a received inspection: what its seal covers, and what was given for other content or came too late. */
export function RecordSignatures({ signatures }: { signatures: readonly CheckedSignature[] }) {
  if (signatures.length === 0) return null
  return (
    <Panel title="Chữ ký">
      <ul className={css.entries}>
        {[...signatures].sort(byStanding).map((checked) => (
          <SignatureEntry
            key={checked.signature.id}
            place={signerRoleNames[checked.signature.role]}
            state={stateOf(checked)}
            signature={checked.signature}
            isShown
            remark={remarks[checked.state]}
          />
        ))}
      </ul>
    </Panel>
  )
}

const remarks: Record<CheckedSignature['state'], string | null> = {
  holds: null,
  void: 'Không tính cho bản này: nội dung đã đổi sau khi ký.',
  late: 'Đến máy chủ khi bản này đã khóa; không nằm trong bản đã nộp.',
}

/** What holds first. */
function byStanding(a: CheckedSignature, b: CheckedSignature): number {
  return Number(b.state === 'holds') - Number(a.state === 'holds') || a.signature.at - b.signature.at
}

function stateOf({ signature, state }: CheckedSignature): { tone: Tone; words: string } {
  const { at, mark } = signature
  if (state === 'void') return { tone: 'partial', words: 'Ký cho bản trước' }
  if (state === 'late') return { tone: 'partial', words: 'Ký sau khi nộp' }
  return mark.is === 'refused'
    ? { tone: 'partial', words: `Từ chối ký, ${dateAndTime(at)}` }
    : { tone: 'pass', words: `Đã ký, ${dateAndTime(at)}` }
}
