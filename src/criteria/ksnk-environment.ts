import type { Section } from '../domain/checklist.ts'
import { cite, ratio, recall, section, yesNo } from './author.ts'
import { ownInfectiousWaste } from './infectious-storage.ts'
import { inPart, row, towards } from './ksnk-row.ts'

export const environment: Section[] = [
  section('ksnk.9', 'Chất thải rắn, nước thải', 24, [
    row('ksnk.9.1', ratio('Thùng phân loại đúng', 'Thùng đã mở', towards('95', '70')), 3, {
      ask: 'Chất thải được phân loại ngay tại nơi phát sinh, không lẫn chất thải lây nhiễm với thông thường?',
      check: 'Mở 10 thùng; thùng đúng ÷ 10. Liệt khi dưới 70%',
      evidence: ['A', 'Q'],
      critical: true,
      basis: [cite('tt-20-2021', 'Điều 6'), cite('source-002', 'mục III.5')],
    }),
    row('ksnk.9.2', inPart, 2, {
      ask: 'Đủ túi, thùng bốn màu vàng, đen, xanh, trắng có biểu tượng, đặt nơi phát sinh?',
      check: 'Đen và trắng chỉ cần ở nơi có phát sinh',
      evidence: ['A'],
      basis: [cite('tt-20-2021', 'Điều 5')],
      remark: 'Ý nghĩa của màu đen là nhớ lại, cần đối chiếu văn bản.',
    }),
    row('ksnk.9.3', yesNo, 2, {
      ask: 'Vật sắc nhọn bỏ vào hộp kháng thủng, không mở ra gom lại?',
      check: 'Hỏi người thu gom cách đóng hộp',
      evidence: ['A', 'Q'],
      basis: [cite('bang-kiem-benh-vien'), cite('tt-20-2021')],
    }),
    row('ksnk.9.4', inPart, 1, {
      ask: 'Thu gom bằng xe kín, theo giờ và lối riêng; người thu gom mang phòng hộ?',
      check: 'Đi theo một chuyến thu gom',
      evidence: ['Q', 'A'],
      basis: [cite('tt-20-2021', 'Điều 7')],
    }),
    row('ksnk.9.5', inPart, 2, {
      ask: 'Khu lưu giữ có mái, khóa, biển báo, tách từng loại, có nước rửa?',
      check: 'Vào tận nơi; thiếu khóa hoặc để lẫn: tối đa 1 điểm',
      evidence: ['A'],
      basis: [cite('tt-20-2021', 'Điều 8')],
    }),
    row('ksnk.9.6', { kind: 'storageTime', rows: ownInfectiousWaste }, 2, {
      ask: 'Chất thải lây nhiễm không lưu quá hạn cho phép?',
      check: 'Ghi ngày giờ túi cũ nhất; ≤2 ngày, hoặc ≤7 ngày nếu lạnh dưới 8 °C; cơ sở dưới 5 kg/ngày ≤3 ngày',
      evidence: ['A', 'V'],
      basis: [cite('tt-20-2021', 'Điều 8 k3')],
      remark: 'Mức 3 ngày là của cơ sở dưới 5 kg/ngày, bao bì đóng kín: đối tượng này mới là nhớ lại, chưa kiểm.',
    }),
    row('ksnk.9.7', yesNo, 3, {
      ask: 'Có hợp đồng và chứng từ chuyển giao chất thải nguy hại, hoặc công trình xử lý tại chỗ hợp lệ?',
      check: 'Chứng từ 3 tháng gần nhất; trạm có thể theo cụm',
      evidence: ['V'],
      critical: true,
      basis: [cite('tt-20-2021'), cite('source-004', 'mục 4.2')],
    }),
    row('ksnk.9.8', yesNo, 1, {
      ask: 'Sổ theo dõi khối lượng chất thải ghi đủ hằng ngày?',
      check: 'Xem 7 ngày gần nhất',
      evidence: ['V'],
      basis: [cite('tt-20-2021')],
    }),
    row('ksnk.9.9', inPart, 3, {
      ask: 'Nước thải y tế được thu gom, xử lý; kết quả quan trắc gần nhất đạt quy chuẩn?',
      check: 'Có hệ thống chạy: mức 1; có quan trắc đạt: mức 2',
      evidence: ['V', 'A'],
      basis: [cite('qcvn-28-2010'), cite('source-004', 'mục 4.2')],
      remark:
        'QCVN 28:2010/BTNMT hết hiệu lực từ 01/9/2025; cơ sở đang chuyển tiếp được tiếp tục áp dụng đến hết 31/12/2031.',
    }),
    row('ksnk.9.10', yesNo, 2, {
      ask: 'Hồ sơ môi trường bắt buộc còn hiệu lực?',
      check: 'Tên giấy theo luật hiện hành: giấy phép/đăng ký môi trường',
      evidence: ['V'],
      at: ['BV', 'TTYT', 'BT', 'PK'],
      basis: [cite('source-004', 'mục 4.2'), recall('luat-bvmt-2020')],
      remark: 'Tên các giấy cũ trong tài liệu nguồn có trước Luật Bảo vệ môi trường 2020.',
    }),
    row('ksnk.9.11', yesNo, 1, {
      ask: 'Hóa chất, thuốc hết hạn, thiết bị chứa thủy ngân được tách và ghi sổ?',
      check: 'Xem nơi để, nhãn, sổ hủy thuốc',
      evidence: ['A', 'V'],
      na: true,
      basis: [cite('tt-20-2021')],
    }),
    row('ksnk.9.12', yesNo, 1, {
      ask: 'Chất thải tái chế được bàn giao có sổ, không lẫn bao bì nhiễm bẩn?',
      check: 'Mở bao tái chế, xem sổ bàn giao',
      evidence: ['V', 'A'],
      na: true,
      basis: [cite('tt-20-2021', 'Điều 10')],
    }),
    row('ksnk.9.13', yesNo, 1, {
      ask: 'Chất thải từ cách ly, ca truyền nhiễm nguy hiểm đóng hai lớp, ghi nhãn riêng?',
      check: 'Xem túi hoặc hỏi quy trình ca gần nhất',
      evidence: ['Q', 'P'],
      na: true,
      basis: [recall('qd-5188-2020')],
    }),
  ]),
  section('ksnk.10', 'Vệ sinh môi trường, nước, côn trùng, bếp ăn', 21, [
    row('ksnk.10.1', inPart, 2, {
      ask: 'Có lịch vệ sinh theo khu vực nguy cơ và phiếu ký hằng ngày?',
      check: 'Có lịch 1 điểm; có ký đủ 7 ngày 2 điểm',
      evidence: ['V'],
      basis: [cite('tt-16-2018', 'Điều 11')],
    }),
    row('ksnk.10.2', yesNo, 2, {
      ask: 'Khăn lau, cây lau tách màu theo khu vực; không dùng chung nhà vệ sinh với buồng bệnh?',
      check: 'Xem kho dụng cụ và xe vệ sinh',
      evidence: ['A', 'Q'],
      basis: [cite('bang-kiem-benh-vien')],
    }),
    row('ksnk.10.3', yesNo, 2, {
      ask: 'Hóa chất khử khuẩn bề mặt pha đúng nồng độ, có nhãn ngày pha?',
      check: 'Hỏi người pha cách tính',
      evidence: ['A', 'P'],
      basis: [cite('bang-kiem-benh-vien')],
    }),
    row('ksnk.10.4', ratio('Bề mặt sạch', 'Bề mặt đã kiểm', towards('90')), 2, {
      ask: 'Bề mặt chạm nhiều (thành giường, tay nắm, công tắc, bàn khám) sạch khi kiểm tra',
      check: 'Lau khăn trắng hoặc quan sát 10 điểm',
      evidence: ['Q', 'Đ'],
      basis: [cite('tt-16-2018', 'Điều 11'), cite('qd-4999-2020')],
    }),
    row('ksnk.10.5', inPart, 2, {
      ask: 'Nhà vệ sinh sạch, đủ, khô, không mùi; có riêng cho nhân viên và người bệnh?',
      check: 'Xem ít nhất 3 nhà vệ sinh, có nhà xa nhất',
      evidence: ['A'],
      basis: [cite('tt-16-2018', 'Điều 11'), cite('source-004', 'mục 4.2')],
    }),
    row('ksnk.10.6', inPart, 1, {
      ask: 'Có bộ xử lý tràn máu, dịch và nhân viên biết dùng?',
      check: 'Yêu cầu 1 người nói các bước',
      evidence: ['A', 'P'],
      basis: [cite('bang-kiem-benh-vien')],
    }),
    row('ksnk.10.7', yesNo, 1, {
      ask: 'Thiết bị dùng chung (máy đo huyết áp, máy siêu âm, monitor) được lau giữa hai người bệnh?',
      check: 'Quan sát 3 lượt dùng',
      evidence: ['Q'],
      basis: [cite('huong-dan-phong-ngua-chuan')],
    }),
    row('ksnk.10.8', inPart, 2, {
      ask: 'Nước sinh hoạt được xét nghiệm định kỳ và đạt; bể chứa có nắp?',
      check: 'Kết quả trong 12 tháng',
      evidence: ['V', 'A'],
      basis: [cite('tt-16-2018', 'Điều 11')],
    }),
    row('ksnk.10.9', yesNo, 2, {
      ask: 'Nước chạy thận, nước ghế răng được kiểm soát chất lượng?',
      check: 'Sổ thử clo dư hằng ngày, vi sinh hằng tháng',
      evidence: ['V'],
      at: ['BV', 'TTYT', 'PK'],
      na: true,
      basis: [cite('bang-kiem-benh-vien')],
    }),
    row('ksnk.10.10', inPart, 1, {
      ask: 'Diệt chuột, gián, muỗi định kỳ và không thấy dấu vết?',
      check: 'Xem hợp đồng/sổ; tìm phân, tổ, lăng quăng',
      evidence: ['V', 'A'],
      basis: [cite('tt-16-2018', 'Điều 11')],
    }),
    row('ksnk.10.11', inPart, 2, {
      ask: 'Bếp ăn một chiều, người nấu khám sức khỏe, lưu mẫu 24 giờ?',
      check: 'Xem tủ lưu mẫu, sổ kiểm thực; mốc 24 giờ là nhớ lại, cần đối chiếu văn bản',
      evidence: ['V', 'A'],
      at: ['BV', 'TTYT', 'BT'],
      basis: [recall('tt-16-2018', 'Điều 12')],
    }),
    row('ksnk.10.12', yesNo, 1, {
      ask: 'Buồng khám, buồng bệnh thông khí tốt (cửa sổ mở hoặc quạt hút chạy)?',
      check: 'Thử bằng dải giấy mỏng',
      evidence: ['Q'],
      basis: [recall('qd-5188-2020'), recall('who-toi-thieu-2019')],
    }),
    row('ksnk.10.13', yesNo, 1, {
      ask: 'Sửa chữa, xây dựng trong khu điều trị có đánh giá nguy cơ nhiễm khuẩn và che chắn?',
      check: 'Xem phiếu đánh giá, rào chắn, bụi lọt sang khu bệnh',
      evidence: ['Q', 'V'],
      at: ['BV', 'TTYT', 'BT'],
      na: true,
      basis: [cite('bang-kiem-benh-vien')],
    }),
  ]),
]
