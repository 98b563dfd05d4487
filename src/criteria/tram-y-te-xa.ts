import type { Checklist, Input, Item, NumberRule, Section } from '../domain/checklist.ts'
import {
  atLeast,
  cite,
  inspectorConcludes,
  item,
  ratio,
  recall,
  section,
  target,
  upTo2,
  withDocuments,
  yesNo,
} from './author.ts'
import { stationTargets } from './station-targets.ts'

/**
 * The commune health station. The totals of the ten criteria and the rule of
 * recognition (80 %, 50 % of each criterion, no critical failure) are those of
 * QĐ 1300/QĐ-BYT; how a total is split among its indicators is our proposal.
 */

type IndicatorRow = Omit<Parameters<typeof item>[3], 'at'> & {
  officialNumber?: string
  /** Answered at the main site and at every "điểm trạm". */
  atEachSite?: true
}

function indicator(id: string, input: Input, worth: number, row: IndicatorRow): Item {
  const { officialNumber, atEachSite, ...rest } = row
  return {
    ...item(id, input, worth, { ...rest, at: ['TYT'] }),
    // Set aside only where a site does just part of the station's work, and never where it may be critical.
    allowsNotApplicable: atEachSite === true && rest.critical !== true,
    ...(officialNumber && { officialNumber }),
    ...(atEachSite && { each: 'site' as const }),
  }
}

function criterion(number: number, title: string, worth: number, items: Item[]): Section {
  return { ...section(`tyt.${number}`, `Tiêu chí ${number}. ${title}`, worth, items), pointsOrigin: 'official' }
}

function fact(id: string, ask: string, check: string, more: Pick<IndicatorRow, 'basis' | 'remark'> = {}): Item {
  return item(id, { kind: 'text' }, 0, { ask, check, evidence: ['T'], at: ['TYT'], ...more })
}

/** A criterion whose indicators nobody has looked up yet: what belongs to it is remembered. */
const recalledOf = (number: number) => recall('qd-1300-2023', `tiêu chí ${number}`)
const plan = cite('source-003', 'mục II')
const planTasks = cite('source-003', 'mục III')
const organisation = cite('tt-43-2025')
const design = cite('tt-32-2021')

/** The threshold of the decision is not in the data: a person judges, the machine does not guess. */
const byInspector = (numerator: string, denominator: string, reference: string | null = null) =>
  ratio(numerator, denominator, inspectorConcludes(reference))

const unknownByZone = 'Ngưỡng theo vùng của Quyết định 1300 chưa xác định nên người kiểm tra tự kết luận.'
const unknownThreshold = 'Ngưỡng của Quyết định 1300 chưa xác định nên người kiểm tra tự kết luận.'
const inferred = 'Nội dung suy từ các bộ tiêu chí trước, cần đối chiếu với bảng của Quyết định 1300.'
const proposedCritical = 'Điểm liệt ở đây là đề xuất; danh mục điểm liệt của Quyết định 1300 chưa xác định.'

/** First three: QĐ 1453/QĐ-BYT, which turned the inequality the right way round; the others are those of QĐ 318/QĐ-TTg, 15.3. */
const stunting: NumberRule = {
  by: 'region',
  better: 'lower',
  targets: {
    northernMidlands: { target: '24', origin: 'official' },
    redRiverDelta: { target: '16.5', origin: 'official' },
    northCentralCoast: { target: '25', origin: 'official' },
    southCentralCoast: { target: '22', origin: 'source' },
    centralHighlands: { target: '26.5', origin: 'source' },
    southeast: { target: '14.5', origin: 'source' },
    mekongDelta: { target: '19', origin: 'source' },
  },
}

const doctors: Input = {
  kind: 'scale',
  max: 2,
  labels: ['Không có bác sĩ', 'Chỉ có bác sĩ luân phiên', 'Có bác sĩ cơ hữu'],
}
const birthRate: Input = {
  kind: 'scale',
  max: 2,
  labels: ['Không đạt chỉ tiêu được giao', 'Đạt một phần', 'Đạt chỉ tiêu được giao'],
}

