import { type ReactNode, useState } from 'react'
import { getChecklist } from '../device/store/checklists.ts'
import { type CheckedEvidence, checkEvidence } from '../device/store/evidence.ts'
import { isOfWholeProvince } from '../device/store/reach.ts'
import { getFacility } from '../device/store/replica.ts'
import { checkRecordSignatures } from '../device/store/signatures.ts'
import { getOwnView } from '../device/store/steps.ts'
import { useStore } from '../device/store/use-store.ts'
import { useDevice } from '../device/sync/device.ts'
import type { Checklist } from '../domain/checklist.ts'
import { clockSignals } from '../domain/clock.ts'
import { formatDate } from '../domain/date.ts'
import { facilityTypeNames } from '../domain/facts.ts'
import { lostPoints } from '../domain/findings.ts'
import { answersIn, type InspectionRecord } from '../domain/inspection.ts'
import { inspectionKindNames } from '../domain/people.ts'
import { missingPhotos, type RecordPhoto, visitPhotos } from '../domain/photo.ts'
import type { Position } from '../domain/place.ts'
import { score } from '../domain/scoring/score.ts'
import { percentWords } from '../domain/scoring/score-words.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { SinceThen } from './facility/since-then.tsx'
import { NotFound } from './not-found.tsx'
import { BackLink } from './parts/back-link.tsx'
import { EvidenceLine } from './parts/evidence/evidence-line.tsx'
import { EvidencePanel } from './parts/evidence/evidence-panel.tsx'
import { clockWords, receiptWords, signedWords } from './parts/evidence/evidence-words.ts'
import { GradeBadge } from './parts/grade-badge.tsx'
import { LateAnswers } from './parts/late-answers.tsx'
import { PaperLinks } from './parts/paper-links.tsx'
import { HeldPicturesOf } from './parts/photos/held-pictures.tsx'
import { FoundPlace } from './parts/position/visit-place.tsx'
import { ProcessPanel } from './parts/process/process-panel.tsx'
import { RecordLine } from './parts/record/record-line.tsx'
import { ResultSection } from './parts/result-section.tsx'
import { ReviewNotice } from './parts/review-notice.tsx'
import { ScoreCard } from './parts/score-card.tsx'
import { RecordSignatures } from './parts/signing/record-signatures.tsx'
import { statusWords } from './parts/tones.ts'
import { dateAndTime } from './parts/when.ts'
import css from './result.module.css'

/** One received inspection, whole: every answer, its note, its points and why points were lost. */
export function ResultPage({ id }: { id: string }) {
  const { person } = useDevice()
  const read = useStore(
    async (store) => {
      const own = await getOwnView(store, id, { person, isOfWholeProvince: await isOfWholeProvince(store) })
      if (!own) return null
      const { record, waiting } = own
      const [checklist, facility] = await Promise.all([
        getChecklist(store, record.head.checklist),
        getFacility(store, record.head.facilityId),
      ])
      // Last: what it waits for is WebCrypto.
      const [evidence, signatures] = await Promise.all([checkEvidence(store, record), checkRecordSignatures(record)])
      return { record, waiting, checklist, facility, evidence, signatures }
    },
    [id, person],
  )
  if (read === undefined) return <Skeleton rows={6} />
  if (read === null) return <NotFound what="lượt kiểm tra này" />
  const { record, waiting, checklist, facility, evidence, signatures } = read
  return (
    <>
      <div>
        <BackLink href="/">Về danh sách</BackLink>
        <PageTitle lead={checklist?.title ?? record.head.checklist.id}>{record.head.facilityName}</PageTitle>
      </div>
      <RecordLine id={record.id} />
      <ReviewNotice record={record} />
      <HeldPicturesOf id={record.id} />
      {checklist ? <PaperLinks id={record.id} isDraft={record.status === 'draft'} /> : null}
      <ResultHead record={record} place={facility?.position} />
      <Witness evidence={evidence} />
      {checklist ? (
        <ResultBody record={record} checklist={checklist} />
      ) : (
        <>
          <p className={css.summary}>
            {record.score ? percentWords(record.score.earned, record.score.max) : '–'}{' '}
            <GradeBadge score={record.score} />
          </p>
          <Notice tone="partial" title="Chưa xem được từng câu trả lời">
            <p>Bộ tiêu chí của lượt này chưa có trên máy, hoặc cần bản ứng dụng mới hơn. Hãy đồng bộ rồi mở lại.</p>
          </Notice>
        </>
      )}
      <SinceThen id={record.id} />
      <RecordSignatures signatures={signatures} />
      <ProcessPanel seals={evidence.seals} steps={record.steps} waiting={waiting} checklist={checklist} />
      <EvidencePanel inspection={record.id} evidence={evidence} checklist={checklist} />
    </>
  )
}

