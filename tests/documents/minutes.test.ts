import { describe, expect, it } from 'vitest'
import { clip, facilityCopiesOf } from '../../src/documents/facility-copy.ts'
import { fileName } from '../../src/documents/file-name.ts'
import { dateOfDocument } from '../../src/documents/frame.ts'
import { minutesOf } from '../../src/documents/minutes.ts'
import type { Block, Cell, Paper, Words } from '../../src/documents/paper.ts'
import { answers, checklist, fail, item, notApplicable, pass, passFail, section } from '../support/builders.ts'
import { digest, paperSource, seal } from '../support/paper-source.ts'
import { signatureOf } from '../support/signatures.ts'

const list = checklist(
  [
    section('a', [
      item('t.1', passFail, { critical: true, points: 300, basis: [{ document: 'tt', clause: 'Điều 3' }] }),
      item('t.2', passFail),
    ]),
    section('b', [item('t.3', passFail), item('t.4', { kind: 'text' }), item('t.5', passFail)]),
  ],
  {
    documents: [
      {
        id: 'tt',
        number: '16/2018/TT-BYT',
        title: 'Thông tư',
        kind: 'circular',
        issuedOn: null,
        inForceFrom: null,
        inForceUntil: null,
        replacedBy: null,
        confidence: 'verified',
      },
    ],
  },
)
const given = {
  ...answers({ 't.1': fail, 't.2': pass, 't.3': notApplicable, 't.4': { is: 'text', text: 'Sổ số 3' } }),
  't.5': { value: fail, note: 'Tủ rách\nchưa thay' },
}

/** A paper as one reads it: blocks as lines, cells between bars. */
function readable({ blocks }: Paper): string[] {
  return blocks.flatMap(linesOf)
}

function linesOf(block: Block): string[] {
  switch (block.is) {
    case 'letterhead':
      return [block.parent ?? '…', block.issuer ?? '…', block.symbol ?? '', block.placeAndDate]
    case 'title':
      return [block.kind, block.subject]
    case 'heading':
      return [`# ${block.text}`]
    case 'paragraph':
      return [text(block.words)]
    case 'field':
      return [`${block.name}: ${block.value ?? '…'}`]
    case 'person':
      return [`Ông (bà) ${block.name ?? '…'}, ${block.office ?? '…'}`]
    case 'list':
      return block.items.map((words) => `- ${text(words)}`)
    case 'lines':
      return Array.from({ length: block.count }, () => '…')
    case 'table':
      return [
        ...(block.caption ? [`| ${block.caption}`] : []),
        ...[...block.rows, ...(block.total ? [block.total] : [])].map((row) => row.map(cellText).join(' | ')),
      ]
    case 'signatures':
      return [block.signers.map(({ title, name }) => `${title} ${name ?? '…'}`).join(' | ')]
    case 'ending':
      return [...block.recipients, ...(block.code ? [block.code.address, ...block.code.lines] : [])]
    case 'together':
      return block.blocks.flatMap(linesOf)
    case 'annex':
      return [`## ${block.title} ${block.of}`]
    default:
      return block satisfies never
  }
}

function text(words: Words): string {
  return typeof words === 'string' ? words : words.map((span) => (typeof span === 'string' ? span : span.text)).join('')
}

function cellText(cell: Cell): string {
  return cell.map(text).join(' / ')
}

