import type { Checklist, Input } from '../domain/checklist.ts'
import {
  atLeast,
  atLeastOrCritical,
  cite,
  item,
  measure,
  ratio,
  recall,
  section,
  upTo2,
  withDocuments,
  yesNo,
} from './author.ts'
import { ownInfectiousWaste, receivedInfectiousWaste } from './infectious-storage.ts'

const recordedHandovers = ratio(
  'Lần giao có giấy ghi đủ',
  'Lần giao trong 3 tháng',
  atLeastOrCritical(['100', 3], ['90', 1]),
)
const differenceUpTo5 = measure('%', {
  by: 'target',
  better: 'lower',
  target: '5',
  partial: 'none',
  origin: 'proposed',
})
const yearlyReport: Input = {
  kind: 'date',
  rule: {
    by: 'deadline',
    setting: 'yearlyReport',
    steps: [
      { daysLate: 0, points: 200 },
      { daysLate: 15, points: 100 },
    ],
  },
}
const trainedStaff = ratio('Người đã tập huấn', 'Người liên quan', atLeast(['100', 2], ['80', 1]))
const notOverfilled = ratio('Túi, hộp không quá 3/4', 'Túi, hộp đã kiểm', atLeast(['100', 2], ['80', 1]))
const rightlySortedBins = ratio(
  'Thùng, túi phân loại đúng',
  'Thùng, túi đã kiểm',
  atLeastOrCritical(['100', 4, 'source'], ['90', 3], ['80', 1]),
)
const collectedDaily = measure('lần/ngày', {
  by: 'target',
  better: 'higher',
  target: '1',
  partial: 'none',
  origin: 'official',
})
const coldStore = measure('°C', {
  by: 'steps',
  better: 'lower',
  steps: [{ bound: '8', exclusive: true, points: 200 }],
  elseCritical: false,
  origin: 'official',
})
const upTo12Months = measure('tháng', {
  by: 'target',
  better: 'lower',
  target: '12',
  partial: 'none',
  origin: 'proposed',
})

const hospitalRules =
  'Phụ lục 3 mục A áp dụng cho bệnh viện và cơ sở xử lý theo cụm, nội dung mới là nhớ lại, chưa kiểm; với nơi khác mục này là đề xuất.'

