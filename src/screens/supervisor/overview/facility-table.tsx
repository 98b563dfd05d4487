import { Link } from 'wouter'
import { signalWords } from '../../../domain/overview/doubts.ts'
import { type Listed, listedChoices } from '../../../domain/overview/listed.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Mark } from '../../../ui/mark.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { TableBox } from '../../../ui/table-box.tsx'
import { GradeBadge } from '../../parts/grade-badge.tsx'
import { statusWords } from '../../parts/tones.ts'
import { FacilityPages } from './facility-pages.tsx'
import css from './overview.module.css'
import { facilitiesQuestionOf, listedWords, type OverviewWish } from './overview-wish.ts'
import { type Chosen, type FacilityRow, gapWords, heatOf, shareWords } from './overview-words.ts'

type FacilityTableProps = { chosen: Chosen; wish: OverviewWish; onWish: (next: Partial<OverviewWish>) => void }

/** Ranking and heat map in one: a facility a row, a section a column. */
export function FacilityTable({ chosen, wish, onWish }: FacilityTableProps) {
  const question = facilitiesQuestionOf({ ...wish, checklist: chosen.checklistId }, { show: wish.show })
  const isInspection = wish.kind === 'inspection'
  return (
    <section aria-labelledby="co-so" className={css.part}>
      <div className={css.partHead}>
        <h3 id="co-so">Cơ sở và các mục</h3>
        <SelectField
          label="Xem"
          value={wish.show}
          options={listedChoices.map((value) => ({ value, label: listedWords[value] }))}
          onChange={(show) => onWish({ show: show as Listed })}
        />
      </div>
      <p className={css.note}>
        Mỗi cơ sở tính bằng lượt gần nhất trong kỳ. “Chưa xác định” không có hạng và không phải là 0. Chạm vào điểm để
        mở lượt đó.
      </p>
      <FacilityPages
        key={`${question}`}
        question={`${question}`}
        first={wish.show === 'all' ? chosen.facilities : null}
      >
        {(rows) => (
          <TableBox label="Bảng cơ sở và các mục">
            <table className={css.table}>
              <caption className={css.hidden}>Xếp hạng cơ sở và tỷ lệ điểm từng mục</caption>
              <thead>
                <tr>
                  <th scope="col" data-number="true">
                    Hạng
                  </th>
                  <th scope="col">Cơ sở</th>
                  <th scope="col" data-number="true">
                    Điểm
                  </th>
                  <th scope="col">Xếp loại</th>
                  <th scope="col" data-number="true">
                    Cùng kỳ
                  </th>
                  <th scope="col" data-number="true">
                    {isInspection ? 'Tự đánh giá' : 'Kiểm tra'}
                  </th>
                  {chosen.sections.map(({ id, title }, index) => (
                    <th key={id} scope="col" data-number="true" title={title}>
                      <abbr title={title}>Mục {index + 1}</abbr>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <Row key={row.id} row={row} sections={chosen.sections} />
                ))}
              </tbody>
            </table>
          </TableBox>
        )}
      </FacilityPages>
      <ol className={css.legend} aria-label="Các mục">
        {chosen.sections.map(({ id, title, spread }, index) => (
          <li key={id}>
            <b>Mục {index + 1}.</b> {title} · trung bình {spread ? shareWords(spread.mean) : '–'}
          </li>
        ))}
      </ol>
    </section>
  )
}

type RowProps = { row: FacilityRow; sections: Chosen['sections'] }

function Row({ row, sections }: RowProps) {
  const { rank, name, areaName, now, before, other, moved, closedOn } = row
  return (
    <tr>
      <td data-number="true">{rank ?? '–'}</td>
      <th scope="row">
        <span>{name}</span>
        <span className={css.place}>
          {areaName}
          {moved ? ' · chuyển địa bàn trong kỳ' : ''}
          {closedOn ? ' · đã đóng cửa' : ''}
        </span>
      </th>
      <td data-number="true">
        {now ? (
          <Link href={`/ket-qua/${now.inspectionId}`} className={css.open}>
            {shareWords(now.share)}
          </Link>
        ) : (
          'chưa làm'
        )}
      </td>
      <td>
        {now ? (
          <span className={css.badges}>
            <GradeBadge score={now} />
            {now.criticalFailures > 0 ? <Badge tone="critical">{now.criticalFailures} điểm liệt</Badge> : null}
            {now.status === 'submitted' ? null : <Badge tone="info">{statusWords[now.status]}</Badge>}
            {now.signals.map((signal) => (
              <Badge key={signal} tone="partial">
                {signalWords[signal]}
              </Badge>
            ))}
          </span>
        ) : null}
      </td>
      <td data-number="true">{now && now.share !== null && before !== null ? gapWords(now.share - before) : '–'}</td>
      <td data-number="true">
        {other ? (
          <Link href={`/ket-qua/${other.inspectionId}`} className={css.open}>
            {shareWords(other.share)}
          </Link>
        ) : (
          '–'
        )}
      </td>
      {sections.map(({ id, title }, index) => {
        const share = now?.sections[index] ?? null
        const heat = heatOf(share)
        return (
          <td key={id} data-number="true" className={css[`heat-${heat}`]}>
            {now && share !== null ? (
              <>
                <Mark tone={heat} /> <span className={css.hidden}>{title}: </span>
                {Math.round(share / 100)}
              </>
            ) : (
              '–'
            )}
          </td>
        )
      })}
    </tr>
  )
}