describe('the minutes', () => {
  it('follow the form from the first line to the last, with dots for what is not known', () => {
    expect(readable(minutesOf(paperSource(list, given)))).toEqual([
      '…',
      '…',
      'Số: ............/BB-............',
      '........................, ngày 05 tháng 02 năm 2026',
      'BIÊN BẢN',
      'Kiểm tra, chấm điểm theo “Bộ tiêu chí thử”\ntại Bệnh viện Đa khoa Hoa Ban',
      'Thời gian bắt đầu: ............ giờ ............, ngày 05 tháng 02 năm 2026',
      'Địa điểm: Bệnh viện Đa khoa Hoa Ban, Số 12 đường Bờ Sông',
      'Thành phần tham dự:',
      '1. Đoàn kiểm tra',
      'Ông (bà) Nguyễn Thị Kiểm, …',
      'Ông (bà) Trần Đức Giám, …',
      '2. Đại diện cơ sở được kiểm tra',
      'Ông (bà) …, …',
      'Ông (bà) …, …',
      'Chủ trì (trưởng đoàn): …',
      'Thư ký (người ghi biên bản): …',
      '# I. Nội dung',
      'Kiểm tra, chấm điểm theo “Bộ tiêu chí thử”, phiên bản 1.0, dành cho cơ sở có các đặc điểm sau:',
      '- Loại cơ sở: Bệnh viện.',
      '- Giường kế hoạch: 120 giường.',
      '- Nước thải: chưa có thông tin.',
      'Về bộ tiêu chí: Chỉ dùng để thử.',
      '# II. Kết quả',
      '| 1. Điểm từng mục',
      'Mục a | 2/2 | 1/4 | 25\u00a0% | 1',
      'Mục b | 3/3 | 0/2 | 0\u00a0% | –',
      'Tổng | 5/5 | 1/6 | 16,66\u00a0% | 1',
      '| 2. Điểm liệt không đạt: 1',
      '1 | Câu hỏi t.1? | Điểm liệt không đạt. / Không đạt: 0/3 điểm. / Căn cứ: 16/2018/TT-BYT, Điều 3. | 0/3',
      '| 3. Tồn tại khác: 2',
      '4 | Câu hỏi t.4? | Sổ số 3 | 0/1',
      '5 | Câu hỏi t.5? | Không đạt: 0/1 điểm. / Ghi chú: Tủ rách\nchưa thay | 0/1',
      'Tiêu chí không áp dụng (1): 3.',
      '# III. Kết luận',
      'Tổng điểm: 1/6 điểm (16,66\u00a0%). Xếp loại: Không đạt.',
      '1/6 điểm, bằng 16,66 %. Thiếu 3,8 điểm để đạt “Đạt”. Có 1 điểm liệt không đạt: 1.',
      'Điều kiện xếp loại:',
      '- Chưa đạt: Có 1 điểm liệt không đạt: 1.',
      'Để đạt “Đạt”, cơ sở còn:',
      '- Thiếu 3,8 điểm (hiện 1/6).',
      '- Có 1 điểm liệt không đạt: 1.',
      '- Khắc phục trọn vẹn tiêu chí 1, 4 thì đủ điểm.',
      'Thang xếp loại là thang đề xuất của bộ tiêu chí, không phải quy định của văn bản pháp luật.',
      '# IV. Yêu cầu khắc phục',
      'Nội dung, người chịu trách nhiệm, thời hạn:',
      '…',
      '…',
      '…',
      '…',
      '# V. Ý kiến của cơ sở',
      '…',
      '…',
      '…',
      '…',
      'Buổi làm việc kết thúc vào ............ giờ ............, ngày ............ tháng ............ năm ............. Biên bản đã được đọc lại cho những người có tên ở trên cùng nghe, thống nhất nội dung và ký tên; được lập thành ............ bản có giá trị như nhau./.',
      'ĐẠI DIỆN CƠ SỞ … | THƯ KÝ … | TRƯỞNG ĐOÀN …',
      'Cơ sở được kiểm tra;',
      '........................;',
      'Lưu: .........................',
      seal.address,
      '0123 4567 89ab cdef',
      `SHA-256: ${digest.match(/.{8}/g)?.join(' ')}`,
      'Máy chủ xác nhận lúc 16:05 ngày 20/11/2026, biên nhận aaaa bbbb cccc dddd.',
      'Quét mã để biết tờ giấy có khớp với bản máy chủ đang giữ không.',
      '## KẾT QUẢ TỪNG TIÊU CHÍ (Kèm theo Biên bản số ............/BB-............ ngày 05 tháng 02 năm 2026)',
      '| Mục a',
      '1 | Câu hỏi t.1? | Không đạt: 0/3 điểm. | 0/3',
      '2 | Câu hỏi t.2? | Đạt | 1/1',
      '| Mục b',
      '3 | Câu hỏi t.3? | Không áp dụng | –',
      '4 | Câu hỏi t.4? | Sổ số 3 | 0/1',
      '5 | Câu hỏi t.5? | Không đạt: 0/1 điểm. / Ghi chú: Tủ rách\nchưa thay | 0/1',
    ])
  })

  it.each([
    ['a finished paper', {}, null],
    ['before it is handed in', { seal: null }, 'BẢN NHÁP'],
    ['an invented facility', { facility: { address: '', areaName: '', demonstration: true } }, 'MINH HỌA'],
    ['both', { seal: null, facility: { address: '', areaName: '', demonstration: true } }, 'BẢN NHÁP – MINH HỌA'],
  ])('%s says so across every page', (_, told, watermark) => {
    expect(minutesOf(paperSource(list, given, told)).watermark).toBe(watermark)
    expect(facilityCopiesOf(paperSource(list, given, told))[0].watermark).toBe(watermark)
  })

  it('a draft has no code: nobody could compare it with anything', () => {
    const read = readable(minutesOf(paperSource(list, answers({ 't.1': pass }), { seal: null })))
    expect(read).not.toContain(seal.address)
    expect(read.filter((line) => /SHA-256|biên nhận/.test(line))).toEqual([])
    expect(read).toContain('Tổng điểm: 3/7 điểm (100\u00a0%). Xếp loại: Chưa xếp loại.')
    expect(read).toContain('Mới trả lời 1/5 tiêu chí; điểm là tạm tính trên các câu đã trả lời.')
    expect(read).toContain('Tiêu chí chưa trả lời (4): 2, 3, 4, 5.')
  })

  it('handed in and not yet confirmed: the code stands, and that nobody has confirmed it', () => {
    const read = readable(minutesOf(paperSource(list, given, { seal: { ...seal, receipt: null } })))
    expect(read).toContain(seal.address)
    expect(read).toContain('Lập trên máy của người nộp, chưa có biên nhận của máy chủ.')
  })

  it('an amendment names itself and its reason', () => {
    const read = readable(minutesOf(paperSource(list, given, { seal: { ...seal, no: 3, reason: 'Nhập nhầm số đo' } })))
    expect(read).toContain('Đây là bản sửa đổi lần 2, thay cho bản trước. Lý do: Nhập nhầm số đo')
  })

  it('who assesses itself issues the paper, and no team visits', () => {
    const read = readable(minutesOf(paperSource(list, given, { head: { kind: 'selfAssessment' } })))
    expect(read.slice(0, 2)).toEqual(['…', 'Bệnh viện Đa khoa Hoa Ban'])
    expect(read).toContain('Tự đánh giá theo “Bộ tiêu chí thử”\ntại Bệnh viện Đa khoa Hoa Ban')
    expect(read).toContain('THƯ KÝ … | ĐẠI DIỆN CƠ SỞ …')
    expect(read.filter((line) => /Đoàn|Ý kiến/.test(line))).toEqual([])
  })

  it('what cannot be graded is said as such, with the reason', () => {
    const bare = { ...list, grading: { ...list.grading, bands: [], gates: [] } }
    expect(readable(minutesOf(paperSource(bare, given)))).toContain(
      'Tổng điểm: 1/6 điểm (16,66\u00a0%). Xếp loại: Chưa đủ căn cứ để xếp loại.',
    )
  })

  it('holds a plan where there is one', () => {
    const plan = [
      { finding: 'Tủ rách', action: 'Thay tủ', responsible: 'Bà Lan', due: '2026-12-31' },
      { finding: 'Thiếu sổ', action: 'Lập sổ', responsible: null, due: null },
    ]
    const read = readable(minutesOf(paperSource(list, given, { plan })))
    expect(read).toContain('Tủ rách | Thay tủ | Bà Lan | 31/12/2026')
    expect(read).toContain('Thiếu sổ | Lập sổ | ............ | ............')
    expect(read).not.toContain('Nội dung, người chịu trách nhiệm, thời hạn:')
  })

  it('tells what became of what was agreed on before, and what this device does not know of it', () => {
    const plan = { what: 'Thay tủ', who: 'Bà Lan', by: '2026-01-31' }
    const followUps = [
      { finding: '1. Tủ?', is: 'fixed' as const, action: { plan, plannedOn: '2025-11-05' } },
      { finding: '2. Sổ?', is: 'notFixed' as const, action: null },
    ]
    const read = readable(minutesOf(paperSource(list, given, { followUps })))
    expect(read).toContain('| 4. Kết quả khắc phục của lần trước: 1/2')
    expect(read).toContain('1. Tủ? | Ngày 05/11/2025: Thay tủ (Bà Lan, hạn 31/01/2026) | Đã khắc phục')
    expect(read).toContain('2. Sổ? | Biện pháp của một lượt không có trên máy lập biên bản. | Chưa khắc phục')
    expect(readable(minutesOf(paperSource(list, given))).join()).not.toContain('lần trước')
  })

  it('holds what was signed on the screen, each at its own place', () => {
    const at = Date.UTC(2026, 1, 5, 9, 5)
    const head = signatureOf({ role: 'head', name: 'Nguyễn Thị Kiểm', position: 'Chuyên viên', at })
    const signatures = [head, signatureOf({ role: 'secretary', name: 'Trần Đức Giám', mark: { is: 'typed' }, at })]
    const { blocks } = minutesOf(paperSource(list, given, { signatures }))
    const signers = blocks.flatMap((block) => (block.is === 'together' ? block.blocks : [])).find(isSignatures)?.signers
    expect(signers?.map(({ name, mark }) => [name, mark?.is, mark?.words])).toEqual([
      [null, undefined, undefined],
      ['Trần Đức Giám', 'words', 'Ký bằng tên gõ lúc 16:05 ngày 05/02/2026'],
      ['Nguyễn Thị Kiểm', 'drawn', 'Ký trên máy lúc 16:05 ngày 05/02/2026'],
    ])
    const read = readable(minutesOf(paperSource(list, given, { signatures })))
    expect(read).toContain('Ông (bà) Nguyễn Thị Kiểm, Chuyên viên')
    expect(read).toContain('Chủ trì (trưởng đoàn): Nguyễn Thị Kiểm')
    expect(read).toContain('Thư ký (người ghi biên bản): Trần Đức Giám')
  })

  it('of who signed twice for one place the later counts', () => {
    const signatures = [signatureOf({ name: 'Lò Văn Hai', at: 2 }), signatureOf({ name: 'Lò Văn Một', at: 1 })]
    expect(readable(minutesOf(paperSource(list, given, { signatures }))).join()).toContain('ĐẠI DIỆN CƠ SỞ Lò Văn Hai')
  })

  it('says that somebody refused to sign, and why; without a name where none was given', () => {
    const refused = (name: string, reason: string) => [signatureOf({ name, mark: { is: 'refused', reason } })]
    const lines = (name: string, reason: string) =>
      readable(minutesOf(paperSource(list, given, { signatures: refused(name, reason) })))
    expect(lines('Lò Văn Trạm', 'Không đồng ý mục 2')).toContain(
      'Đại diện cơ sở (ông/bà Lò Văn Trạm) từ chối ký. Lý do: Không đồng ý mục 2',
    )
    expect(lines('', '')).toContain('Đại diện cơ sở từ chối ký.')
    expect(lines('', '').join()).toContain('ĐẠI DIỆN CƠ SỞ …')
  })

  it('where the device was during the visit, where it knew, with how exact that is', () => {
    const position = { lat: 21.273367, lon: 106.396533, accuracy: 12, at: 0 }
    expect(readable(minutesOf(paperSource(list, given, { head: { position } })))).toContain(
      'Tọa độ do thiết bị ghi: 21,273367° vĩ bắc, 106,396533° kinh đông (sai số khoảng 12 m)',
    )
    expect(readable(minutesOf(paperSource(list, given))).join()).not.toContain('Tọa độ')
  })

  it('a facility that this device no longer holds has its name alone', () => {
    expect(readable(minutesOf(paperSource(list, given, { facility: null })))).toContain(
      'Địa điểm: Bệnh viện Đa khoa Hoa Ban',
    )
  })
})

