import type { Opportunity } from '../../../domain/answer.ts'
import type { Input } from '../../../domain/checklist.ts'
import { formatPercent } from '../../../domain/decimal.ts'
import { countOpportunities } from '../../../domain/scoring/observation.ts'
import { momentWords } from '../hand-hygiene-words.ts'
import css from './moment-table.module.css'

/** Below this many opportunities nothing is concluded about a single moment. */
const ENOUGH = 10

type MomentTableProps = { input: Extract<Input, { kind: 'observation' }>; list: readonly Opportunity[] }

/** How often hands were cleaned at each of the five moments, always with n. */
export function MomentTable({ input, list }: MomentTableProps) {
  const rows = momentWords.map((words, index) => {
    const moment = index + 1
    return { moment, words, ...countOpportunities({ ...input, counts: 'compliance', moments: [moment] }, list) }
  })
  const sum = rows.reduce((total, { denominator }) => total + denominator, 0)
  return (
    <div className={css.whole}>
      <table className={css.table}>
        <caption>Tuân thủ theo thời điểm</caption>
        <thead>
          <tr>
            <th scope="col">Thời điểm</th>
            <th scope="col">Có vệ sinh tay</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ moment, words, numerator, denominator }) => (
            <tr key={moment}>
              <th scope="row">
                {moment}. {words}
                {denominator < ENOUGH ? (
                  <span className={css.few}>dưới {ENOUGH} cơ hội: chưa kết luận cho thời điểm này</span>
                ) : null}
              </th>
              <td>
                <span>
                  {numerator}/{denominator}
                </span>
                {denominator < ENOUGH ? null : <span> = {formatPercent(numerator, denominator)}&nbsp;%</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {sum > list.length ? (
        <p className={css.note}>
          Một cơ hội có thể mang nhiều thời điểm: cộng các dòng được {sum}, nhiều hơn {list.length} cơ hội đã ghi. Tỷ lệ
          chung tính mỗi cơ hội một lần.
        </p>
      ) : null}
    </div>
  )
}
