import type { Checklist, Input, Section } from '../domain/checklist.ts'
import {
  atLeast,
  cite,
  detect,
  inspectorConcludes,
  item,
  measure,
  ratio,
  recall,
  section,
  unscoredSection,
  upTo2,
  withDocuments,
  yesNo,
} from './author.ts'
import { qcvn28 } from './qcvn-28.ts'

/** A parameter of QCVN 28:2010, Table 1; `row` is its number there. */
function parameter(row: number, input: Input, ask: string, check = 'Phiếu phân tích') {
  return item(`nt.1.${row}`, input, 0, {
    ask,
    check,
    evidence: ['T'],
    critical: true,
    basis: [cite('qcvn-28-2010', `Bảng 1 TT ${row}`)],
  })
}

/** Only where radioactive sources are used, as the note under Table 1 is remembered. */
function radioactivity(row: number, id: 'alpha' | 'beta', ask: string, check: string) {
  return item(`nt.1.${row}`, withinLimit(id, 'Bq/l'), 0, {
    ask,
    check,
    evidence: ['T'],
    at: ['BV', 'TTYT', 'PK'],
    requires: ['usesRadioactiveSources'],
    critical: true,
    basis: [cite('qcvn-28-2010', `Bảng 1 TT ${row}`), recall('qcvn-28-2010', 'ghi chú Bảng 1')],
    remark: 'Mục 2.1 không miễn hệ số K cho phóng xạ; ở đây giữ K = 1, mức chặt hơn (đề xuất).',
  })
}

function withinLimit(id: string, unit: string, allowsBelow = true): Input {
  return measure(unit, { by: 'limit', parameter: id }, allowsBelow)
}

/** `factor`: the mass of N or P in one mass of the ion (14.007 ÷ 18.039 for NH4). */
function otherUnit(id: string, name: string, ion: string, factor: string): Checklist['plausibility'][number] {
  const element = ion === 'PO4' ? 'P' : 'N'
  return {
    kind: 'otherUnit',
    item: id,
    factor,
    message: `${name} vượt giới hạn, nhưng nếu phiếu ghi theo ${ion} thì đổi sang ${element} (nhân ${factor.replace('.', ',')}) lại không vượt: hãy xem lại đơn vị trên phiếu.`,
  }
}

const lastSampling: Input = {
  kind: 'date',
  rule: { by: 'within', months: 12, permitFirst: true, origin: 'proposed' },
}
const reportedParameters = ratio('Số thông số có kết quả', 'Số thông số phải có', atLeast(['100', 3]))

/** What the slip says of the sample. Its day decides which table of limits holds. */
const slip: Section = {
  id: 'nt.0',
  title: 'Mẫu nước thải và phiếu phân tích',
  points: null,
  pointsOrigin: 'proposed',
  counts: 'unscored',
  items: [
    item('nt.0.1', { kind: 'date', rule: { by: 'recorded' } }, 0, {
      ask: 'Mẫu nước thải của phiếu phân tích được lấy ngày nào?',
      check: 'Biên bản lấy mẫu; ngày lấy mẫu quyết định quy chuẩn áp dụng',
      evidence: ['T'],
      basis: [cite('tt-06-2025', 'Điều 3')],
      remark: 'Không có phiếu thì chọn “Không áp dụng”; giới hạn khi đó tính theo ngày kiểm tra.',
    }),
    item('nt.0.2', { kind: 'text' }, 0, {
      ask: 'Vị trí lấy mẫu ở đâu?',
      check: 'Biên bản lấy mẫu; điểm xả ghi trong giấy phép',
      evidence: ['T', 'A'],
      basis: [recall('tcvn-5999-1995')],
    }),
    item('nt.0.3', { kind: 'text' }, 0, {
      ask: 'Phòng thí nghiệm nào phân tích?',
      check: 'Tên đơn vị và số giấy chứng nhận trên phiếu',
      evidence: ['T'],
      basis: [cite('luat-bvmt-2020')],
    }),
    item('nt.0.4', { kind: 'text' }, 0, {
      ask: 'Số và ngày của phiếu phân tích?',
      check: 'Chép từ phiếu; nhiều phiếu thì ghi đủ từng phiếu',
      evidence: ['T'],
    }),
    item('nt.0.5', { kind: 'text' }, 0, {
      ask: 'Phương pháp thử và giới hạn phát hiện ghi trên phiếu?',
      check: 'Ghi theo từng thông số nếu khác nhau; kết quả dưới giới hạn phát hiện nhập là “<0,01”',
      evidence: ['T'],
    }),
  ],
}