function isSignatures(block: Block): block is Extract<Block, { is: 'signatures' }> {
  return block.is === 'signatures'
}

describe('the facility’s copy', () => {
  it('says critical failures first, then what cost most, then what is missing', () => {
    const read = readable(facilityCopiesOf(paperSource(list, given))[0])
    const from = read.indexOf('Điểm liệt không đạt, phải khắc phục trước (1)')
    expect(read.slice(from, from + 9)).toEqual([
      'Điểm liệt không đạt, phải khắc phục trước (1)',
      '- 1. Câu hỏi t.1? (−3\u00a0điểm)',
      'Mất nhiều điểm nhất (2)',
      '- 4. Câu hỏi t.4? (−1\u00a0điểm)',
      '- 5. Câu hỏi t.5? (−1\u00a0điểm)',
      'Để đạt “Đạt”',
      '- Thiếu 3,8 điểm (hiện 1/6).',
      '- Có 1 điểm liệt không đạt: 1.',
      '- Khắc phục trọn vẹn tiêu chí 1, 4 thì đủ điểm.',
    ])
  })

  it('says that there is nothing where there is nothing', () => {
    const good = answers({ 't.1': pass, 't.2': pass, 't.3': pass, 't.5': pass })
    const short = checklist([section('a', [item('t.1', passFail), item('t.2', passFail)])])
    const read = readable(facilityCopiesOf(paperSource(short, good))[0])
    expect(read).toContain('Điểm liệt không đạt, phải khắc phục trước: không có.')
    expect(read).toContain('Đã ở mức cao nhất của bộ tiêu chí')
  })

  it('counts what it leaves out', () => {
    const many = Array.from({ length: 30 }, (_, n) => item(`t.${n + 1}`, passFail))
    const long = checklist([section('a', many)])
    const copies = facilityCopiesOf(paperSource(long, answers(Object.fromEntries(many.map(({ id }) => [id, fail])))))
    expect(readable(copies[0])).toContain('- và 10 tiêu chí khác, xem biên bản.')
    expect(readable(copies.at(-1) as Paper)).toContain('- và 28 tiêu chí khác, xem biên bản.')
  })
})

