import { useCallback, useState } from 'react'
import { useSearchParams } from 'wouter'
import type { Ask } from '../../device/api/ask.ts'
import { askReport, exportPath, workbookPath } from '../../device/api/report.ts'
import { useAsked } from '../../device/api/use-asked.ts'
import { useDevice } from '../../device/sync/device.ts'
import { fileName } from '../../documents/file-name.ts'
import { periodReportPaper, reportBody } from '../../documents/period-report.ts'
import { periodOf, scopeWords } from '../../documents/report-words.ts'
import { dateInVietnam } from '../../domain/date.ts'
import type { PeriodReport } from '../../domain/overview/period-report.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { Panel } from '../../ui/panel.tsx'
import { NotFound } from '../not-found.tsx'
import { PaperPanel } from '../paper/paper-panel.tsx'
import { useMadePapers } from '../paper/use-made-papers.ts'
import { AskedPart } from '../parts/asked-part.tsx'
import { PaperView } from './paper-view.tsx'
import css from './report.module.css'
import { ReportFilters } from './report-filters.tsx'
import { queryOf, questionOf, type ReportWish, rawQuestionOf, wishIn } from './report-wish.ts'

/** A period report: on the screen, as a paper, as a workbook, and the raw tables behind it. */
export function ReportPage() {
  const { person } = useDevice()
  const [query, setQuery] = useSearchParams()
  const wish = wishIn(query, dateInVietnam(Date.now()))
  if (person.role === 'inspector') return <NotFound />
  const isOwn = person.role === 'facility'
  const change = (next: Partial<ReportWish>) => setQuery(queryOf({ ...wish, ...next }), { replace: true })
  return (
    <div className={css.page}>
      <PageTitle>Báo cáo kỳ</PageTitle>
      <ReportFilters wish={wish} onWish={change} isOwn={isOwn} />
      <Report key={`${questionOf(wish)}`} wish={wish} isOwn={isOwn} />
    </div>
  )
}

function Report({ wish, isOwn }: { wish: ReportWish; isOwn: boolean }) {
  const question = `${questionOf(wish)}`
  const asked = useAsked(
    `reports/period?${question}`,
    useCallback((ask: Ask) => askReport(ask, new URLSearchParams(question)), [question]),
  )
  return (
    <AskedPart asked={asked} rows={8}>
      {(report) => (
        <>
          <p className={css.about} role="status">
            {scopeWords(report)} · {periodOf(report)}
            {report.demonstration ? ' · tất cả là dữ liệu minh họa' : ''}
          </p>
          <div className={css.files}>
            <PaperPart key={JSON.stringify(report)} report={report} />
            <Panel title="Bảng tính">
              <p>Mọi số liệu của báo cáo, mỗi bảng một trang, dùng được trong Excel.</p>
              <a className={buttonClass('plain')} href={workbookPath(questionOf(wish))} download={xlsxName(report)}>
                Tải báo cáo XLSX
              </a>
            </Panel>
            {isOwn ? null : <RawPart wish={wish} report={report} />}
          </div>
          <article className={css.report}>
            <PaperView blocks={reportBody(report)} />
          </article>
        </>
      )}
    </AskedPart>
  )
}

function xlsxName(report: PeriodReport): string {
  return fileName('bao-cao', scopeWords(report), report.period).replace(/\.pdf$/, '.xlsx')
}

/** The paper is made when somebody wants it: the library behind it is large. */
function PaperPart({ report }: { report: PeriodReport }) {
  const [isWanted, setWanted] = useState(false)
  if (isWanted) return <MadePaper report={report} />
  return (
    <Panel title="Văn bản">
      <p>Theo thể thức văn bản hành chính, có chỗ ký. Số, ký hiệu và nơi nhận để trống cho người ghi.</p>
      <Button look="main" onClick={() => setWanted(true)}>
        Lập tệp PDF
      </Button>
    </Panel>
  )
}

function MadePaper({ report }: { report: PeriodReport }) {
  const { makings, again } = useMadePapers([
    { fileName: fileName('bao-cao', scopeWords(report), report.period), papers: [periodReportPaper(report)] },
  ])
  const [making] = makings
  if (!making) return null
  const about = 'Theo thể thức văn bản hành chính, có chỗ ký. Số, ký hiệu và nơi nhận để trống cho người ghi.'
  return <PaperPanel title="Báo cáo" about={about} making={making} onAgain={again} />
}

const raw = [
  { what: 'inspections', title: 'Mỗi dòng một lượt' },
  { what: 'answers', title: 'Mỗi dòng một câu trả lời' },
] as const

function RawPart({ wish, report }: { wish: ReportWish; report: PeriodReport }) {
  const question = rawQuestionOf(wish, report)
  return (
    <Panel title="Dữ liệu thô">
      <p>
        Các lượt đã nộp trong kỳ, có tên người ghi: mỗi lần tải được ghi vào nhật ký. Trang tính Excel chứa tối đa
        1.048.576 dòng; nhiều hơn thì dữ liệu nối tiếp sang trang sau.
      </p>
      <ul className={css.raw}>
        {raw.map(({ what, title }) => (
          <li key={what}>
            <span>{title}</span>
            {(['csv', 'xlsx'] as const).map((as) => (
              <a
                key={as}
                className={buttonClass('quiet')}
                href={exportPath(what, as, question)}
                download
                aria-label={`Tải ${as.toLocaleUpperCase('vi')}, ${title.toLocaleLowerCase('vi')}`}
              >
                {as.toLocaleUpperCase('vi')}
              </a>
            ))}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