const sections = [
  section('ctyt.1', 'Pháp lý, tổ chức, hồ sơ', 20, [
    item('ctyt.1.1', yesNo, 3, {
      ask: 'Cơ sở có giấy phép môi trường hoặc đăng ký môi trường đúng diện và còn hạn (hoặc thuộc diện miễn) không?',
      check: 'Xem giấy; đối chiếu công suất, lưu lượng nước thải, kg CTNH/tháng với ngưỡng; diện miễn phải có căn cứ',
      evidence: ['T'],
      critical: true,
      basis: [cite('luat-bvmt-2020', 'Điều 39, 49'), cite('nd-08-2022', 'Điều 32'), cite('nd-131-2025', 'Điều 26')],
      remark: 'Ngưỡng giấy phép có đổi sau Nghị định 48/2026/NĐ-CP hay không: chưa xác định.',
    }),
    item('ctyt.1.2', yesNo, 1, {
      ask: 'Có quyết định phân công lãnh đạo và người chuyên trách/kiêm nhiệm quản lý chất thải y tế không?',
      check: 'Xem quyết định',
      evidence: ['T'],
      basis: [cite('tt-20-2021')],
    }),
    item('ctyt.1.3', upTo2, 1, {
      ask: 'Quy trình quản lý chất thải nội bộ có theo TT 20/2021 (không còn dẫn TTLT 58/2015) không?',
      check: 'Đọc phần căn cứ và bảng màu trong quy trình',
      evidence: ['T'],
      basis: [cite('tt-20-2021')],
    }),
    item('ctyt.1.4', yesNo, 3, {
      ask: 'Có hợp đồng xử lý chất thải nguy hại còn hiệu lực, hoặc văn bản tham gia cụm, hoặc công trình tự xử lý hợp pháp không?',
      check: 'Xem hợp đồng, thời hạn, mã 13 01 01 trong giấy phép bên nhận; TYT: kế hoạch cụm của tỉnh',
      evidence: ['T'],
      critical: true,
      basis: [cite('tt-20-2021', 'Điều 14'), recall('tt-02-2022', 'Điều 42')],
    }),
    item('ctyt.1.5', recordedHandovers, 3, {
      ask: 'Bao nhiêu % lần giao chất thải nguy hại trong 3 tháng gần nhất có ghi đủ sổ giao nhận hoặc chứng từ CTNH (có chữ ký hai bên)?',
      check:
        'Đối chiếu sổ với lịch lấy rác; 100% = 3; 90–<100% = 1; <90% = 0 và liệt (đề xuất). Chấp nhận một trong hai loại giấy',
      evidence: ['T', 'Đ'],
      critical: true,
      period: '3 tháng',
      basis: [cite('tt-02-2022', 'Điều 42 k6'), cite('tt-20-2021', 'Điều 14')],
    }),
    item('ctyt.1.6', differenceUpTo5, 1, {
      ask: 'Khối lượng trong sổ và trong báo cáo năm chênh nhau bao nhiêu %?',
      check: 'Cộng sổ 15/12–14/12; ≤5% đạt (đề xuất)',
      evidence: ['T', 'Đ'],
      at: ['BV', 'TTYT', 'TYT', 'PK'],
      period: 'năm',
      basis: [cite('tt-20-2021', 'Điều 13')],
      remark: 'Nhập phần chênh không mang dấu trừ, dù sổ nhiều hơn hay ít hơn báo cáo.',
    }),
    item('ctyt.1.7', yearlyReport, 2, {
      ask: 'Báo cáo kết quả quản lý chất thải y tế năm trước gửi Sở Y tế ngày nào?',
      check: 'Đạt nếu trước 16/12; chậm ≤15 ngày được 1 (đề xuất)',
      evidence: ['T'],
      period: 'năm',
      basis: [cite('tt-20-2021', 'Điều 13, Phụ lục 07A')],
      remark: 'Hạn trước 16/12 theo Điều 13; 1 điểm khi chậm đến 15 ngày (hết 30/12) là đề xuất.',
    }),
    item('ctyt.1.8', yesNo, 1, {
      ask: 'Báo cáo công tác bảo vệ môi trường năm trước gửi trước 15/01 không?',
      check: 'Thuộc diện miễn đăng ký môi trường thì chọn “Không áp dụng”',
      evidence: ['T'],
      period: 'năm',
      basis: [cite('tt-02-2022', 'Điều 66')],
      remark: 'Hạn và mẫu báo cáo còn đúng sau Thông tư 09/2026/TT-BNNMT hay không: chưa xác định.',
    }),
    item('ctyt.1.9', trainedStaff, 2, {
      ask: 'Bao nhiêu % nhân viên liên quan (kể cả vệ sinh thuê ngoài) được tập huấn phân loại trong 12 tháng?',
      check: 'Danh sách ký; hỏi 3 người về màu thùng; 100% = 2; 80–<100% = 1 (đề xuất)',
      evidence: ['T', 'PV'],
      period: '12 tháng',
      basis: [cite('tt-20-2021'), cite('source-002', 'mục III.5')],
    }),
    item('ctyt.1.10', upTo2, 1, {
      ask: 'Hồ sơ quản lý chất thải có đủ 6 nhóm và lấy ra được ngay không?',
      check: 'Yêu cầu đưa 3 tài liệu bất kỳ trong 10 phút',
      evidence: ['T'],
      basis: [cite('tt-20-2021', 'Điều 14')],
    }),
    item('ctyt.1.11', upTo2, 1, {
      ask: 'Có phương án ứng phó tràn đổ, cháy, vật sắc nhọn đâm và đã diễn tập/phổ biến không?',
      check: 'Xem phương án, biên bản',
      evidence: ['T', 'PV'],
      basis: [recall('luat-bvmt-2020')],
    }),
    item('ctyt.1.12', upTo2, 1, {
      ask: 'Các kết luận kiểm tra lần trước đã khắc phục xong chưa?',
      check: 'Đối chiếu biên bản kỳ trước từng mục',
      evidence: ['T', 'A'],
      basis: [cite('tt-20-2021', 'Điều 14')],
    }),
  ]),
  section('ctyt.2', 'Bao bì, dụng cụ, biển báo', 14, [
    item('ctyt.2.1', upTo2, 2, {
      ask: 'Túi và thùng chất thải lây nhiễm có màu vàng và biểu tượng nguy hại sinh học không?',
      check: 'Kiểm ở 3 điểm phát sinh',
      evidence: ['A'],
      basis: [cite('tt-20-2021', 'Điều 5, 6')],
      remark: 'Màu theo nguồn thứ cấp; biểu tượng (Phụ lục 2) mới là nhớ lại, chưa kiểm.',
    }),
    item('ctyt.2.2', yesNo, 2, {
      ask: 'Mọi nơi tiêm, thủ thuật, xét nghiệm có hộp/thùng kháng thủng màu vàng trong tầm tay không?',
      check: 'Đi xe tiêm, bàn tiêm, phòng XN, phòng tiêm chủng',
      evidence: ['A'],
      critical: true,
      basis: [cite('tt-20-2021', 'Điều 6 k3')],
    }),
    item('ctyt.2.3', upTo2, 2, {
      ask: 'Chất thải nguy hại không lây nhiễm có túi/thùng đen hoặc can kín ghi mã và tên chất thải không?',
      check: 'Xem khoa Dược, XN, X-quang, kho',
      evidence: ['A'],
      basis: [cite('tt-20-2021', 'Điều 6 k4')],
    }),
    item('ctyt.2.4', yesNo, 1, {
      ask: 'Có thùng/túi xanh cho chất thải thông thường không?',
      check: 'Quan sát',
      evidence: ['A'],
      basis: [cite('tt-20-2021', 'Điều 5, 6')],
      remark: 'Màu theo nguồn thứ cấp; văn bản chỉ ghi “xanh”, không phân biệt xanh lá hay xanh dương.',
    }),
    item('ctyt.2.5', yesNo, 1, {
      ask: 'Có thùng/túi trắng cho chất thải tái chế không?',
      check: 'Quan sát',
      evidence: ['A'],
      basis: [cite('tt-20-2021', 'Điều 5, 6'), recall('tt-20-2021', 'Điều 10')],
      remark: 'Màu theo nguồn thứ cấp.',
    }),
    item('ctyt.2.6', upTo2, 1, {
      ask: 'Thùng có nắp, nguyên vẹn, không rò, sạch mặt ngoài không?',
      check: 'Kiểm ≥10 thùng',
      evidence: ['A'],
      basis: [recall('tt-20-2021', 'Điều 5')],
    }),
    item('ctyt.2.7', notOverfilled, 2, {
      ask: 'Bao nhiêu % túi và hộp sắc nhọn không đầy quá 3/4?',
      check: 'Kiểm ≥10 cái; 100% = 2; 80–<100% = 1 (đề xuất). Ghi chú: chuẩn thực hành tốt',
      evidence: ['A', 'Đ'],
      basis: [cite('qd-43-2007'), recall('qd-3671-2012')],
      remark:
        'Quyết định 43/2007/QĐ-BYT đã hết hiệu lực; Thông tư 20/2021/TT-BYT có ghi mức 3/4 hay không: chưa xác định. Dùng như chuẩn thực hành tốt, không phải điều khoản của Thông tư 20.',
    }),
    item('ctyt.2.8', upTo2, 1, {
      ask: 'Túi/thùng khi chuyển đi có ghi khoa, loại chất thải, ngày không?',
      check: 'Xem 5 túi tại nơi lưu giữ',
      evidence: ['A'],
      at: ['BV', 'TTYT', 'PK'],
    }),
    item('ctyt.2.9', upTo2, 1, {
      ask: 'Tại mỗi chỗ đặt thùng có bảng hướng dẫn phân loại và thu gom không?',
      check: 'Kiểm 5 chỗ',
      evidence: ['A'],
      basis: [cite('tt-20-2021', 'Điều 6 k2')],
    }),
    item('ctyt.2.10', yesNo, 1, {
      ask: 'Túi, hộp, thùng dự trữ đủ dùng ít nhất một tháng không?',
      check: 'Xem kho, phiếu nhập',
      evidence: ['T', 'A'],
    }),
  ]),
  section('ctyt.3', 'Phân loại tại nguồn', 20, [
    item('ctyt.3.1', upTo2, 3, {
      ask: 'Nhân viên có bỏ chất thải đúng thùng ngay tại nơi và lúc phát sinh không (không gom chung rồi phân loại lại)?',
      check: 'Quan sát 1 lần tiêm/thay băng/lấy mẫu ở 2 nơi',
      evidence: ['A', 'PV'],
      basis: [cite('tt-20-2021', 'Điều 6 k1')],
    }),
    item('ctyt.3.2', rightlySortedBins, 4, {
      ask: 'Kiểm ngẫu nhiên, bao nhiêu % thùng/túi phân loại đúng hoàn toàn?',
      check: 'Mở nắp ≥10 thùng (TYT, PK: tất cả); 100% = 4; 90–<100% = 3; 80–<90% = 1; <80% = 0 và liệt (đề xuất)',
      evidence: ['A', 'Đ'],
      critical: true,
      period: 'năm',
      basis: [cite('tt-20-2021', 'Điều 6'), cite('source-002', 'mục III.5')],
      remark: 'Mục tiêu 100% theo tài liệu nguồn; các bậc điểm và mức liệt dưới 80% là đề xuất.',
    }),
    item('ctyt.3.3', yesNo, 3, {
      ask: 'Không có chất thải lây nhiễm (bông băng dính máu, kim) trong thùng xanh hoặc trắng?',
      check: 'Như trên; một trường hợp là "Không"',
      evidence: ['A'],
      critical: true,
      basis: [cite('tt-20-2021', 'Điều 6 k1'), cite('luat-bvmt-2020', 'Điều 62')],
    }),
    item('ctyt.3.4', yesNo, 3, {
      ask: 'Kim, dao mổ được bỏ ngay vào hộp kháng thủng, không đậy nắp lại, không nằm trong túi mềm?',
      check: 'Quan sát mũi tiêm; nắn nhẹ bên ngoài túi, không thò tay vào',
      evidence: ['A', 'PV'],
      critical: true,
      basis: [cite('tt-20-2021', 'Điều 6 k3')],
    }),
    item('ctyt.3.5', upTo2, 2, {
      ask: 'Chất thải nguy cơ lây nhiễm cao (xét nghiệm, cách ly) có để riêng và xử lý sơ bộ trước khi chuyển đi không?',
      check: 'Xem phòng XN: nồi hấp, hóa chất, sổ',
      evidence: ['T', 'A'],
      at: ['BV', 'TTYT', 'PK'],
      basis: [cite('tt-20-2021', 'Điều 6 k3'), recall('tt-20-2021', 'Điều 7')],
    }),
    item('ctyt.3.6', yesNo, 2, {
      ask: 'Chất thải giải phẫu (mô, nhau thai…) có bọc hai lần túi vàng và lưu riêng không?',
      check: 'Xem phòng sinh, phòng mổ; không phát sinh thì chọn “Không áp dụng”',
      evidence: ['A'],
      at: ['BV', 'TTYT', 'TYT'],
      basis: [cite('tt-20-2021', 'Điều 6 k3')],
    }),
    item('ctyt.3.7', upTo2, 2, {
      ask: 'Hóa chất, thuốc hỏng, đèn huỳnh quang, pin, nhiệt kế thủy ngân được phân theo mã chất thải không?',
      check: 'Xem danh mục mã CTNH và nhãn thực tế',
      evidence: ['A', 'T'],
      basis: [cite('tt-20-2021', 'Điều 6 k4'), recall('tt-02-2022', 'danh mục chất thải nguy hại')],
    }),
    item('ctyt.3.8', yesNo, 1, {
      ask: 'Nhân viên biết: lỡ lẫn lây nhiễm vào rác thường thì xử lý cả hỗn hợp như lây nhiễm?',
      check: 'Hỏi 3 người',
      evidence: ['PV'],
      basis: [cite('tt-20-2021', 'Điều 6 k1')],
    }),
  ]),
  section('ctyt.4', 'Thu gom, vận chuyển trong khuôn viên', 12, [
    item('ctyt.4.1', collectedDaily, 3, {
      ask: 'Chất thải lây nhiễm được thu gom về nơi lưu giữ mấy lần/ngày?',
      check: '≥1 lần/ngày đạt; cơ sở <5 kg/ngày: hộp sắc nhọn ≥1 lần/tháng. Đối chiếu sổ thu gom 7 ngày',
      evidence: ['T'],
      basis: [cite('tt-20-2021', 'Điều 7')],
      remark: 'Máy chỉ so với 1 lần/ngày. Mức 1 lần/tháng cho hộp sắc nhọn theo nguồn thứ cấp, cần đối chiếu bản gốc.',
    }),
    item('ctyt.4.2', upTo2, 2, {
      ask: 'Có quy định luồng đi và giờ thu gom tránh khu đông người bệnh, tránh giờ ăn không?',
      check: 'Sơ đồ, giờ thu gom; quan sát một chuyến',
      evidence: ['T', 'A'],
      at: ['BV', 'TTYT', 'PK', 'BT'],
      basis: [cite('tt-20-2021', 'Điều 7')],
    }),
    item('ctyt.4.3', upTo2, 2, {
      ask: 'Xe/thùng chuyển chất thải có chuyên dụng, kín, không rò, có biểu tượng và được rửa khử khuẩn sau dùng không?',
      check: 'Xem xe, chỗ rửa',
      evidence: ['A'],
      at: ['BV', 'TTYT', 'PK', 'BT'],
      basis: [cite('tt-20-2021', 'Điều 7')],
    }),
    item('ctyt.4.4', yesNo, 1, {
      ask: 'Túi được buộc kín, thùng đậy nắp khi chuyển; không kéo lê, không nén tay?',
      check: 'Quan sát',
      evidence: ['A'],
      basis: [recall('tt-20-2021', 'Điều 7')],
    }),
    item('ctyt.4.5', upTo2, 2, {
      ask: 'Người thu gom mang đủ găng dày, khẩu trang, ủng/giày kín, tạp dề không?',
      check: 'Quan sát, xem phiếu cấp phát',
      evidence: ['A', 'T'],
      basis: [recall('phap-luat-atvsld')],
    }),
    item('ctyt.4.6', upTo2, 1, {
      ask: 'Người thu gom được tiêm viêm gan B/khám sức khỏe định kỳ và biết xử trí khi bị kim đâm không?',
      check: 'Hồ sơ sức khỏe; hỏi',
      evidence: ['T', 'PV'],
      basis: [recall('phap-luat-atvsld')],
    }),
    item('ctyt.4.7', yesNo, 1, {
      ask: 'Chất thải thông thường được thu gom riêng, không chung chuyến với chất thải nguy hại không?',
      check: 'Quan sát, hỏi',
      evidence: ['A', 'PV'],
      basis: [recall('tt-20-2021', 'Điều 7')],
    }),
  ]),
  section('ctyt.5', 'Nơi lưu giữ và thời gian lưu giữ', 16, [
    item('ctyt.5.1', upTo2, 2, {
      ask: 'Nơi lưu giữ chất thải nguy hại có mái, nền chắc không ngập, không để nước mưa vào và nước rò ra không?',
      check: 'Quan sát nền, gờ, rãnh',
      evidence: ['A'],
      basis: [cite('tt-20-2021', 'Điều 8 k1'), recall('tt-20-2021', 'Phụ lục 3')],
    }),
    item('ctyt.5.2', upTo2, 2, {
      ask: 'Nơi lưu giữ có khóa, chống côn trùng, chuột, người không phận sự không?',
      check: 'Thử cửa; xem lưới',
      evidence: ['A'],
      basis: [recall('tt-20-2021', 'Phụ lục 3')],
    }),
    item('ctyt.5.3', upTo2, 2, {
      ask: 'Các loại chất thải để ở ô/thùng riêng, có biển tên và dấu hiệu cảnh báo không?',
      check: 'Đối chiếu từng ô với mã chất thải',
      evidence: ['A'],
      basis: [cite('tt-20-2021', 'Điều 8 k2'), recall('tcvn-6707')],
    }),
    item('ctyt.5.4', { kind: 'storageTime', rows: [...ownInfectiousWaste, ...receivedInfectiousWaste] }, 3, {
      ask: 'Túi lây nhiễm cũ nhất đã lưu bao nhiêu ngày?',
      check: 'Xem ngày trên túi/sổ; so với quy tắc thời gian lưu theo nhiệt độ và khối lượng (2, 3 hoặc 7 ngày)',
      evidence: ['A', 'T', 'Đ'],
      critical: true,
      basis: [cite('tt-20-2021', 'Điều 8 k3')],
      remark:
        'Mức 3 ngày là của cơ sở dưới 5 kg/ngày, bao bì đóng kín: đối tượng này mới là nhớ lại, chưa kiểm. Vật sắc nhọn ở vùng khó khăn, hải đảo có quy tắc riêng, nội dung chưa xác định: chọn “Không áp dụng” và ghi chú.',
    }),
    item('ctyt.5.5', coldStore, 2, {
      ask: 'Nhiệt độ thiết bị lạnh lưu chất thải lúc kiểm tra là bao nhiêu °C và có sổ theo dõi không?',
      check: 'Đọc nhiệt kế; <8 °C đạt; không dùng thiết bị lạnh thì chọn “Không áp dụng”',
      evidence: ['A', 'Đ'],
      basis: [cite('tt-20-2021', 'Điều 8 k3')],
      remark: 'Chấm theo nhiệt độ; có sổ theo dõi hay không thì ghi vào ghi chú.',
    }),
    item('ctyt.5.6', upTo12Months, 1, {
      ask: 'Chất thải nguy hại không lây nhiễm lâu nhất đã lưu bao nhiêu tháng?',
      check: '≤12 tháng đạt',
      evidence: ['T'],
      basis: [recall('nd-08-2022', 'Điều 71')],
      remark: 'Mốc 12 tháng mới là nhớ lại, chưa kiểm.',
    }),
    item('ctyt.5.7', yesNo, 1, {
      ask: 'Có cát/mùn cưa, xẻng, hóa chất khử khuẩn để xử lý tràn đổ không?',
      check: 'Quan sát',
      evidence: ['A'],
      at: ['BV', 'TTYT', 'PK', 'BT'],
      basis: [recall('tt-20-2021', 'Phụ lục 3A')],
      remark: hospitalRules,
    }),
    item('ctyt.5.8', yesNo, 1, {
      ask: 'Có bình chữa cháy còn hạn gần nơi lưu giữ không?',
      check: 'Xem tem, kim áp',
      evidence: ['A'],
      at: ['BV', 'TTYT', 'PK', 'BT'],
      basis: [recall('tt-20-2021', 'Phụ lục 3A')],
      remark: hospitalRules,
    }),
    item('ctyt.5.9', upTo2, 1, {
      ask: 'Nơi lưu giữ và thùng được rửa, khử khuẩn theo lịch, nước rửa chảy về hệ thống xử lý không?',
      check: 'Xem sổ, rãnh thu',
      evidence: ['A', 'T'],
      basis: [recall('tt-20-2021', 'Phụ lục 3')],
    }),
    item('ctyt.5.10', yesNo, 1, {
      ask: 'Rác thông thường và phế liệu tái chế để tách khỏi khu nguy hại không?',
      check: 'Quan sát',
      evidence: ['A'],
      basis: [cite('tt-20-2021', 'Điều 8 k2')],
    }),
  ]),
  section('ctyt.6', 'Bàn giao, xử lý, cụm', 10, [
    item('ctyt.6.1', yesNo, 2, {
      ask: 'Giấy phép của bên nhận có mã 13 01 01 và còn hạn không?',
      check: 'Xem bản sao giấy phép, phụ lục mã',
      evidence: ['T'],
      basis: [cite('luat-bvmt-2020'), cite('tt-02-2022')],
      remark: 'Mã 13 01 01 giữ nguyên ở Thông tư 02/2022/TT-BTNMT: mới là nhớ lại, chưa kiểm.',
    }),
    item('ctyt.6.2', upTo2, 1, {
      ask: 'Khi giao có cân và hai bên ký ngay tại chỗ không?',
      check: 'Xem sổ 3 lần gần nhất, cân còn kiểm định',
      evidence: ['T', 'A'],
      basis: [cite('tt-20-2021', 'sổ giao nhận')],
    }),
    item('ctyt.6.3', upTo2, 2, {
      ask: 'Trạm/phòng khám giao theo cụm: có tên trong kế hoạch cụm, dùng thùng kín có biểu tượng, đúng tần suất không?',
      check: 'Kế hoạch tỉnh, sổ giao nhận; giao thẳng cho đơn vị xử lý thì chọn “Không áp dụng”',
      evidence: ['T', 'A'],
      at: ['TYT', 'PK', 'BT'],
      basis: [recall('tt-02-2022', 'Điều 42')],
    }),
    item('ctyt.6.4', { kind: 'storageTime', rows: receivedInfectiousWaste }, 2, {
      ask: 'Cơ sở nhận chất thải của cụm: chất thải nhận về lâu nhất chưa xử lý là mấy ngày, lưu ở bao nhiêu °C?',
      check: 'Trong ngày; nếu chưa thì <20 °C và ≤2 ngày; không nhận thì chọn “Không áp dụng”',
      evidence: ['Đ', 'T'],
      at: ['BV', 'TTYT'],
      basis: [cite('tt-20-2021', 'Điều 8 k3 điểm b')],
    }),
    item('ctyt.6.5', upTo2, 2, {
      ask: 'Cơ sở tự xử lý (hấp, vi sóng…): nhật ký vận hành đủ, thử vi sinh định kỳ, thiết bị áp lực còn kiểm định?',
      check: 'Nhật ký, phiếu thử sinh học, tem kiểm định; không tự xử lý thì chọn “Không áp dụng”',
      evidence: ['T'],
      at: ['BV', 'TTYT'],
      basis: [cite('tt-20-2021', 'Điều 11, 14'), recall('qcvn-55-2013')],
    }),
    item('ctyt.6.6', yesNo, 1, {
      ask: 'Không đốt thủ công, không chôn, không bán chất thải nguy hại ra ngoài?',
      check: 'Đi sân sau; hỏi người thu mua phế liệu; xem tro',
      evidence: ['A', 'PV'],
      critical: true,
      basis: [cite('luat-bvmt-2020')],
    }),
  ]),
  section('ctyt.7', 'Giảm thiểu và tái chế', 8, [
    item('ctyt.7.1', upTo2, 2, {
      ask: 'Có lộ trình giảm nhựa dùng một lần, túi ni lông và kết quả thực hiện không?',
      check: 'Kế hoạch, số liệu mua túi/chai theo tháng',
      evidence: ['T'],
      basis: [cite('tt-20-2021', 'Điều 9 k3'), cite('ct-08-byt')],
    }),
    item('ctyt.7.2', yesNo, 1, {
      ask: 'Chất thải nhựa có được phân riêng để tái chế không?',
      check: 'Quan sát',
      evidence: ['A'],
      basis: [cite('tt-20-2021', 'Điều 9 k4')],
    }),
    item('ctyt.7.3', upTo2, 2, {
      ask: 'Chất thải bán/giao tái chế không dính yếu tố lây nhiễm, có sổ giao và bên nhận hợp pháp không?',
      check: 'Mở 3 bao phế liệu; xem sổ, hợp đồng',
      evidence: ['A', 'T'],
      basis: [recall('tt-20-2021', 'Điều 10')],
      remark: 'Tên Điều 10 đã thấy trong nguồn; nội dung mới là nhớ lại, chưa kiểm.',
    }),
    item('ctyt.7.4', upTo2, 1, {
      ask: 'Thiết bị chứa thủy ngân đã thay hoặc được kiểm kê, có bộ xử lý khi vỡ không?',
      check: 'Đếm nhiệt kế/huyết áp kế thủy ngân',
      evidence: ['A', 'T'],
      basis: [recall('tt-20-2021', 'Điều 4')],
    }),
    item('ctyt.7.5', measure('kg', { by: 'recorded' }), 1, {
      ask: 'Trung bình bao nhiêu kg chất thải lây nhiễm/giường/ngày (hoặc/100 lượt khám) và xu hướng 12 tháng?',
      check: 'Lấy từ sổ; chỉ cần có theo dõi là đạt',
      evidence: ['Đ', 'T'],
      period: '12 tháng',
      basis: [cite('tt-20-2021', 'Điều 9')],
    }),
    item('ctyt.7.6', yesNo, 1, {
      ask: 'Thuốc, hóa chất, vật tư sắp hết hạn có được rà soát để không thành chất thải nguy hại không?',
      check: 'Xem phiếu rà soát kho gần nhất',
      evidence: ['T'],
      basis: [cite('tt-20-2021', 'Điều 9 k1')],
    }),
  ]),
]