describe('small things of documents', () => {
  it.each([
    ['2026-01-05', 'ngày 05 tháng 01 năm 2026'],
    ['2026-02-28', 'ngày 28 tháng 02 năm 2026'],
    ['2026-03-09', 'ngày 09 tháng 3 năm 2026'],
    ['2026-11-20', 'ngày 20 tháng 11 năm 2026'],
  ])('%s is %s', (date, words) => {
    expect(dateOfDocument(date)).toBe(words)
  })

  it.each([
    ['Trạm Y tế xã Suối Mơ (minh họa)', 'bien-ban-tram-y-te-xa-suoi-mo-minh-hoa-2026-11-22.pdf'],
    ['ĐẠI HỌC', 'bien-ban-dai-hoc-2026-11-22.pdf'],
    ['../../etc/passwd\0<>', 'bien-ban-etc-passwd-2026-11-22.pdf'],
    ['???', 'bien-ban-2026-11-22.pdf'],
    ['A'.repeat(300), `bien-ban-${'a'.repeat(60)}-2026-11-22.pdf`],
  ])('the file of %s is %s', (facility, name) => {
    expect(fileName('bien-ban', facility, '2026-11-22')).toBe(name)
  })

  it.each([
    ['ngắn', 10, 'ngắn'],
    ['một hai ba bốn', 10, 'một hai…'],
    ['mộthaibabốnnăm', 6, 'mộtha…'],
  ])('%s in %i letters: %s', (words, letters, cut) => {
    expect(clip(words, letters)).toBe(cut)
  })
})