const openingFacts: Section = {
  id: 'tyt.0',
  title: 'Thông tin đầu kỳ (không tính điểm)',
  points: null,
  pointsOrigin: 'proposed',
  counts: 'unscored',
  items: [
    fact(
      'tyt.0.1',
      'Xã/phường/đặc khu, tỉnh, dân số, số hộ, số thôn/tổ dân phố',
      'Mẫu số của mọi tỷ lệ; ghi nguồn và ngày',
    ),
    fact('tyt.0.2', 'Vùng 1/2/3 và số, ngày quyết định phân vùng', 'Quyết định phân vùng của Sở Y tế', {
      basis: [cite('qd-1300-2023', 'phần phân vùng')],
      remark: 'Cách phân vùng khi sáp nhập xã chưa xác định.',
    }),
    fact('tyt.0.3', 'Vùng kinh tế – xã hội (7 vùng)', 'Quyết định ngưỡng thấp còi và nông thôn mới', {
      basis: [cite('qd-318-2022', 'tiêu chí 15'), cite('qd-1453-2023', 'Điều 1')],
    }),
    fact(
      'tyt.0.4',
      'Cơ sở chính và danh sách điểm trạm: địa chỉ, tọa độ, chức năng',
      'Quyết định tổ chức của trạm; đối chiếu danh sách điểm trạm trong hồ sơ cơ sở',
      { basis: [organisation, cite('nd-155-2025')] },
    ),
    fact(
      'tyt.0.5',
      'Bác sĩ, y sĩ, hộ sinh, điều dưỡng, dược, dân số, YHCT: số có mặt / số theo đề án',
      'Bảng chấm công và đề án vị trí việc làm',
      { basis: [organisation] },
    ),
    fact('tyt.0.6', 'Lần công nhận gần nhất, điểm, thời hạn', 'Quyết định công nhận của Ủy ban nhân dân tỉnh', {
      basis: [cite('qd-4667-2014')],
      remark:
        'Thời hạn công nhận 3 năm là của Quyết định 4667/QĐ-BYT (bộ trước); thời hạn theo Quyết định 1300 chưa xác định.',
    }),
    fact('tyt.0.7', 'Năm số liệu dùng để chấm và người cung cấp', 'Ghi năm, họ tên và chức vụ người cung cấp'),
  ],
}

