import { Link } from 'wouter'
import { Panel } from '../../../ui/panel.tsx'
import { TableBox } from '../../../ui/table-box.tsx'
import css from './overview.module.css'
import { addressOf, type OverviewWish } from './overview-wish.ts'
import { type Chosen, shareWords } from './overview-words.ts'

type AreasTableProps = {
  title: string
  groups: Chosen['areas']
  wish: OverviewWish
  /** What a tap on a line narrows the view to. */
  narrow: (id: string) => Partial<OverviewWish>
}

/** Coverage and results of groups of facilities, best mean first. */
export function AreasTable({ title, groups, wish, narrow }: AreasTableProps) {
  const sorted = groups.toSorted((a, b) => (b.spread?.mean ?? -1) - (a.spread?.mean ?? -1))
  return (
    <Panel title={title}>
      <TableBox label={`Bảng ${title.toLowerCase()}`}>
        <table className={css.table}>
          <caption className={css.hidden}>{title}; chạm vào tên để xem riêng</caption>
          <thead>
            <tr>
              <th scope="col">Tên</th>
              <th scope="col" data-number="true">
                Đã làm
              </th>
              <th scope="col" data-number="true">
                Trung bình
              </th>
              <th scope="col" data-number="true">
                Thấp – cao
              </th>
              <th scope="col" data-number="true">
                Chưa đạt
              </th>
            </tr>
          </thead>
          <tbody>
            {sorted.map(({ id, name, due, assessed, spread, tones }) => (
              <tr key={id}>
                <th scope="row">
                  <Link href={addressOf({ ...wish, ...narrow(id) })}>{name}</Link>
                </th>
                <td data-number="true">
                  {assessed}/{due}
                </td>
                <td data-number="true">{spread ? shareWords(spread.mean) : '–'}</td>
                <td data-number="true">{spread ? `${shareWords(spread.low)} – ${shareWords(spread.high)}` : '–'}</td>
                <td data-number="true">{tones.fail}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
    </Panel>
  )
}
