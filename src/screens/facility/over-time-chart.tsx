import { AxisBottom, AxisLeft } from '@visx/axis'
import { scaleLinear, scaleTime } from '@visx/scale'
import { Circle, LinePath } from '@visx/shape'
import type { ResultSummary } from '../../device/store/replica.ts'
import { inspectionKindNames, inspectionKinds } from '../../domain/people.ts'
import css from './over-time.module.css'

const WIDTH = 640
const HEIGHT = 220
const edge = { top: 16, right: 44, bottom: 40, left: 76 }

type Point = { at: Date; share: number }

/** Share of the points over time: filled dots on a line are inspections, rings on a broken line the facility's own. */
export function OverTimeChart({ results, title }: { results: readonly ResultSummary[]; title: string }) {
  const lines = inspectionKinds.map((kind) => ({
    kind,
    points: results.flatMap(({ head, score }): Point[] =>
      head.kind === kind && score && score.max > 0
        ? [{ at: new Date(`${head.date}T00:00:00Z`), share: score.earned / score.max }]
        : [],
    ),
  }))
  const all = lines.flatMap(({ points }) => points.map(({ at }) => at.getTime()))
  if (new Set(all).size < 2) return null
  const across = scaleTime({
    domain: [new Date(Math.min(...all)), new Date(Math.max(...all))],
    range: [edge.left, WIDTH - edge.right],
  })
  const up = scaleLinear({ domain: [0, 1], range: [HEIGHT - edge.bottom, edge.top] })
  return (
    <figure className={css.figure}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className={css.chart}
        role="img"
        aria-label={`${title}: tỷ lệ điểm qua các lượt; các con số ở bảng bên dưới`}
      >
        <AxisLeft
          scale={up}
          left={edge.left}
          numTicks={5}
          tickFormat={(value) => `${Math.round(Number(value) * 100)} %`}
          tickClassName={css.tick}
          axisLineClassName={css.axis}
          tickLineProps={{ className: css.axis }}
        />
        <AxisBottom
          scale={across}
          top={HEIGHT - edge.bottom}
          numTicks={4}
          tickFormat={(value) => monthOf(value as Date)}
          tickClassName={css.tick}
          axisLineClassName={css.axis}
          tickLineProps={{ className: css.axis }}
        />
        {lines.map(({ kind, points }) => (
          <g key={kind} data-kind={kind}>
            <LinePath data={points} x={({ at }) => across(at)} y={({ share }) => up(share)} className={css.line} />
            {points.map(({ at, share }, index) => (
              // Two visits of one day are two points.
              // biome-ignore lint/suspicious/noArrayIndexKey: the points are redrawn as a whole
              <Circle key={index} cx={across(at)} cy={up(share)} r={5} className={css.point} />
            ))}
          </g>
        ))}
      </svg>
      <figcaption className={css.legend}>
        {inspectionKinds.map((kind) => (
          <span key={kind}>
            <svg viewBox="0 0 28 12" width="28" height="12" aria-hidden="true" data-kind={kind}>
              <path d="M1 6h26" className={css.line} />
              <circle cx="14" cy="6" r="4.5" className={css.point} />
            </svg>
            {inspectionKindNames[kind]}
          </span>
        ))}
      </figcaption>
    </figure>
  )
}

/** "11/2026" */
function monthOf(at: Date): string {
  return `${at.getUTCMonth() + 1}/${at.getUTCFullYear()}`
}