const sections = [
  slip,
  unscoredSection('nt.1', 'Thông số nước thải đầu ra', [
    item('nt.1.1', withinLimit('ph', '', false), 0, {
      ask: 'pH nước thải sau xử lý là bao nhiêu?',
      check: 'Phiếu phân tích; đo nhanh tại chỗ để đối chiếu',
      evidence: ['T', 'Đ'],
      critical: true,
      basis: [cite('qcvn-28-2010', 'Bảng 1 TT 1')],
    }),
    parameter(2, withinLimit('bod5', 'mg/l'), 'BOD5 (mg/l)?'),
    parameter(
      3,
      withinLimit('cod', 'mg/l'),
      'COD (mg/l)?',
      'Phiếu phân tích; COD phải ≥ BOD5, nếu không thì báo lỗi nhập',
    ),
    parameter(4, withinLimit('tss', 'mg/l'), 'TSS (mg/l)?'),
    parameter(5, withinLimit('h2s', 'mg/l'), 'Sunfua tính theo H2S (mg/l)?'),
    parameter(
      6,
      withinLimit('nh4_n', 'mg/l'),
      'Amoni tính theo N (mg/l)?',
      'Phiếu phân tích; kiểm đơn vị (theo N, không theo NH4)',
    ),
    parameter(7, withinLimit('no3_n', 'mg/l'), 'Nitrat tính theo N (mg/l)?', 'Phiếu phân tích; kiểm đơn vị (theo N)'),
    parameter(8, withinLimit('po4_p', 'mg/l'), 'Phosphat tính theo P (mg/l)?', 'Phiếu phân tích; kiểm đơn vị (theo P)'),
    parameter(9, withinLimit('dau_mo_dtv', 'mg/l'), 'Dầu mỡ động thực vật (mg/l)?'),
    radioactivity(10, 'alpha', 'Tổng hoạt độ phóng xạ α (Bq/l)?', 'Chỉ khi có dùng nguồn phóng xạ'),
    radioactivity(11, 'beta', 'Tổng hoạt độ phóng xạ β (Bq/l)?', 'Chỉ khi có dùng nguồn phóng xạ'),
    parameter(
      12,
      withinLimit('coliform', 'MPN/100 ml'),
      'Tổng coliforms (MPN/100 ml)?',
      'Phiếu phân tích; mẫu vi sinh giữ lạnh, nộp trong ngày',
    ),
    parameter(13, detect, 'Có phát hiện Salmonella không?'),
    parameter(14, detect, 'Có phát hiện Shigella không?'),
    parameter(15, detect, 'Có phát hiện Vibrio cholerae không?'),
  ]),
  section('nt.2', 'Pháp lý và hồ sơ', 22, [
    item('nt.2.1', yesNo, 5, {
      ask: 'Giấy phép/đăng ký môi trường có ghi rõ quy chuẩn, cột, lưu lượng xả và điểm xả không?',
      check: 'Đọc phụ lục nước thải; ghi số giấy, hạn; diện miễn ghi căn cứ',
      evidence: ['T'],
      critical: true,
      basis: [cite('luat-bvmt-2020', 'Điều 39, 49')],
    }),
    item('nt.2.2', yesNo, 3, {
      ask: 'Quy chuẩn đang áp dụng có đúng diện chuyển tiếp không (vận hành/phê duyệt trước 01/09/2025 mới dùng QCVN 28, tới 31/12/2031)?',
      check: 'So ngày vận hành, ngày phê duyệt',
      evidence: ['T'],
      basis: [cite('tt-06-2025', 'Điều 3')],
    }),
    item('nt.2.3', measure('m³/ngày', { by: 'permit', fact: 'maxFlow', better: 'lower' }), 4, {
      ask: 'Lưu lượng xả lớn nhất thực tế là bao nhiêu m³/ngày, có vượt giấy phép không?',
      check: 'Sổ đồng hồ 3 tháng; ≤ giấy phép là đạt',
      period: '3 tháng',
      evidence: ['T', 'Đ'],
      basis: [cite('giay-phep-moi-truong')],
    }),
    item('nt.2.4', upTo2, 4, {
      ask: 'Nhật ký vận hành được ghi đủ hằng ngày đến hôm nay không?',
      check: 'Đếm ngày thiếu trong 30 ngày: 0 = 2; 1–3 = 1; >3 = 0',
      evidence: ['T'],
      basis: [cite('tt-20-2021', 'Điều 14 k3')],
    }),
    item('nt.2.5', upTo2, 2, {
      ask: 'Có sơ đồ thu gom, sơ đồ công nghệ và quy trình vận hành treo tại trạm không?',
      check: 'Xem tại trạm, đối chiếu thực tế',
      evidence: ['T', 'A'],
      at: ['BV', 'TTYT', 'PK', 'BT'],
      basis: [recall('tt-20-2021', 'Điều 11')],
    }),
    item('nt.2.6', upTo2, 2, {
      ask: 'Người vận hành được phân công, tập huấn và nói đúng các bước chính không?',
      check: 'Quyết định, chứng nhận; hỏi tại chỗ',
      evidence: ['T', 'PV'],
      basis: [recall('tt-20-2021', 'Điều 11')],
    }),
    item('nt.2.7', yesNo, 2, {
      ask: 'Nghĩa vụ phí bảo vệ môi trường với nước thải đã kê khai, nộp không?',
      check: 'Tờ khai, chứng từ; thuộc diện không chịu phí thì chọn “Không áp dụng”',
      evidence: ['T'],
      at: ['BV', 'TTYT', 'PK', 'BT'],
      basis: [cite('nd-346-2025')],
    }),
  ]),
  section('nt.3', 'Thu gom', 16, [
    item('nt.3.1', upTo2, 4, {
      ask: 'Toàn bộ nước thải khám chữa bệnh, giặt, vệ sinh có chảy về hệ thống xử lý không?',
      check: 'Theo sơ đồ; đổ phẩm màu/mở nắp hố ga ở 3 khu xa nhất',
      evidence: ['A', 'Đ'],
      basis: [cite('qcvn-28-2010', 'mục 2'), cite('tt-20-2021', 'Điều 4')],
    }),
    item('nt.3.2', yesNo, 5, {
      ask: 'Không có ống xả tắt (bypass) hoặc điểm xả nước thải chưa xử lý ra cống, ao, đất?',
      check: 'Đi dọc hàng rào, kiểm van xả tắt có niêm phong',
      evidence: ['A'],
      critical: true,
      basis: [cite('luat-bvmt-2020', 'Điều 62'), cite('qcvn-28-2010')],
    }),
    item('nt.3.3', yesNo, 3, {
      ask: 'Nước mưa có đường thoát riêng, không vào hệ thống nước thải không?',
      check: 'Xem hố ga, hỏi khi mưa trạm có tràn không',
      evidence: ['A', 'PV'],
      basis: [cite('tt-18-2013', 'Điều 3')],
      remark: 'Điều 3 nói về cơ sở điều trị bệnh truyền nhiễm; với nơi khác mục này là đề xuất.',
    }),
    item('nt.3.4', upTo2, 2, {
      ask: 'Hố ga, song chắn rác, bể tách mỡ (bếp) có nắp, được vớt rác và hút mỡ theo lịch không?',
      check: 'Mở 3 hố ga và bể mỡ',
      evidence: ['A', 'T'],
      at: ['BV', 'TTYT', 'PK', 'BT'],
    }),
    item('nt.3.5', upTo2, 2, {
      ask: 'Nước thải phòng xét nghiệm, X-quang, khu truyền nhiễm được xử lý sơ bộ trước khi vào hệ thống không?',
      check: 'Xem bể/can thu; hóa chất tráng phim không đổ cống',
      evidence: ['A', 'T'],
      at: ['BV', 'TTYT', 'PK'],
      basis: [cite('tt-18-2013', 'Điều 3'), cite('tt-20-2021', 'Điều 4')],
    }),
  ]),
  section('nt.4', 'Công trình và vận hành', 26, [
    item('nt.4.1', yesNo, 6, {
      ask: 'Lúc kiểm tra hệ thống xử lý có đang chạy không?',
      check: 'Nghe bơm, xem tủ điện, nước ra; TYT/PK chạy theo mẻ: xem lịch mẻ',
      evidence: ['A'],
      critical: true,
      basis: [cite('qcvn-28-2010', 'mục 2'), cite('source-004', 'mục 4.2')],
    }),
    item('nt.4.2', upTo2, 4, {
      ask: 'Máy thổi khí, bơm chính hoạt động và có máy dự phòng dùng được không?',
      check: 'Bật thử dự phòng',
      evidence: ['A'],
      at: ['BV', 'TTYT', 'PK', 'BT'],
    }),
    item('nt.4.3', measure('m³', inspectorConcludes(null)), 3, {
      ask: 'Đồng hồ đo lưu lượng vào/ra hoạt động; chỉ số hôm nay là bao nhiêu?',
      check: 'Chụp mặt đồng hồ; so với nhật ký',
      evidence: ['A', 'Đ'],
      basis: [cite('giay-phep-moi-truong')],
    }),
    item('nt.4.4', measure('kWh', inspectorConcludes(null)), 2, {
      ask: 'Công tơ điện của trạm tiêu thụ bao nhiêu kWh trong tháng và có khớp với số giờ chạy không?',
      check: 'Số điện quá thấp là dấu hiệu không vận hành',
      evidence: ['T', 'Đ'],
      at: ['BV', 'TTYT', 'PK', 'BT'],
      period: 'tháng',
    }),
    item('nt.4.5', measure('ml/l', inspectorConcludes('tham khảo 200–400 ml/l')), 3, {
      ask: 'Bể sinh học có bọt khí đều, bùn màu nâu, không mùi thối; SV30 là bao nhiêu ml/l?',
      check: 'Lắng 30 phút trong ống đong 1 lít; dải tham khảo 200–400',
      evidence: ['A', 'Đ'],
      at: ['BV', 'TTYT', 'PK', 'BT'],
      basis: [cite('van-hanh-tram-820')],
      remark: 'Bệnh viện tham khảo dùng 250–400 ml/l; dải 200–400 là đề xuất, không phải quy định.',
    }),
    item('nt.4.6', measure('mg/l', inspectorConcludes('tham khảo 2–4 mg/l')), 2, {
      ask: 'Oxy hòa tan ở bể hiếu khí là bao nhiêu mg/l?',
      check: 'Đo nhanh; tham khảo 2–4; không có máy thì chọn “Không áp dụng”',
      evidence: ['Đ'],
      at: ['BV', 'TTYT'],
      remark: 'Mức tham khảo mới là nhớ lại, chưa kiểm.',
    }),
    item('nt.4.7', yesNo, 2, {
      ask: 'Bể lắng trong, không bùn nổi tràn ra ngoài?',
      check: 'Quan sát, chụp nước sau lắng trong cốc',
      evidence: ['A'],
    }),
    item('nt.4.8', upTo2, 2, {
      ask: 'Thiết bị được bảo trì theo lịch (tuần/tháng/quý) và có ghi hư hỏng, sửa chữa không?',
      check: 'Sổ bảo trì 6 tháng',
      evidence: ['T'],
      basis: [recall('tt-20-2021', 'Điều 11')],
    }),
    item('nt.4.9', upTo2, 2, {
      ask: 'Trạm sạch, có lan can, nắp bể, biển cảnh báo, thông gió, không mùi sang khu người bệnh?',
      check: 'Quan sát',
      evidence: ['A'],
    }),
  ]),
  section('nt.5', 'Khử trùng và bùn', 18, [
    item('nt.5.1', yesNo, 6, {
      ask: 'Nước thải có được khử trùng (clo, ozon, UV) trước khi xả không?',
      check: 'Xem bơm định lượng/đèn đang chạy; bắt buộc cả khi đấu nối trạm tập trung',
      evidence: ['A'],
      critical: true,
      basis: [cite('qcvn-28-2010', 'mục 2 và 2.2')],
    }),
    item('nt.5.2', measure('mg/l', inspectorConcludes('tham khảo 0,5–1 mg/l'), true), 3, {
      ask: 'Clo dư ở nước ra là bao nhiêu mg/l (nếu dùng clo)?',
      check:
        'Que thử nhanh; tham khảo 0,5–1; không dùng clo thì chọn “Không áp dụng”. Cơ sở theo QCVN 14:2025 phải theo giới hạn clo của quy chuẩn đó',
      evidence: ['Đ', 'A'],
      basis: [cite('qcvn-14-2025')],
      remark: 'QCVN 28:2010/BTNMT không quy định clo dư; mức tham khảo mới là nhớ lại, chưa kiểm.',
    }),
    item('nt.5.3', upTo2, 3, {
      ask: 'Hóa chất khử trùng còn đủ dùng ≥7 ngày, còn hạn, lượng dùng khớp nhật ký không?',
      check: 'Đếm can, tính theo liều; phiếu nhập',
      evidence: ['A', 'T'],
    }),
    item('nt.5.4', upTo2, 2, {
      ask: 'Kho hóa chất có khay chống tràn, nhãn, phiếu an toàn, bảo hộ không?',
      check: 'Quan sát',
      evidence: ['A'],
      at: ['BV', 'TTYT', 'PK', 'BT'],
      basis: [recall('phap-luat-hoa-chat')],
    }),
    item('nt.5.5', upTo2, 4, {
      ask: 'Bùn thải có được hút, phân định (nguy hại hay không) và giao đơn vị có chức năng không?',
      check: 'Kết quả phân định bùn, hợp đồng, chứng từ lần gần nhất',
      evidence: ['T'],
      at: ['BV', 'TTYT', 'PK', 'BT'],
      basis: [recall('qcvn-50-2013'), cite('tt-20-2021', 'Điều 4')],
    }),
  ]),
  section('nt.6', 'Quan trắc, tự kiểm và sự cố', 18, [
    item('nt.6.1', lastSampling, 4, {
      ask: 'Lần lấy mẫu gần nhất là ngày nào, có đúng tần suất của giấy phép không?',
      check: 'So với GPMT; không bị buộc quan trắc: khuyến nghị ≥1 lần/12 tháng (đề xuất)',
      evidence: ['T'],
      basis: [cite('giay-phep-moi-truong'), recall('nd-08-2022', 'Điều 97')],
      remark: 'Mốc 12 tháng khi không bị buộc quan trắc là đề xuất.',
    }),
    item('nt.6.2', reportedParameters, 3, {
      ask: 'Phiếu kết quả có đủ thông số của giấy phép/quy chuẩn không?',
      check: 'Số thông số có kết quả / số phải có; 100% là đạt',
      evidence: ['T'],
      basis: [cite('qcvn-28-2010', 'Bảng 1'), cite('giay-phep-moi-truong')],
    }),
    item('nt.6.3', yesNo, 3, {
      ask: 'Đơn vị lấy mẫu, phân tích có giấy chứng nhận dịch vụ quan trắc còn hạn và ghi phương pháp thử không?',
      check: 'Mã VIMCERTS, danh mục thông số được chứng nhận',
      evidence: ['T'],
      basis: [cite('luat-bvmt-2020'), cite('qcvn-14-2025')],
      remark: 'Mã VIMCERTS mới là nhớ lại, chưa kiểm.',
    }),
    item('nt.6.4', yesNo, 2, {
      ask: 'Mẫu được lấy sau khử trùng, tại đúng điểm xả ghi trong giấy phép không?',
      check: 'Biên bản lấy mẫu, tọa độ, ảnh',
      evidence: ['T', 'A'],
      basis: [cite('giay-phep-moi-truong'), recall('tcvn-5999-1995')],
    }),
    item('nt.6.5', upTo2, 2, {
      ask: 'Cơ sở có tự đo pH, clo dư (và amoni/COD nếu có kit) theo lịch không?',
      check: 'Sổ tự đo 30 ngày; máy đo còn hiệu chuẩn',
      evidence: ['T', 'Đ'],
      at: ['BV', 'TTYT', 'PK', 'BT'],
      basis: [cite('van-hanh-tram-820')],
      remark: 'Theo thực hành của một bệnh viện, không phải quy định.',
    }),
    item('nt.6.6', upTo2, 2, {
      ask: 'Lần vượt quy chuẩn hoặc sự cố gần nhất đã tìm nguyên nhân, khắc phục và lấy mẫu lại đạt chưa?',
      check: 'Hồ sơ sự cố; không có sự cố trong 24 tháng thì chọn “Không áp dụng”',
      evidence: ['T'],
      basis: [cite('tt-20-2021', 'Điều 14')],
    }),
    item('nt.6.7', upTo2, 2, {
      ask: 'Có phương án khi mất điện, hỏng trạm (bể chứa sự cố, máy phát, hút chở) không?',
      check: 'Phương án, diễn tập',
      evidence: ['T', 'PV'],
      at: ['BV', 'TTYT', 'PK', 'BT'],
      basis: [recall('luat-bvmt-2020')],
    }),
  ]),
]

