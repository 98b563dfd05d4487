import type { CheckedEvidence } from '../../../device/store/evidence.ts'
import type { Checklist } from '../../../domain/checklist.ts'
import { Notice } from '../../../ui/notice.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { timeInWords } from '../when.ts'
import css from './evidence.module.css'
import { Revisions } from './revisions.tsx'
import { VerificationCode } from './verification-code.tsx'

type EvidencePanelProps = { inspection: string; evidence: CheckedEvidence; checklist: Checklist | null }

/** What shows that this result is the one that was handed in: its revisions, their witnesses, and the code for paper. */
export function EvidencePanel({ inspection, evidence: { content, seals, former }, checklist }: EvidencePanelProps) {
  return (
    <Panel title="Hồ sơ và mã kiểm chứng">
      {former.map(({ seal, at, code }) => (
        <Notice key={code} tone="fail" title="Trước đây máy chủ đã xác nhận nội dung khác">
          <p>
            Biên nhận {code} lúc {timeInWords(at)} cho {seal === 1 ? 'bản nộp lần đầu' : `bản sửa đổi lần ${seal - 1}`}{' '}
            không nói về nội dung máy chủ đang giữ. Máy này giữ cả hai; hãy báo người quản trị.
          </p>
        </Notice>
      ))}
      <div className={css.panel}>
        {seals.length > 0 ? <Revisions seals={seals} checklist={checklist} /> : null}
        <VerificationCode inspection={inspection} digest={content} />
      </div>
    </Panel>
  )
}