/** The receipt of what stands, and first of all what a supervisor should know of it. */
function Witness({ evidence: { seals, former } }: { evidence: CheckedEvidence }) {
  const standing = seals.at(-1)
  const signals = standing?.clock ? clockSignals(standing.clock) : []
  return (
    <>
      {standing && standing.check !== null ? <EvidenceLine {...receiptWords(standing)} /> : null}
      {standing?.signed === 'wrong' || former.length > 0 || signals.length > 0 ? (
        <Notice tone="partial" title="Cần người giám sát xem">
          {former.length > 0 ? <p>Trước đây máy chủ đã xác nhận nội dung khác; xem ở cuối trang.</p> : null}
          {standing?.signed === 'wrong' ? <p>{signedWords('wrong').words}.</p> : null}
          {signals.map((signal) => (
            <p key={`${signal.what} ${signal.when}`}>{clockWords(signal)}.</p>
          ))}
        </Notice>
      ) : null}
    </>
  )
}

function ResultHead({
  record: { head, createdBy, submittedAt, status, sealNo = 1, photos },
  place,
}: {
  record: InspectionRecord
  /** Where the facility is known to be. */
  place: Position | undefined
}) {
  const lines: (readonly [string, ReactNode])[] = [
    ['Hình thức', inspectionKindNames[head.kind]],
    ['Ngày', formatDate(head.date)],
    ['Loại cơ sở', facilityTypeNames[head.facts.type]],
    ['Người nộp', createdBy.name],
    ['Thành phần đoàn', head.team.join(', ')],
    ['Vị trí', head.position ? <FoundPlace key="place" position={head.position} facility={place} /> : 'không ghi'],
    [
      'Trạng thái',
      submittedAt === null ? statusWords[status] : `${statusWords[status]}, nhận lúc ${dateAndTime(submittedAt)}`,
    ],
    ...(sealNo > 1 ? [['Bản sửa đổi', `lần ${sealNo - 1}; các bản trước được giữ trong hồ sơ`] as const] : []),
    ['Phiên bản bộ tiêu chí', head.checklist.version],
    ...(visitPhotos(photos).length > 0 ? [['Ảnh', photosInWords(visitPhotos(photos))] as const] : []),
  ]
  return (
    <dl className={css.head}>
      {lines.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function photosInWords(photos: readonly RecordPhoto[]): string {
  const missing = missingPhotos(photos)
  const drawn = photos.filter(({ drawnOn }) => drawnOn !== undefined).length
  return `${photos.length - drawn} ảnh${drawn > 0 ? `, ${drawn} bản có đánh dấu` : ''}${missing > 0 ? `, ${missing} ảnh chưa tới máy chủ` : ''}`
}

function ResultBody({ record, checklist }: { record: InspectionRecord; checklist: Checklist }) {
  const [onlyLost, setOnlyLost] = useState(false)
  const { head } = record
  const answers = answersIn(record.cells)
  const scored = score(checklist, head.facts, answers, { date: head.date })
  const lost = Object.values(scored.byItem).filter(lostPoints).length
  return (
    <>
      <LateAnswers record={record} checklist={checklist} />
      <ScoreCard score={scored} checklist={checklist} sectionHref={(sectionId) => `#muc-${sectionId}`} />
      <div className={css.tools}>
        <label className={css.toggle}>
          <input type="checkbox" checked={onlyLost} onChange={(event) => setOnlyLost(event.target.checked)} />
          <span>Chỉ điểm bị mất ({lost})</span>
        </label>
        <Button onClick={() => window.print()}>In</Button>
      </div>
      {onlyLost && lost === 0 ? (
        <Notice tone="pass">
          <p>Không có điểm nào bị mất.</p>
        </Notice>
      ) : null}
      {scored.sections.map((section) => (
        <ResultSection
          key={section.sectionId}
          section={section}
          checklist={checklist}
          answers={answers}
          photos={record.photos}
          onlyLost={onlyLost}
        />
      ))}
      <p className={css.notice}>{checklist.notice}</p>
    </>
  )
}