const sections = [
  openingFacts,
  criterion(1, 'Chỉ đạo, điều hành công tác chăm sóc sức khỏe', 14, [
    indicator('tyt.1.1', upTo2, 2, {
      officialNumber: '1',
      ask: 'Ban chỉ đạo chăm sóc sức khỏe của xã có quyết định, quy chế và họp đều trong năm?',
      check: 'Quyết định kiện toàn sau sáp nhập; biên bản các kỳ họp',
      evidence: ['T'],
      period: 'năm',
      basis: [cite('qd-1300-2023', 'tiêu chí 1, chỉ tiêu 1')],
    }),
    indicator('tyt.1.2', upTo2, 2, {
      officialNumber: '2',
      ask: 'Nhiệm vụ y tế và dân số nằm trong nghị quyết hoặc kế hoạch kinh tế – xã hội năm của xã; đoàn thể có tham gia?',
      check: 'Trích đoạn văn bản; một hoạt động đoàn thể đã làm',
      evidence: ['T', 'PV'],
      period: 'năm',
      basis: [cite('qd-1300-2023', 'tiêu chí 1, chỉ tiêu 2')],
    }),
    indicator('tyt.1.3', upTo2, 2, {
      ask: 'Trạm có kế hoạch năm được duyệt, sổ sách và báo cáo thống kê đủ, đúng hạn?',
      check: 'Kế hoạch; đối chiếu 3 báo cáo với ngày nộp và số gốc',
      evidence: ['T'],
      period: 'năm',
      basis: [recalledOf(1)],
      remark: inferred,
    }),
    indicator('tyt.1.4', upTo2, 3, {
      ask: 'Kinh phí chi thường xuyên và hỗ trợ của địa phương được cấp đủ, kịp thời?',
      check: 'Quyết định giao dự toán; sổ thu chi; so với định mức tỉnh',
      evidence: ['T'],
      period: 'năm',
      basis: [recalledOf(1), organisation],
      remark: inferred,
    }),
    indicator('tyt.1.5', yesNo, 2, {
      ask: 'Quản lý tài chính, tài sản đúng quy định, không có kết luận vi phạm trong năm?',
      check: 'Kết luận kiểm tra, thanh tra, công khai tài chính',
      evidence: ['T'],
      critical: true,
      period: 'năm',
      basis: [recalledOf(1)],
      remark: `${inferred} ${proposedCritical}`,
    }),
    indicator('tyt.1.6', ratio('Số người có thẻ bảo hiểm y tế', 'Dân số', atLeast(['95', 3], ['90', 1.5])), 3, {
      ask: 'Tỷ lệ người dân tham gia bảo hiểm y tế',
      check: 'Số liệu BHXH cuối kỳ ÷ dân số. Bậc đề xuất: ≥95% đủ, 90–<95% nửa, <90% không',
      evidence: ['T'],
      period: 'năm',
      basis: [plan, recall('qd-318-2022', 'tiêu chí 15'), cite('qd-318-2022', 'xã nông thôn mới nâng cao')],
      remark:
        'Ngưỡng theo vùng của Quyết định 1300 chưa xác định; các bậc ở đây là đề xuất. Mốc 90% của nông thôn mới là nhớ lại.',
    }),
  ]),
  criterion(2, 'Nhân lực y tế', 10, [
    indicator('tyt.2.1', upTo2, 3, {
      ask: 'Đủ số người làm việc và cơ cấu chức danh theo đề án vị trí việc làm đã duyệt?',
      check: 'Đếm người có mặt so với đề án; kiểm tra chứng chỉ hành nghề',
      evidence: ['T', 'PV'],
      basis: [organisation, plan],
      remark: 'Định biên khác nhau theo vùng là nhớ lại, cần đối chiếu.',
    }),
    indicator('tyt.2.2', doctors, 3, {
      ask: 'Có bác sĩ làm việc tại trạm theo yêu cầu của vùng (cơ hữu, thường xuyên hoặc luân phiên)?',
      check: 'Bảng chấm công, chứng chỉ hành nghề. Bậc đề xuất: ≥1 bác sĩ cơ hữu đủ điểm; chỉ luân phiên nửa điểm',
      evidence: ['T'],
      critical: true,
      basis: [plan, cite('qd-281-2024'), cite('nq-72-2025')],
      remark: `Vùng 1 có thể luân phiên là nhớ lại, cần đối chiếu; ngưỡng chưa xác định. Bác sĩ làm thường xuyên mà không thuộc biên chế: bậc nào chưa xác định. Mục tiêu 2027: 4–5 bác sĩ. ${proposedCritical}`,
    }),
    indicator(
      'tyt.2.3',
      ratio('Thôn có nhân viên y tế đã đào tạo', 'Tổng số thôn', target('100', 'source', { partial: 'proportional' })),
      2.5,
      {
        ask: 'Tỷ lệ thôn, tổ dân phố có nhân viên y tế (hoặc cô đỡ thôn bản) đã được đào tạo và hoạt động',
        check: 'Danh sách, chứng nhận đào tạo, gọi điện 2 người',
        evidence: ['T', 'PV'],
        period: 'năm',
        basis: [plan, cite('qd-281-2024')],
        remark: 'Vùng 3 tính thêm cô đỡ thôn bản là nhớ lại, cần đối chiếu.',
      },
    ),
    indicator('tyt.2.4', upTo2, 1.5, {
      ask: 'Nhân viên trạm được đào tạo liên tục và hưởng đủ chế độ, phụ cấp?',
      check: 'Chứng nhận cập nhật kiến thức; bảng lương, phụ cấp',
      evidence: ['T', 'PV'],
      basis: [recalledOf(2), cite('source-001', 'mục III.5')],
      remark: inferred,
    }),
  ]),
  criterion(3, 'Cơ sở hạ tầng trạm y tế', 12, [
    indicator('tyt.3.1', upTo2, 1, {
      atEachSite: true,
      ask: 'Trạm ở nơi dễ đến: gần trục đường hoặc trung tâm, có biển hiệu, xe cứu thương vào được?',
      check: 'Đi từ đường chính vào; ảnh biển hiệu',
      evidence: ['A', 'Q'],
      basis: [design],
    }),
    indicator('tyt.3.2', yesNo, 1.5, {
      atEachSite: true,
      ask: 'Diện tích đất đạt định mức?',
      check: 'Giấy tờ đất; đo khi chưa rõ',
      evidence: ['T', 'Đ'],
      basis: [cite('tt-01-2017-btnmt'), cite('nd-155-2025'), design],
      remark:
        'Ngưỡng hiện hành chưa xác định. Ngưỡng cũ 500 m² ở nông thôn, 60 m² ở thành thị là nhớ lại, cần đối chiếu.',
    }),
    indicator('tyt.3.3', upTo2, 4, {
      atEachSite: true,
      ask: 'Nhà chính từ cấp III, không xuống cấp; đủ phòng chức năng theo vùng?',
      check: 'Đếm phòng theo danh mục thiết kế; ảnh nứt, dột, thấm',
      evidence: ['A', 'Đ'],
      basis: [design],
      remark: 'Số phòng theo vùng: chưa xác định.',
    }),
    indicator('tyt.3.4', upTo2, 2, {
      atEachSite: true,
      ask: 'Nguồn nước sạch và nhà vệ sinh hợp vệ sinh dùng được cho người bệnh, kể cả người khuyết tật?',
      check: 'Mở vòi, kết quả thử nước; ảnh nhà vệ sinh',
      evidence: ['A', 'T'],
      basis: [design],
      remark: 'Xem thêm câu ksnk.10.5 và ksnk.10.8 của bộ kiểm soát nhiễm khuẩn.',
    }),
    indicator('tyt.3.5', upTo2, 2, {
      atEachSite: true,
      ask: 'Chất thải y tế được phân loại, lưu giữ, chuyển giao đúng; nước thải có xử lý?',
      check: 'Chứng từ, hợp đồng theo cụm; đối chiếu mục 9 của bộ kiểm soát nhiễm khuẩn',
      evidence: ['T', 'A'],
      critical: true,
      basis: [cite('tt-20-2021')],
      remark: proposedCritical,
    }),
    indicator('tyt.3.6', upTo2, 1.5, {
      atEachSite: true,
      ask: 'Hạ tầng phụ trợ đủ: điện dự phòng, kho, tường rào, để xe, vườn thuốc, mạng internet?',
      check: 'Đếm 6 hạng mục',
      evidence: ['A'],
      basis: [design],
      remark: 'Vườn thuốc: chỉ tính nơi có đất.',
    }),
  ]),
  criterion(4, 'Trang thiết bị, thuốc và phương tiện', 9, [
    indicator(
      'tyt.4.1',
      ratio(
        'Dòng đủ số lượng và dùng được',
        'Số dòng của cột vùng',
        target('80', 'proposed', { partial: 'proportional' }),
      ),
      3,
      {
        atEachSite: true,
        ask: 'Trang thiết bị đạt danh mục tối thiểu theo vùng và dùng được',
        check: 'Đếm từng dòng: đủ số lượng và bật chạy được ÷ số dòng của cột vùng. Mục tiêu đề xuất',
        evidence: ['A', 'Đ'],
        basis: [cite('tt-28-2020')],
        remark:
          'Cột số lượng vùng 3, 2, 1 khác nhau. Danh mục trong dữ liệu chưa đủ nên đếm theo bản gốc của thông tư. Sáu dòng đã thấy, số lượng như nhau ở ba vùng: máy đo đường huyết cá nhân 2, huyết áp kế 2, ống nghe 2, đèn khám bệnh 1, cân sức khỏe có thước đo chiều cao 1, bộ khám ngũ quan 1; các dòng còn lại chưa xác định.',
      },
    ),
    indicator('tyt.4.2', upTo2, 3, {
      atEachSite: true,
      ask: 'Thuốc thiết yếu đủ, còn hạn, bảo quản và kê đơn đúng; không có thuốc quá hạn trên kệ?',
      check: 'Đếm 20 thuốc mẫu: có ≥80%; nhiệt kế, ẩm kế; tìm thuốc quá hạn (thấy một: 0 điểm)',
      evidence: ['A', 'T'],
      critical: true,
      basis: [recalledOf(4)],
      remark: `${inferred} Danh mục thuốc theo vùng là nhớ lại, cần đối chiếu; ngưỡng chưa xác định. ${proposedCritical}`,
    }),
    indicator('tyt.4.3', upTo2, 1.5, {
      atEachSite: true,
      ask: 'Vật tư tiêu hao đủ dùng một tháng; thiết bị được bảo dưỡng, kiểm định, hỏng có xử lý?',
      check: 'Sổ vật tư; tem kiểm định nồi hấp, cân, huyết áp kế',
      evidence: ['T', 'A'],
      basis: [recalledOf(4)],
      remark: inferred,
    }),
    indicator('tyt.4.4', upTo2, 1.5, {
      ask: 'Nhân viên y tế thôn có túi y tế; trạm có tài liệu chuyên môn cập nhật (giấy hoặc số)?',
      check: 'Xem 2 túi; mở tài liệu trên máy',
      evidence: ['A'],
      basis: [recalledOf(4)],
      remark: `${inferred} Vùng 3 thêm gói đỡ đẻ sạch là nhớ lại, cần đối chiếu.`,
    }),
  ]),
  criterion(5, 'Y tế dự phòng, HIV/AIDS, vệ sinh môi trường, an toàn thực phẩm', 19, [
    indicator('tyt.5.1', upTo2, 4, {
      ask: 'Giám sát và phòng, chống dịch: phát hiện, báo cáo đúng hạn, xử lý triệt để; không để dịch lớn do chủ quan?',
      check: '3 ca bệnh gần nhất: ngày mắc, ngày báo, việc đã làm; kế hoạch dịch',
      evidence: ['T', 'PV'],
      critical: true,
      period: 'năm',
      basis: [recalledOf(5), organisation],
      remark: proposedCritical,
    }),
    indicator('tyt.5.2', byInspector('Hộ dùng nước sạch hoặc hợp vệ sinh', 'Tổng số hộ'), 2, {
      ask: 'Tỷ lệ hộ dùng nước sạch hoặc hợp vệ sinh',
      check: 'Sổ theo dõi; xác minh 5 hộ',
      evidence: ['T', 'Q'],
      period: 'năm',
      basis: [recalledOf(5)],
      remark: unknownByZone,
    }),
    indicator('tyt.5.3', byInspector('Hộ có nhà tiêu hợp vệ sinh', 'Tổng số hộ'), 3, {
      ask: 'Tỷ lệ hộ có nhà tiêu hợp vệ sinh',
      check: 'Sổ theo dõi; xác minh 5 hộ',
      evidence: ['T', 'Q'],
      period: 'năm',
      basis: [recalledOf(5)],
      remark: unknownByZone,
    }),
    indicator('tyt.5.4', upTo2, 3, {
      ask: 'Quản lý an toàn thực phẩm: danh sách cơ sở, kiểm tra, không để ngộ độc đông người do buông lỏng?',
      check: 'Danh sách, biên bản; vụ ngộ độc trong năm',
      evidence: ['T'],
      critical: true,
      period: 'năm',
      basis: [organisation, recalledOf(5)],
      remark: `Mốc từ 30 người mắc là nhớ lại, cần đối chiếu. ${proposedCritical}`,
    }),
    indicator('tyt.5.5', upTo2, 3, {
      ask: 'Phòng, chống HIV/AIDS, lao, sốt rét: tư vấn, chuyển xét nghiệm, theo dõi điều trị?',
      check: 'Sổ chương trình; số người quản lý so với chỉ tiêu giao',
      evidence: ['T', 'PV'],
      period: 'năm',
      basis: [recalledOf(5)],
      remark: `${inferred} Nội dung theo dịch tễ địa phương.`,
    }),
    indicator('tyt.5.6', byInspector('Số người đang quản lý', 'Số người ước tính'), 4, {
      ask: 'Phát hiện, quản lý bệnh không lây nhiễm và sức khỏe tâm thần tại trạm',
      check: 'Số tăng huyết áp, đái tháo đường, COPD, hen, tâm thần đang quản lý ÷ số ước tính; xem 3 hồ sơ',
      evidence: ['T'],
      period: 'năm',
      basis: [plan, planTasks],
      remark: `${unknownThreshold} Số đang quản lý cao hơn số ước tính: nhập bằng số ước tính và ghi chú.`,
    }),
  ]),
  criterion(6, 'Khám bệnh, chữa bệnh, phục hồi chức năng, y học cổ truyền', 12, [
    indicator(
      'tyt.6.1',
      ratio(
        'Kỹ thuật thực hiện được',
        'Kỹ thuật trong danh mục chuẩn',
        target('90', 'source', { partial: 'proportional' }),
      ),
      4,
      {
        ask: 'Tỷ lệ kỹ thuật trong danh mục tuyến xã trạm thực hiện được',
        check:
          'Danh mục được phê duyệt ÷ danh mục chuẩn; chọn 5 kỹ thuật có phát sinh trong năm. Mục tiêu 90% theo tài liệu nguồn',
        evidence: ['T', 'PV'],
        period: 'năm',
        basis: [plan],
        remark: 'Ngưỡng của Quyết định 1300 chưa xác định. Danh mục theo vùng là nhớ lại, cần đối chiếu.',
      },
    ),
    indicator('tyt.6.2', upTo2, 2.5, {
      ask: 'Khám, chữa bằng y học cổ truyền hoặc kết hợp; có vườn hoặc bộ mẫu cây thuốc?',
      check: 'Số lượt YHCT ÷ tổng lượt; đếm cây',
      evidence: ['T', 'A'],
      period: 'năm',
      basis: [plan],
      remark: 'Mốc 30% số lượt là nhớ lại, cần đối chiếu; ngưỡng của Quyết định 1300 chưa xác định.',
    }),
    indicator('tyt.6.3', upTo2, 2, {
      ask: 'Người khuyết tật, người cao tuổi được lập danh sách, phục hồi chức năng và theo dõi tại nhà?',
      check: 'Sổ quản lý; gọi 2 gia đình',
      evidence: ['T', 'PV'],
      basis: [planTasks, organisation],
    }),
    indicator('tyt.6.4', upTo2, 3.5, {
      atEachSite: true,
      ask: 'Xử trí cấp cứu ban đầu và chuyển tuyến đúng: hộp chống sốc đủ, còn hạn; sổ chuyển tuyến đủ?',
      check: 'Kiểm tra hộp phản vệ từng thuốc; nhân viên nói được các bước; 3 giấy chuyển',
      evidence: ['A', 'PV', 'T'],
      critical: true,
      basis: [planTasks],
      remark: `Vùng 3 thêm lưu người bệnh, đỡ đẻ là nhớ lại, cần đối chiếu. ${proposedCritical}`,
    }),
  ]),
  criterion(7, 'Chăm sóc sức khỏe bà mẹ – trẻ em', 6, [
    indicator('tyt.7.1', byInspector('Phụ nữ đẻ được khám thai đủ', 'Tổng số phụ nữ đẻ'), 1.5, {
      ask: 'Tỷ lệ phụ nữ đẻ được khám thai ít nhất 4 lần trong 3 thời kỳ',
      check: 'Sổ khám thai, phần mềm; đối chiếu 5 bà mẹ',
      evidence: ['T'],
      period: 'năm',
      basis: [recalledOf(7)],
      remark: unknownByZone,
    }),
    indicator('tyt.7.2', byInspector('Ca đẻ do người được đào tạo đỡ', 'Tổng số ca đẻ'), 1, {
      ask: 'Tỷ lệ ca đẻ do người được đào tạo đỡ',
      check: 'Sổ đẻ, giấy chứng sinh',
      evidence: ['T'],
      period: 'năm',
      basis: [plan],
      remark: unknownByZone,
    }),
    indicator('tyt.7.3', byInspector('Bà mẹ và trẻ được chăm sóc', 'Tổng số bà mẹ và trẻ sơ sinh'), 1, {
      ask: 'Tỷ lệ bà mẹ và trẻ sơ sinh được chăm sóc tuần đầu sau đẻ',
      check: 'Sổ thăm hộ; gọi 2 bà mẹ',
      evidence: ['T', 'PV'],
      period: 'năm',
      basis: [recalledOf(7)],
      remark: unknownByZone,
    }),
    indicator(
      'tyt.7.4',
      byInspector('Trẻ tiêm chủng đầy đủ', 'Tổng số trẻ dưới 1 tuổi', '95 % (nhớ lại, cần đối chiếu)'),
      1.5,
      {
        ask: 'Tỷ lệ trẻ dưới 1 tuổi tiêm chủng đầy đủ; buổi tiêm an toàn, dây chuyền lạnh đạt?',
        check: 'Hệ thống tiêm chủng; nhật ký nhiệt độ tủ 30 ngày',
        evidence: ['T', 'A'],
        period: 'năm',
        basis: [recalledOf(7)],
        remark: `${unknownByZone} Mốc 95% là nhớ lại, cần đối chiếu.`,
      },
    ),
    indicator('tyt.7.5', ratio('Trẻ dưới 5 tuổi thấp còi', 'Trẻ dưới 5 tuổi được cân đo', stunting), 1, {
      officialNumber: '35',
      ask: 'Tỷ lệ trẻ dưới 5 tuổi suy dinh dưỡng thấp còi không vượt ngưỡng của vùng kinh tế – xã hội',
      check: 'Kết quả cân đo năm; cân thử 3 trẻ. So với ngưỡng của vùng kinh tế – xã hội của xã',
      evidence: ['T', 'Đ'],
      period: 'năm',
      basis: [
        cite('qd-1300-2023', 'tiêu chí 7, chỉ tiêu 35'),
        cite('qd-1453-2023', 'Điều 1'),
        cite('qd-318-2022', 'tiêu chí 15.3'),
      ],
      remark:
        'Theo 7 vùng kinh tế – xã hội, không theo vùng 1–3. Ngưỡng của bốn vùng sau (từ Duyên hải Nam Trung Bộ) suy từ Quyết định 318/QĐ-TTg, cần đối chiếu. Quyết định 1453 đính chính: tỷ lệ phải thấp hơn hoặc bằng ngưỡng.',
    }),
  ]),
  criterion(8, 'Dân số – kế hoạch hóa gia đình', 11, [
    indicator('tyt.8.1', byInspector('Cặp dùng biện pháp hiện đại', 'Cặp trong độ tuổi sinh đẻ'), 2, {
      ask: 'Tỷ lệ cặp vợ chồng trong độ tuổi sinh đẻ dùng biện pháp tránh thai hiện đại',
      check: 'Hệ thống dân số; kho phương tiện',
      evidence: ['T'],
      period: 'năm',
      basis: [recalledOf(8)],
      remark: unknownByZone,
    }),
    indicator('tyt.8.2', birthRate, 2, {
      ask: 'Mức sinh của xã so với chỉ tiêu được giao theo chính sách dân số hiện hành',
      check: "Báo cáo dân số. Không chấm 'sinh con thứ ba' như bộ cũ",
      evidence: ['T'],
      period: 'năm',
      basis: [recall('phap-luat-dan-so')],
      remark:
        'Theo tỉnh: mức sinh cao, trung bình, thấp. Ngưỡng chưa xác định nên các bậc ở đây không gắn con số; thay đổi của pháp luật dân số là nhớ lại, cần đối chiếu.',
    }),
    indicator('tyt.8.3', upTo2, 2, {
      ask: 'Tỷ số giới tính khi sinh được theo dõi, có biện pháp khi mất cân bằng?',
      check: 'Số liệu 3 năm; số sinh ít thì không kết luận bằng một năm',
      evidence: ['T'],
      period: '3 năm',
      basis: [recalledOf(8)],
    }),
    indicator('tyt.8.4', upTo2, 1.5, {
      ask: 'Tư vấn, khám sức khỏe trước khi kết hôn được tổ chức?',
      check: 'Sổ tư vấn; số cặp đăng ký kết hôn đã tư vấn',
      evidence: ['T'],
      period: 'năm',
      basis: [organisation],
    }),
    indicator('tyt.8.5', byInspector('Số được sàng lọc', 'Số phụ nữ mang thai và trẻ sơ sinh'), 2, {
      ask: 'Tỷ lệ phụ nữ mang thai được sàng lọc trước sinh và trẻ được sàng lọc sơ sinh',
      check: 'Sổ, phiếu kết quả',
      evidence: ['T'],
      period: 'năm',
      basis: [organisation],
      remark: `${unknownByZone} Câu gộp hai tỷ lệ; nếu phải tách, ghi từng tỷ lệ vào ghi chú.`,
    }),
    indicator('tyt.8.6', byInspector('Người cao tuổi đã khám', 'Số người từ 60 tuổi'), 1.5, {
      ask: 'Người cao tuổi được khám sức khỏe định kỳ ít nhất một lần mỗi năm',
      check: 'Danh sách khám ÷ số người ≥60 tuổi',
      evidence: ['T'],
      period: 'năm',
      basis: [cite('nq-72-2025'), plan],
      remark: unknownThreshold,
    }),
  ]),
  criterion(9, 'Truyền thông – giáo dục sức khỏe', 3, [
    indicator('tyt.9.1', upTo2, 1, {
      atEachSite: true,
      ask: 'Có phương tiện, góc truyền thông, tài liệu đúng chủ đề, gồm tiếng dân tộc nơi cần?',
      check: 'Xem loa, màn hình, bảng tin, trang mạng của trạm',
      evidence: ['A'],
      basis: [recalledOf(9)],
      remark: 'Vùng 3: xem tài liệu bằng ngôn ngữ dân tộc.',
    }),
    indicator('tyt.9.2', upTo2, 2, {
      ask: 'Truyền thông đều: bài phát thanh, thăm hộ, nói chuyện; người dân nhớ nội dung?',
      check: 'Sổ truyền thông 3 tháng; hỏi 3 người dân',
      evidence: ['T', 'PV'],
      period: '3 tháng',
      basis: [recalledOf(9)],
    }),
  ]),
  criterion(10, 'Ứng dụng công nghệ thông tin', 4, [
    indicator('tyt.10.1', upTo2, 1, {
      atEachSite: true,
      ask: 'Máy tính, mạng, chữ ký số đủ cho từng bộ phận và điểm trạm?',
      check: 'Đếm máy chạy được; thử mạng',
      evidence: ['A', 'Q'],
      basis: [planTasks],
    }),
    indicator('tyt.10.2', upTo2, 1, {
      ask: 'Phần mềm khám chữa bệnh liên thông bảo hiểm y tế, đơn thuốc điện tử?',
      check: 'Gửi thử một lượt; xem trạng thái liên thông',
      evidence: ['T', 'Q'],
      basis: [planTasks],
    }),
    indicator('tyt.10.3', upTo2, 1, {
      ask: 'Báo cáo thống kê, tiêm chủng, bệnh truyền nhiễm nhập trên hệ thống đúng hạn?',
      check: 'Xem lịch sử nhập 3 tháng',
      evidence: ['T'],
      period: '3 tháng',
      basis: [planTasks],
    }),
    indicator(
      'tyt.10.4',
      byInspector('Người có dữ liệu trong 12 tháng', 'Dân số', 'nông thôn mới: từ 50 % đến từ 70 % tùy vùng'),
      1,
      {
        ask: 'Tỷ lệ người dân có hồ sơ/sổ sức khỏe điện tử được cập nhật',
        check: 'Số có dữ liệu trong 12 tháng ÷ dân số. Tham chiếu NTM: ≥50% đến ≥70%',
        evidence: ['T'],
        period: '12 tháng',
        basis: [
          cite('qd-318-2022', 'tiêu chí 15'),
          cite('qd-318-2022', 'xã nông thôn mới nâng cao'),
          cite('source-001', 'mục III.6'),
        ],
        remark: `${unknownThreshold} Ngưỡng nông thôn mới theo vùng kinh tế – xã hội mới thấy hai vùng: Trung du miền núi phía Bắc từ 50%, Đồng bằng sông Hồng từ 70%.`,
      },
    ),
  ]),
  stationTargets,
]

