import { AxisBottom, AxisLeft } from '@visx/axis'
import { scaleLinear, scalePoint } from '@visx/scale'
import { Circle, LinePath } from '@visx/shape'
import { quarterName } from '../../../domain/overview/period.ts'
import { classNames } from '../../../ui/class-names.ts'
import { Panel } from '../../../ui/panel.tsx'
import { TableBox } from '../../../ui/table-box.tsx'
import css from './overview.module.css'
import { type Chosen, shareWords } from './overview-words.ts'

const WIDTH = 640
const HEIGHT = 240
const edge = { top: 16, right: 44, bottom: 40, left: 76 }

/** Eight quarters as a line, with the numbers beside it: a chart alone tells nothing to who cannot see it. */
export function Trend({ rows }: { rows: Chosen['trend'] }) {
  const known = rows.flatMap(({ quarter, spread }) => (spread ? [{ quarter, mean: spread.mean }] : []))
  const across = scalePoint({ domain: rows.map(({ quarter }) => quarter), range: [edge.left, WIDTH - edge.right] })
  const up = scaleLinear({ domain: [0, 10_000], range: [HEIGHT - edge.bottom, edge.top] })
  const short = (quarter: number) => quarterName(quarter).replace('Quý ', '')
  return (
    <Panel title="Diễn biến tám quý">
      <div className={css.trend}>
        {known.length > 1 ? (
          <svg
            viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
            className={css.chart}
            role="img"
            aria-label="Điểm trung bình từng quý; các con số ở bảng bên cạnh"
          >
            <AxisLeft
              scale={up}
              left={edge.left}
              numTicks={5}
              tickFormat={(value) => `${Number(value) / 100} %`}
              tickClassName={css.tick}
              axisLineClassName={css.axis}
              tickLineProps={{ className: css.axis }}
            />
            <AxisBottom
              scale={across}
              top={HEIGHT - edge.bottom}
              tickFormat={(value) => short(Number(value))}
              tickClassName={classNames(css.tick, css.quarter)}
              axisLineClassName={css.axis}
              tickLineProps={{ className: css.axis }}
            />
            <LinePath
              data={known}
              x={({ quarter }) => across(quarter) ?? 0}
              y={({ mean }) => up(mean)}
              className={css.line}
            />
            {known.map(({ quarter, mean }) => (
              <Circle key={quarter} cx={across(quarter)} cy={up(mean)} r={5} className={css.point} />
            ))}
          </svg>
        ) : (
          <p className={css.note}>Cần kết quả của ít nhất hai quý để vẽ đường.</p>
        )}
        <TableBox label="Bảng tám quý">
          <table className={css.table}>
            <caption className={css.hidden}>Điểm trung bình và số cơ sở của từng quý</caption>
            <thead>
              <tr>
                <th scope="col">Quý</th>
                <th scope="col" data-number="true">
                  Trung bình
                </th>
                <th scope="col" data-number="true">
                  Cơ sở
                </th>
                <th scope="col" data-number="true">
                  Lượt
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ quarter, spread, assessed, visits }) => (
                <tr key={quarter}>
                  <th scope="row">{short(quarter)}</th>
                  <td data-number="true">{spread ? shareWords(spread.mean) : '–'}</td>
                  <td data-number="true">{assessed}</td>
                  <td data-number="true">{visits}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      </div>
    </Panel>
  )
}
