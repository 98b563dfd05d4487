import { followUpWords, planInWords } from '../domain/action-words.ts'
import { formatDate } from '../domain/date.ts'
import { factLines } from '../domain/facility-words.ts'
import { type Finding, feedbackOf, findingsOf } from '../domain/findings.ts'
import { positionWords } from '../domain/position-words.ts'
import { lastOf, type SignerRole } from '../domain/signature.ts'
import { refusalWords, signerRolesOf } from '../domain/signature-words.ts'
import { conclusionOf, scaleRemark, totalLine, wayUpWords } from './conclusion.ts'
import { codeOf, dateOfDocument, footOf, GAP, letterhead, signersOf, subjects, watermarkOf } from './frame.ts'
import type { Block, Paper, Words } from './paper.ts'
import { answerTables, cell, findingTable, sectionTable, withoutResult } from './result-tables.ts'
import type { PaperSource, PlanRow } from './source.ts'

/**
 * The minutes (biên bản kiểm tra) of one inspection: Mẫu 1.9 “Biên bản” of Phụ lục III,
 * Nghị định 30/2020/NĐ-CP, its order kept (thời gian bắt đầu, địa điểm, thành phần, chủ trì,
 * thư ký, nội dung, kết thúc, chữ ký, nơi nhận), its “nội dung” being the inspection.
 * Every answer follows in an annex (Mẫu 2.1). What the app does not know is a dotted line.
 */
export function minutesOf(source: PaperSource): Paper {
  const { head, checklist } = source
  const isVisit = head.kind === 'inspection'
  return {
    title: `Biên bản ${subjects[head.kind].toLocaleLowerCase('vi')} – ${head.facilityName} – ${formatDate(head.date)}`,
    watermark: watermarkOf(source),
    foot: footOf(source),
    density: 'full',
    blocks: [
      letterhead(source),
      {
        is: 'title',
        kind: 'BIÊN BẢN',
        subject: `${subjects[head.kind]} theo “${checklist.title}”\ntại ${head.facilityName}`,
      },
      ...opening(source),
      ...headed('I. Nội dung', subject(source)),
      ...headed('II. Kết quả', result(source)),
      ...headed('III. Kết luận', conclusion(source)),
      ...headed(`IV. ${isVisit ? 'Yêu cầu khắc phục' : 'Biện pháp khắc phục'}`, plan(source)),
      ...(isVisit ? headed('V. Ý kiến của cơ sở', [{ is: 'lines', count: 4 }]) : []),
      closing(source),
      {
        is: 'annex',
        title: 'KẾT QUẢ TỪNG TIÊU CHÍ',
        of: `(Kèm theo Biên bản số ${GAP}/BB-${GAP} ${dateOfDocument(head.date)})`,
      },
      ...answerTables(source),
    ],
  }
}

/** A heading never stands alone at the foot of a page. */
function headed(text: string, [first, ...rest]: readonly Block[]): Block[] {
  const heading: Block = { is: 'heading', text }
  return first ? [{ is: 'together', blocks: [heading, first] }, ...rest] : [heading]
}

function opening({ head, facility, signatures = [] }: PaperSource): Block[] {
  const signed = (role: SignerRole) => lastOf(signatures, role)
  // Offices are known of who has signed, as they said them.
  const officeOf = (name: string) => signatures.find((each) => each.name === name)?.position || null
  const nameOf = (role: SignerRole) => signed(role)?.name || null
  const team = head.team.map((name): Block => ({ is: 'person', name, office: officeOf(name) }))
  const isVisit = head.kind === 'inspection'
  return [
    { is: 'field', name: 'Thời gian bắt đầu', value: `${GAP} giờ ${GAP}, ${dateOfDocument(head.date)}` },
    { is: 'field', name: 'Địa điểm', value: [head.facilityName, facility?.address].filter(Boolean).join(', ') },
    ...(head.position
      ? ([{ is: 'field', name: 'Tọa độ do thiết bị ghi', value: positionWords(head.position) }] as Block[])
      : []),
    { is: 'paragraph', words: 'Thành phần tham dự:' },
    { is: 'paragraph', words: isVisit ? '1. Đoàn kiểm tra' : '1. Người tự đánh giá' },
    ...team,
    ...(isVisit
      ? ([
          { is: 'paragraph', words: '2. Đại diện cơ sở được kiểm tra' },
          { is: 'person', name: nameOf('facility'), office: signed('facility')?.position || null },
          { is: 'person', name: null, office: null },
        ] as Block[])
      : []),
    { is: 'field', name: isVisit ? 'Chủ trì (trưởng đoàn)' : 'Chủ trì', value: nameOf(isVisit ? 'head' : 'facility') },
    { is: 'field', name: 'Thư ký (người ghi biên bản)', value: nameOf('secretary') },
  ]
}

function subject({ head, checklist, seal }: PaperSource): Block[] {
  const facts = factLines(head.facts).map(({ name, value }): Words => `${name}: ${value}.`)
  return [
    {
      is: 'paragraph',
      words: `${subjects[head.kind]} theo “${checklist.title}”, phiên bản ${head.checklist.version}, dành cho cơ sở có các đặc điểm sau:`,
    },
    { is: 'list', items: facts },
    { is: 'paragraph', words: [{ text: 'Về bộ tiêu chí: ', italics: true }, checklist.notice] },
    ...(seal && seal.no > 1
      ? ([
          {
            is: 'paragraph',
            words: `Đây là bản sửa đổi lần ${seal.no - 1}, thay cho bản trước.${seal.reason ? ` Lý do: ${seal.reason}` : ''}`,
          },
        ] as Block[])
      : []),
  ]
}

