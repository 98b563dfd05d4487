import { Link } from 'wouter'
import type { OverviewReply } from '../../../protocol/overview-wire.ts'
import { Meter } from '../../../ui/meter.tsx'
import { TableBox } from '../../../ui/table-box.tsx'
import css from './overview.module.css'
import { addressOf, type OverviewWish } from './overview-wish.ts'
import { shareWords } from './overview-words.ts'

type FamiliesTableProps = { families: OverviewReply['families']; chosen: string; wish: OverviewWish }

/** Every checklist in one line; a tap on one shows what is behind it. */
export function FamiliesTable({ families, chosen, wish }: FamiliesTableProps) {
  return (
    <TableBox label="Bảng các bộ tiêu chí">
      <table className={css.table}>
        <caption className={css.hidden}>Các bộ tiêu chí trong kỳ; chạm vào tên để xem chi tiết</caption>
        <thead>
          <tr>
            <th scope="col">Bộ tiêu chí</th>
            <th scope="col">Đã làm / phải làm</th>
            <th scope="col" data-number="true">
              Trung bình
            </th>
            <th scope="col" data-number="true">
              Đạt
            </th>
            <th scope="col" data-number="true">
              Một phần
            </th>
            <th scope="col" data-number="true">
              Chưa đạt
            </th>
            <th scope="col" data-number="true">
              Chưa xác định
            </th>
            <th scope="col" data-number="true">
              Điểm liệt
            </th>
            <th scope="col" data-number="true">
              Đã duyệt
            </th>
          </tr>
        </thead>
        <tbody>
          {families.map(({ checklistId, title, due, assessed, approved, criticalFailures, spread, tones }) => (
            <tr key={checklistId} aria-current={checklistId === chosen ? 'true' : undefined}>
              <th scope="row">
                <Link href={addressOf({ ...wish, checklist: checklistId })}>{title}</Link>
              </th>
              <td>
                <span className={css.coverage}>
                  <Meter value={assessed} max={due} label={`Đã làm của ${title}`} />
                  <span>
                    {assessed}/{due}
                  </span>
                </span>
              </td>
              <td data-number="true">{spread ? shareWords(spread.mean) : '–'}</td>
              <td data-number="true">{tones.pass}</td>
              <td data-number="true">{tones.partial}</td>
              <td data-number="true">{tones.fail}</td>
              <td data-number="true">{tones.undetermined}</td>
              <td data-number="true">{criticalFailures}</td>
              <td data-number="true">{approved}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  )
}
