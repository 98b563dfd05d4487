import type { Item, Origin } from '../../domain/checklist.ts'
import { formatPoints } from '../../domain/decimal.ts'
import { evidenceNames } from '../../domain/items.ts'
import { type Basis, type Citation, citationsOf, type LegalDocument } from '../../domain/law.ts'
import css from './item-details.module.css'

const pointsOrigins: Record<Origin, string> = {
  official: 'theo văn bản',
  source: 'theo tài liệu nguồn',
  proposed: 'điểm đề xuất',
  unknown: 'chưa rõ nguồn điểm',
}

const wordingOrigins: Record<Origin, string> = {
  official: 'Lời văn của văn bản.',
  source: 'Lời văn theo tài liệu nguồn.',
  proposed: 'Lời văn đề xuất, không phải lời của văn bản.',
  unknown: 'Chưa rõ nguồn lời văn.',
}

type ItemDetailsProps = {
  item: Item
  documents: readonly LegalDocument[]
  extraBasis?: readonly Basis[] | undefined
  /** Why the answer earned what it did; nothing while there is none. */
  reason?: string | undefined
}

/** How to check, what to bring along, and what the question rests on. */
export function ItemDetails({ item, documents, extraBasis = [], reason }: ItemDetailsProps) {
  const citations = citationsOf([...item.basis, ...extraBasis], documents)
  return (
    <dl className={css.details}>
      {reason ? (
        <>
          <dt>Vì sao được điểm này</dt>
          <dd>{reason}</dd>
        </>
      ) : null}
      <dt>Cách kiểm tra</dt>
      <dd>{item.howToCheck}</dd>
      {item.evidence.length > 0 ? (
        <>
          <dt>Minh chứng</dt>
          <dd>
            {item.evidence.map((kind) => evidenceNames[kind]).join(', ')}
            {item.evidenceRequired ? ' (bắt buộc)' : ''}
          </dd>
        </>
      ) : null}
      {item.officialNumber ? (
        <>
          <dt>Số trong văn bản</dt>
          <dd>chỉ tiêu {item.officialNumber}</dd>
        </>
      ) : null}
      {item.points > 0 ? (
        <>
          <dt>Điểm</dt>
          <dd>
            {formatPoints(item.points)} điểm ({pointsOrigins[item.pointsOrigin]})
          </dd>
        </>
      ) : null}
      <dt>Căn cứ</dt>
      <dd>
        {citations.length === 0 ? 'Chưa có căn cứ pháp lý trong dữ liệu.' : null}
        <ul>
          {citations.map((citation) => (
            <CitationLine key={citation.document.id} {...citation} />
          ))}
        </ul>
        <p className={css.small}>{wordingOrigins[item.wordingOrigin]}</p>
      </dd>
      {item.remark ? (
        <>
          <dt>Lưu ý</dt>
          <dd>{item.remark}</dd>
        </>
      ) : null}
    </dl>
  )
}

function CitationLine({ document, clauses, isUnsure, standing }: Citation) {
  return (
    <li>
      {[document.number, ...clauses].join(', ')}
      <span className={css.small}>
        {' '}
        – {document.title}
        {standing ? ` (${standing})` : ''}
        {isUnsure ? ' (cần đối chiếu văn bản)' : ''}
      </span>
    </li>
  )
}