export const nuocThai: Checklist = withDocuments({
  id: 'nuoc-thai',
  version: '1.1',
  title: 'Nước thải y tế – QCVN 28:2010/BTNMT và quy chuẩn kế tiếp',
  shortTitle: 'Nước thải y tế',
  notice:
    'Giới hạn 15 thông số theo QCVN 28:2010/BTNMT; riêng phóng xạ α, β giữ K = 1, mức chặt hơn. QCVN 28 đã được QCVN 40:2025/BTNMT thay thế từ 01/9/2025; cơ sở đã vận hành hoặc dự án đã được phê duyệt trước ngày đó được tiếp tục áp dụng đến hết 31/12/2031. Giới hạn riêng trong giấy phép môi trường được ưu tiên. Câu hỏi, toàn bộ 100 điểm của các mục 2–6, mục liệt và mức xếp loại là đề xuất.',
  inForceFrom: '2010-12-16',
  facilityTypes: ['hospital', 'healthCentre', 'communeStation', 'clinic', 'psychiatricCare'],
  sections,
  grading: {
    bands: [
      { id: 'passed', title: 'Đạt', atLeast: '80', tone: 'pass' },
      { id: 'conditional', title: 'Đạt có điều kiện', atLeast: '60', tone: 'partial' },
      { id: 'failed', title: 'Không đạt', atLeast: null, tone: 'fail' },
    ],
    gates: [{ kind: 'noCriticalFailure', capTo: 'failed' }],
    origin: 'proposed',
  },
  limits: qcvn28,
  sites: null,
  settings: [],
  plausibility: [
    {
      kind: 'notLess',
      item: 'nt.1.3',
      than: 'nt.1.2',
      message: 'COD nhỏ hơn BOD5: hai số này không thể cùng đúng, hãy xem lại phiếu phân tích và số đã nhập.',
    },
    otherUnit('nt.1.6', 'Amoni', 'NH4', '0.7765'),
    otherUnit('nt.1.7', 'Nitrat', 'NO3', '0.2259'),
    otherUnit('nt.1.8', 'Phosphat', 'PO4', '0.3261'),
  ],
})
