import type { Section } from '../domain/checklist.ts'
import { cite, measure, ratio, recall, section, yesNo } from './author.ts'
import { inPart, observed, row, towards } from './ksnk-row.ts'

export const handHygiene: Section[] = [
  section('ksnk.3', 'Vệ sinh tay: phương tiện và chương trình', 16, [
    row('ksnk.3.1', ratio('Điểm đạt đủ cả ba', 'Điểm đã kiểm', towards('90', '50')), 3, {
      ask: 'Buồng khám, buồng bệnh, buồng thủ thuật có bồn rửa tay dùng được: nước sạch, xà phòng, khăn lau một lần',
      check: 'Đếm điểm đạt đủ cả ba ÷ số điểm kiểm tra (tối thiểu 5 điểm, hoặc tất cả ở trạm). Liệt khi dưới 50%',
      evidence: ['A', 'Q'],
      critical: true,
      basis: [recall('tt-16-2018', 'Điều 6'), recall('who-toi-thieu-2019')],
    }),
    row('ksnk.3.2', ratio('Điểm chăm sóc có dung dịch', 'Điểm chăm sóc đã xem', towards('90')), 3, {
      ask: 'Dung dịch chà tay chứa cồn có tại điểm chăm sóc (giường, xe tiêm, bàn khám)',
      check: 'Chọn 10 điểm chăm sóc. Ở cơ sở tâm thần: xem mục 13',
      evidence: ['A', 'Q'],
      basis: [recall('tt-16-2018', 'Điều 6'), recall('who-toi-thieu-2019')],
    }),
    row('ksnk.3.3', yesNo, 1, {
      ask: 'Chai dung dịch còn hạn, có nhãn, ghi ngày mở, không rót thêm vào chai cũ?',
      check: 'Xem 5 chai bất kỳ',
      evidence: ['A'],
      basis: [cite('huong-dan-phong-ngua-chuan')],
    }),
    row('ksnk.3.4', inPart, 1, {
      ask: 'Hình hướng dẫn 6 bước và 5 thời điểm treo tại nơi rửa tay?',
      check: 'Một trong hai hình: mức 1',
      evidence: ['A'],
      basis: [cite('bang-kiem-benh-vien'), cite('who-ve-sinh-tay-2009')],
    }),
    row('ksnk.3.5', ratio('Nhân viên đạt', 'Nhân viên đã quan sát', towards('90')), 1, {
      ask: 'Tay nhân viên khi chăm sóc: móng ngắn, không móng giả, không trang sức',
      check: 'Quan sát 10 nhân viên',
      evidence: ['Q'],
      basis: [cite('huong-dan-phong-ngua-chuan')],
    }),
    row('ksnk.3.6', ratio('Nhà vệ sinh đạt', 'Nhà vệ sinh đã xem', towards('100')), 2, {
      ask: 'Nhà vệ sinh người bệnh và nhân viên có nước và xà phòng tại thời điểm kiểm tra?',
      check: 'Đếm nhà vệ sinh đạt ÷ tổng đã xem',
      evidence: ['A'],
      basis: [cite('tt-16-2018', 'Điều 11'), cite('source-004', 'mục 4.2')],
    }),
    row('ksnk.3.7', measure('lít/1.000 ngày giường', { by: 'recorded' }), 1, {
      ask: 'Lượng dung dịch chà tay tiêu thụ được theo dõi hằng tháng (lít/1.000 ngày giường)?',
      check: 'Ghi số 3 tháng gần nhất; chấm theo có/không theo dõi',
      evidence: ['V'],
      at: ['BV', 'TTYT'],
      period: 'tháng',
      basis: [cite('who-hhsaf-2010')],
    }),
    row('ksnk.3.8', yesNo, 1, {
      ask: 'Trong năm có tổ chức phát động hoặc thi đua vệ sinh tay?',
      check: 'Kế hoạch, ảnh',
      evidence: ['V', 'A'],
      at: ['BV', 'TTYT', 'BT'],
      basis: [cite('ke-hoach-ksnk-2016-2020')],
    }),
    row('ksnk.3.9', inPart, 2, {
      ask: 'Khoa, phòng nhận phản hồi kết quả giám sát vệ sinh tay và có biện pháp cải thiện?',
      check: 'Báo cáo phản hồi gần nhất + một biện pháp đã làm',
      evidence: ['V', 'P'],
      at: ['BV', 'TTYT', 'BT'],
      basis: [cite('tt-16-2018'), recall('qd-6858-2016', 'tiêu chí C4.3')],
    }),
    row('ksnk.3.10', yesNo, 1, {
      ask: 'Khu phẫu thuật có phương tiện vệ sinh tay ngoại khoa đạt yêu cầu (vòi không chạm tay, dung dịch, đồng hồ)?',
      check: 'Xem bồn ngoài phòng mổ, thử vòi',
      evidence: ['A', 'Q'],
      at: ['BV', 'TTYT'],
      na: true,
      basis: [cite('bang-kiem-benh-vien')],
    }),
  ]),
  section('ksnk.4', 'Vệ sinh tay: quan sát tuân thủ', 12, [
    row('ksnk.4.1', observed({ target: '70' }), 5, {
      ask: 'Tỷ lệ tuân thủ vệ sinh tay theo cơ hội quan sát',
      check: 'Ghi từng cơ hội; tối thiểu 20 cơ hội mỗi lần kiểm tra (đề xuất). Mục tiêu 70% là đề xuất',
      evidence: ['Q'],
      basis: [cite('who-ve-sinh-tay-2009'), recall('who-ve-sinh-tay-2009')],
      remark:
        'Dưới 20 cơ hội ghi “mẫu nhỏ”. So sánh giữa các khoa cần khoảng 200 cơ hội (nhớ lại, cần đối chiếu tài liệu).',
    }),
    row(
      'ksnk.4.2',
      observed({
        target: '90',
        moments: [2, 3],
        sameAs: 'ksnk.4.1',
        concludesFrom: 10,
        critical: { below: '50', fromSample: 10 },
      }),
      3,
      {
        ask: 'Tỷ lệ tuân thủ trước thủ thuật vô khuẩn (thời điểm 2) và sau nguy cơ phơi nhiễm dịch (thời điểm 3)',
        check: 'Máy lọc từ cùng bộ quan sát; liệt khi mẫu ≥10 cơ hội mà dưới 50%',
        evidence: ['Q'],
        critical: true,
        basis: [cite('who-ve-sinh-tay-2009'), recall('who-ve-sinh-tay-2009')],
        remark:
          'Mỗi cơ hội mang thời điểm 2 hoặc 3 tính một lần. Dưới 10 cơ hội thì chưa kết luận: không tính điểm và không tính điểm liệt.',
      },
    ),
    row('ksnk.4.3', observed({ target: '80', counts: 'technique', sameAs: 'ksnk.4.1' }), 2, {
      ask: 'Trong các lần có vệ sinh tay: tỷ lệ đúng kỹ thuật 6 bước',
      check: 'Chỉ tính lần có hành động',
      evidence: ['Q'],
      basis: [cite('bang-kiem-benh-vien')],
    }),
    row('ksnk.4.4', observed({ target: '80', counts: 'duration', sameAs: 'ksnk.4.1' }), 1, {
      ask: 'Trong các lần có vệ sinh tay: tỷ lệ đủ thời gian (cồn 20–30 giây, xà phòng 40–60 giây)',
      check: 'Bấm giờ',
      evidence: ['Q', 'Đ'],
      basis: [cite('bang-kiem-benh-vien')],
    }),
    row('ksnk.4.5', observed({ target: '10', better: 'lower', counts: 'gloveMisuse', sameAs: 'ksnk.4.1' }), 1, {
      ask: 'Tỷ lệ bỏ vệ sinh tay vì đang mang găng (lạm dụng găng)',
      check: 'Số cơ hội không hành động có mang găng ÷ tổng cơ hội',
      evidence: ['Q'],
      basis: [recall('who-ve-sinh-tay-2009')],
    }),
  ]),
]