export const chatThaiYTe: Checklist = withDocuments({
  id: 'chat-thai-y-te',
  version: '1.1',
  title: 'Quản lý chất thải y tế – Thông tư 20/2021/TT-BYT',
  shortTitle: 'Chất thải y tế',
  notice:
    'Bộ câu hỏi theo Thông tư 20/2021/TT-BYT (hiệu lực 10/01/2022) và pháp luật bảo vệ môi trường. Không có thang điểm chính thức: mọi câu hỏi, toàn bộ 100 điểm, mục liệt, bậc điểm và mức xếp loại là đề xuất. Nhiều điều khoản (Điều 5, 7, 10, 12, Phụ lục 2 và 3) mới là nhớ lại, chưa đối chiếu nguyên văn. Chưa xác định: văn bản thay thế Thông tư 20/2021; Thông tư có ghi mức đầy 3/4 hay không; mức phạt; ngưỡng giấy phép, mẫu và hạn báo cáo môi trường sau Nghị định 48/2026/NĐ-CP và Thông tư 09/2026/TT-BNNMT; quy tắc lưu vật sắc nhọn ở vùng khó khăn; việc áp dụng cho cơ sở nuôi dưỡng tâm thần không có giấy phép khám bệnh, chữa bệnh.',
  inForceFrom: '2022-01-10',
  facilityTypes: ['hospital', 'healthCentre', 'communeStation', 'clinic', 'psychiatricCare'],
  sections,
  grading: {
    bands: [
      { id: 'good', title: 'Tốt', atLeast: '90', tone: 'pass' },
      { id: 'fair', title: 'Khá', atLeast: '75', tone: 'pass' },
      { id: 'average', title: 'Trung bình', atLeast: '60', tone: 'partial' },
      { id: 'failed', title: 'Không đạt', atLeast: null, tone: 'fail' },
    ],
    gates: [{ kind: 'noCriticalFailure', capTo: 'failed' }],
    origin: 'proposed',
  },
  limits: null,
  sites: null,
  settings: [
    {
      id: 'yearlyReport',
      title: 'Ngày cuối còn đúng hạn gửi báo cáo năm (trước 16/12)',
      value: '12-15',
      origin: 'official',
    },
  ],
  plausibility: [],
})