function result(source: PaperSource): Block[] {
  const { checklist, score, answers } = source
  const findings = findingsOf(checklist, score, answers)
  const critical = findings.filter(({ scored }) => scored.criticalFailure)
  const others = findings.filter(({ scored }) => !scored.criticalFailure)
  const { undetermined, notApplicable, blank } = withoutResult(score)
  const numbered = (title: string, numbers: readonly string[]): Block[] =>
    numbers.length === 0 ? [] : [{ is: 'paragraph', words: `${title} (${numbers.length}): ${numbers.join(', ')}.` }]
  const listed = (title: string, found: readonly Finding[]): Block =>
    found.length === 0
      ? { is: 'paragraph', words: [{ text: `${title}: không có.`, bold: true }] }
      : findingTable(`${title}: ${found.length}`, found, source)
  return [
    sectionTable(source, '1. Điểm từng mục'),
    listed('2. Điểm liệt không đạt', critical),
    listed('3. Tồn tại khác', others),
    ...followed(source),
    ...numbered('Tiêu chí chưa xác định', undetermined),
    ...numbered('Tiêu chí không áp dụng', notApplicable),
    ...numbered('Tiêu chí chưa trả lời', blank),
    ...score.warnings.map((words): Block => ({ is: 'paragraph', words: `Cần xem lại: ${words}` })),
  ]
}

function followed({ followUps = [] }: PaperSource): Block[] {
  if (followUps.length === 0) return []
  return [
    {
      is: 'table',
      caption: `4. Kết quả khắc phục của lần trước: ${followUps.filter(({ is }) => is === 'fixed').length}/${followUps.length}`,
      columns: [
        { title: 'Tiêu chí', width: 58 },
        { title: 'Biện pháp đã thống nhất', width: null },
        { title: 'Kết quả', width: 28, align: 'center' },
      ],
      rows: followUps.map(({ finding, is, action }) => [
        cell(finding),
        cell(
          action
            ? `Ngày ${formatDate(action.plannedOn)}: ${planInWords(action.plan)}`
            : 'Biện pháp của một lượt không có trên máy lập biên bản.',
        ),
        is === 'fixed' ? cell(followUpWords[is]) : [[{ text: followUpWords[is], bold: true as const }]],
      ]),
    },
  ]
}

function conclusion({ checklist, score, answers }: PaperSource): Block[] {
  const { grade, why } = conclusionOf(score)
  const { wayUp } = feedbackOf(checklist, score, answers)
  const remark = scaleRemark(checklist)
  return [
    {
      is: 'paragraph',
      words: [
        'Tổng điểm: ',
        { text: totalLine(checklist, score), bold: true },
        '. Xếp loại: ',
        { text: grade, bold: true },
        '.',
      ],
    },
    { is: 'paragraph', words: why },
    ...(score.gates.length > 0
      ? ([
          { is: 'paragraph', words: 'Điều kiện xếp loại:' },
          { is: 'list', items: score.gates.map(({ met, text }) => `${met ? 'Đạt' : 'Chưa đạt'}: ${text}`) },
        ] as Block[])
      : []),
    ...(wayUp.is === 'missing'
      ? wayUpWords(wayUp).flatMap(({ title, steps }): Block[] => [
          { is: 'paragraph', words: `${title}, cơ sở còn:` },
          { is: 'list', items: steps },
        ])
      : []),
    ...(remark ? ([{ is: 'paragraph', words: [{ text: remark, italics: true }] }] as Block[]) : []),
  ]
}

function plan({ plan = [] }: PaperSource): Block[] {
  if (plan.length === 0)
    return [
      { is: 'paragraph', words: 'Nội dung, người chịu trách nhiệm, thời hạn:' },
      { is: 'lines', count: 4 },
    ]
  return [
    { is: 'paragraph', words: 'Cơ sở thực hiện các biện pháp sau:' },
    {
      is: 'table',
      caption: null,
      columns: [
        { title: 'Tồn tại', width: null },
        { title: 'Biện pháp', width: 58 },
        { title: 'Người chịu trách nhiệm', width: 32 },
        { title: 'Thời hạn', width: 24, align: 'center' },
      ],
      rows: plan.map(({ finding, action, responsible, due }: PlanRow) => [
        cell(finding),
        cell(action || GAP),
        cell(responsible ?? GAP),
        cell(due === null ? GAP : formatDate(due)),
      ]),
    },
  ]
}

/** No signature stands on a page without what is signed. */
function closing(source: PaperSource): Block {
  const { head, signatures = [] } = source
  const isVisit = head.kind === 'inspection'
  const refusals = signerRolesOf(head.kind).flatMap((role) => {
    const given = lastOf(signatures, role)
    return (given && refusalWords(given)) ?? []
  })
  return {
    is: 'together',
    blocks: [
      {
        is: 'paragraph',
        words: `Buổi làm việc kết thúc vào ${GAP} giờ ${GAP}, ngày ${GAP} tháng ${GAP} năm ${GAP}. Biên bản đã được đọc lại cho những người có tên ở trên cùng nghe, thống nhất nội dung và ký tên; được lập thành ${GAP} bản có giá trị như nhau./.`,
      },
      ...refusals.map((words): Block => ({ is: 'paragraph', words })),
      { is: 'signatures', signers: signersOf(source) },
      {
        is: 'ending',
        recipients: isVisit
          ? ['Cơ sở được kiểm tra;', `${GAP}${GAP};`, `Lưu: ${GAP}${GAP}.`]
          : [`${GAP}${GAP};`, `Lưu: ${GAP}${GAP}.`],
        code: codeOf(source),
      },
    ],
  }
}
