import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import { dateInVietnam, formatDate } from '../../domain/date.ts'
import type { InspectionHead, ScoreSummary } from '../../domain/inspection.ts'
import { inspectionKindNames } from '../../domain/people.ts'
import { type GradedBy, totalWords } from '../../domain/scoring/score-words.ts'

/** What the page behind a paper's code says. */
export type Paper =
  | {
      is: 'held'
      /** Number of the newest seal with this content, and when the server set it. */
      no: number
      at: number
      /** Seals after it, and when the first of them was set; null where it stands. */
      newer: { count: number; at: number } | null
      head: InspectionHead
      score: ScoreSummary | null
      checklistTitle: string
      gradedBy: GradedBy
      code: string
    }
  | { is: 'unknown' }
  | { is: 'tooOften' }

/** A page without scripts, on its own: any telephone opens it at once, and nothing of it can be loaded from elsewhere. */
export function paperPage(paper: Paper, now: number) {
  const { tone, sign, title, words } = verdictOf(paper)
  return html`<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – Sổ Kiểm</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<header>Sổ Kiểm <span>Kiểm chứng kết quả</span></header>
<main>
<div class="verdict ${tone}"><span class="sign" aria-hidden="true">${sign}</span><h1>${title}</h1>${words.map((text) => html`<p>${text}</p>`)}</div>
${paper.is === 'held' ? factsOf(paper) : paper.is === 'unknown' ? reasons : ''}
</main>
<footer>Kiểm chứng lúc ${moment(now)} (giờ Việt Nam).</footer>
</body>
</html>
`
}

type Verdict = { tone: 'pass' | 'partial' | 'fail' | 'info'; sign: string; title: string; words: string[] }

function verdictOf(paper: Paper): Verdict {
  if (paper.is === 'tooOften')
    return {
      tone: 'info',
      sign: '…',
      title: 'Xin chờ một phút',
      words: ['Từ mạng này đã có quá nhiều lần kiểm chứng. Hãy chờ một phút rồi tải lại trang.'],
    }
  if (paper.is === 'unknown')
    return {
      tone: 'fail',
      sign: '✕',
      title: 'Không khớp với bản nào',
      words: ['Máy chủ không giữ kết quả nào có mã kiểm chứng này.'],
    }
  if (paper.newer)
    return {
      tone: 'partial',
      sign: '◐',
      title: 'Khớp với một bản cũ',
      words: [
        `Kết quả này đã được sửa đổi sau đó, từ ${moment(paper.newer.at)}. Hãy xin bản mới nhất.`,
        'Các dòng dưới đây là của bản cũ; hãy so với tờ giấy.',
      ],
    }
  return {
    tone: 'pass',
    sign: '✓',
    title: 'Khớp với bản máy chủ đang giữ',
    words: ['Hãy so các dòng dưới đây với tờ giấy. Có dòng nào khác thì tờ giấy đã bị sửa.'],
  }
}

const reasons = html`<section><h2>Vì sao có thể như vậy</h2><ul>
<li>Kết quả chưa được gửi tới máy chủ. Hãy thử lại khi máy của người kiểm tra đã có mạng.</li>
<li>Nội dung trên giấy hoặc mã đã bị sửa.</li>
<li>Mã bị quét hoặc chép thiếu.</li>
</ul><p class="small">Với mọi mã không đúng, trang này trả lời như nhau.</p></section>`

function factsOf({ head, checklistTitle, gradedBy, score, no, at, code }: Extract<Paper, { is: 'held' }>) {
  const lines: [name: string, value: string][] = [
    ['Cơ sở', head.facilityName],
    ['Bộ tiêu chí', `${checklistTitle} (phiên bản ${head.checklist.version})`],
    ['Hình thức', inspectionKindNames[head.kind]],
    ['Ngày', formatDate(head.date)],
    ['Kết quả', score ? totalWords(gradedBy, score) : '–'],
    ['Xếp loại', score?.grade ?? 'chưa xác định'],
    ...(score && score.criticalFailures > 0
      ? [['Điểm liệt không đạt', `${score.criticalFailures}`] as [string, string]]
      : []),
    ['Bản', no === 1 ? 'nộp lần đầu' : `sửa đổi lần ${no - 1}`],
    ['Máy chủ nhận lúc', moment(at)],
    ['Mã kiểm chứng', code],
  ]
  return html`<dl>${lines.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`
}

/** "10:42 ngày 22/11/2026" */
function moment(at: number): string {
  const clock = new Date(at + 7 * 3_600_000).toISOString().slice(11, 16)
  return `${clock} ngày ${formatDate(dateInVietnam(at))}`
}

/** The app's colours by role (ui/tokens.css), for one page. */
const STYLE = `
:root{color-scheme:light dark;--ink:#14211b;--muted:#46564d;--ground:#eef3ee;--paper:#fff;--line:#d3dcd5;--brand:#0b6b4b;
--pass:#146c2e;--pass-back:#e4f4e8;--partial:#7a4d00;--partial-back:#fff3d6;--fail:#a61b14;--fail-back:#fce9e7;--info:#0a4f96;--info-back:#e6f0fb}
@media (prefers-color-scheme:dark){:root{--ink:#e8efea;--muted:#b3c2b9;--ground:#0a0f0d;--paper:#161e1a;--line:#2c3832;--brand:#6bdcae;
--pass:#8be0a4;--pass-back:#173020;--partial:#f5cb6b;--partial-back:#33270a;--fail:#ffb4ab;--fail-back:#3b1512;--info:#a3cbfa;--info-back:#10263e}}
*{box-sizing:border-box;margin:0;padding:0}
body{background:var(--ground);color:var(--ink);font:17px/1.5 "Inter Variable",system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;
max-width:620px;margin:0 auto;padding:20px 16px 32px}
header{color:var(--brand);font-weight:750;padding-bottom:16px}
header span{color:var(--muted);font-weight:400;padding-left:8px}
main{display:grid;gap:16px}
.verdict{border-radius:12px;padding:20px;display:grid;gap:8px}
.verdict h1{font-size:1.35rem;line-height:1.4;font-weight:720}
.sign{font-size:2rem;line-height:1.2;font-weight:700}
.verdict p{color:var(--ink)}
.pass{background:var(--pass-back);color:var(--pass)}
.partial{background:var(--partial-back);color:var(--partial)}
.fail{background:var(--fail-back);color:var(--fail)}
.info{background:var(--info-back);color:var(--info)}
dl,section{background:var(--paper);border:1px solid var(--line);border-radius:12px;padding:4px 20px}
section{display:grid;gap:8px;padding:20px}
h2{font-size:1.06rem;font-weight:680}
ul{padding-left:20px;display:grid;gap:6px}
dl div{display:grid;grid-template-columns:minmax(120px,2fr) 3fr;gap:4px 16px;padding:10px 0}
dl div+div{border-top:1px solid var(--line)}
dt{color:var(--muted)}
dd{font-weight:600;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
.small,footer{color:var(--muted);font-size:.92rem}
footer{padding-top:16px}
`

/** What this page may load: nothing but the style that stands in it. */
export const paperPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE, 'utf8').digest('base64')}'`,
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')