export const tramYTeXa: Checklist = withDocuments({
  id: 'tram-y-te-xa',
  version: '1.1',
  title: 'Bộ tiêu chí quốc gia về y tế xã',
  shortTitle: 'Y tế xã',
  notice:
    'Tổng điểm của mười tiêu chí (14/10/12/9/19/12/6/11/3/4) và điều kiện công nhận (từ 80% tổng điểm, từ 50% điểm mỗi tiêu chí, không có điểm liệt) theo Quyết định 1300/QĐ-BYT ngày 09/3/2023. Bảng 47 chỉ tiêu của quyết định chưa có trong dữ liệu: lời văn, điểm từng câu, bậc điểm và điểm liệt ở đây là đề xuất, phải thay bằng bảng chính thức trước khi chấm hồ sơ công nhận. Trạm có nhiều điểm trạm lấy điểm thấp nhất: cách gộp chính thức chưa xác định, đây là đề xuất.',
  inForceFrom: '2023-03-09',
  facilityTypes: ['communeStation'],
  sections,
  grading: {
    bands: [
      { id: 'passed', title: 'Đạt', atLeast: '80', tone: 'pass' },
      { id: 'failed', title: 'Không đạt', atLeast: null, tone: 'fail' },
    ],
    gates: [
      { kind: 'eachSection', atLeast: '50', capTo: 'failed' },
      { kind: 'noCriticalFailure', capTo: 'failed' },
    ],
    origin: 'official',
  },
  limits: null,
  sites: { combine: 'worst', origin: 'proposed' },
  settings: [],
  plausibility: [],
})
