import type { Section } from '../domain/checklist.ts'
import { cite, ratio, recall, section, yesNo } from './author.ts'
import { allOrNothing, inPart, row, towards } from './ksnk-row.ts'

export const precautions: Section[] = [
  section('ksnk.5', 'Phòng ngừa chuẩn, tiêm an toàn', 18, [
    row('ksnk.5.1', inPart, 2, {
      ask: 'Phương tiện phòng hộ đủ loại, đủ cỡ, để nơi lấy được ngay (găng, khẩu trang, áo choàng, kính/tấm che)?',
      check: 'Xem tại 3 khu vực',
      evidence: ['A', 'Q'],
      basis: [cite('huong-dan-phong-ngua-chuan')],
    }),
    row('ksnk.5.2', ratio('Thao tác mang phòng hộ đúng', 'Thao tác đã quan sát', allOrNothing('80')), 2, {
      ask: 'Nhân viên mang phòng hộ đúng nguy cơ: không thừa, không thiếu',
      check: 'Quan sát 10 thao tác',
      evidence: ['Q'],
      basis: [cite('huong-dan-phong-ngua-chuan')],
    }),
    row('ksnk.5.3', ratio('Lượt tháo đúng', 'Lượt đã quan sát', allOrNothing('80')), 2, {
      ask: 'Tháo phòng hộ đúng trình tự, vệ sinh tay ngay sau tháo, bỏ đúng thùng?',
      check: 'Quan sát hoặc yêu cầu làm mẫu',
      evidence: ['Q'],
      basis: [cite('huong-dan-phong-ngua-chuan')],
    }),
    row('ksnk.5.4', yesNo, 3, {
      ask: 'Mỗi người bệnh một kim, một bơm tiêm; không lưu kim trên lọ thuốc?',
      check: 'Xem xe tiêm, tủ thuốc, 5 mũi tiêm',
      evidence: ['Q', 'A'],
      critical: true,
      basis: [cite('bang-kiem-benh-vien')],
    }),
    row('ksnk.5.5', yesNo, 2, {
      ask: 'Không đậy nắp kim bằng hai tay; bơm kim bỏ ngay sau tiêm?',
      check: 'Quan sát 5 mũi tiêm hoặc lấy máu',
      evidence: ['Q'],
      basis: [cite('bang-kiem-benh-vien')],
    }),
    row('ksnk.5.6', ratio('Hộp đạt', 'Hộp đã xem', towards('100')), 2, {
      ask: 'Hộp sắc nhọn kháng thủng đặt trong tầm tay và không đầy quá 3/4?',
      check: 'Đếm hộp đạt ÷ hộp đã xem',
      evidence: ['A'],
      basis: [cite('bang-kiem-benh-vien')],
    }),
    row('ksnk.5.7', yesNo, 1, {
      ask: 'Lọ đa liều ghi ngày giờ mở, bảo quản đúng, sát khuẩn nắp trước khi rút?',
      check: 'Xem mọi lọ đang mở trên xe tiêm và tủ lạnh',
      evidence: ['A', 'Q'],
      na: true,
      basis: [cite('bang-kiem-benh-vien')],
    }),
    row('ksnk.5.8', inPart, 1, {
      ask: 'Có vệ sinh hô hấp ở nơi tiếp đón: khẩu trang, khăn giấy, thùng có nắp, biển nhắc?',
      check: 'Đủ bốn thứ: mức 2; từ hai thứ: mức 1',
      evidence: ['A'],
      basis: [cite('huong-dan-phong-ngua-chuan')],
    }),
    row('ksnk.5.9', inPart, 2, {
      ask: 'Giường bệnh không nằm ghép; người bệnh nguy cơ được sắp xếp riêng?',
      check: 'Đi buồng; ghi số ca ghép',
      evidence: ['Q'],
      at: ['BV', 'TTYT', 'BT'],
      basis: [cite('huong-dan-phong-ngua-chuan')],
    }),
    row('ksnk.5.10', yesNo, 1, {
      ask: 'Xe tiêm, bàn thủ thuật sạch, tách khu sạch và khu bẩn?',
      check: 'Xem từng tầng xe: thuốc, dụng cụ sạch, thùng thải',
      evidence: ['A'],
      basis: [cite('huong-dan-phong-ngua-chuan')],
    }),
  ]),
  section('ksnk.6', 'Phòng ngừa theo đường lây, ứng phó dịch', 18, [
    row('ksnk.6.1', inPart, 2, {
      ask: 'Người đến khám được sàng lọc triệu chứng, phân luồng ngay tại cửa hoặc bàn đón tiếp?',
      check: 'Quan sát 15 phút',
      evidence: ['Q', 'A'],
      basis: [recall('qd-5188-2020'), cite('qd-4999-2020')],
    }),
    row('ksnk.6.2', inPart, 2, {
      ask: 'Có buồng hoặc khu cách ly tạm thời, lối đi và nhà vệ sinh riêng khi cần?',
      check: 'Ở trạm: ít nhất một góc tách biệt thoáng khí',
      evidence: ['A'],
      basis: [recall('qd-5188-2020'), cite('qd-4999-2020')],
    }),
    row('ksnk.6.3', yesNo, 2, {
      ask: 'Người bệnh thuộc diện cách ly có biển báo đường lây và phòng hộ đặt ngay ngoài cửa?',
      check: 'Xem mọi buồng đang cách ly',
      evidence: ['A', 'Q'],
      at: ['BV', 'TTYT', 'BT'],
      na: true,
      basis: [recall('tt-16-2018', 'Điều 7')],
    }),
    row('ksnk.6.4', yesNo, 2, {
      ask: 'Nhân viên vào buồng bệnh lây qua không khí mang khẩu trang lọc hiệu suất cao đã thử kín?',
      check: 'Yêu cầu thử kín tại chỗ',
      evidence: ['Q', 'P'],
      at: ['BV', 'TTYT', 'BT'],
      na: true,
      basis: [recall('tt-16-2018', 'Điều 7')],
    }),
    row('ksnk.6.5', yesNo, 2, {
      ask: 'Dụng cụ chăm sóc dùng riêng, hoặc khử khuẩn giữa hai người bệnh?',
      check: 'Ống nghe, huyết áp kế, nhiệt kế',
      evidence: ['Q'],
      basis: [cite('huong-dan-phong-ngua-chuan')],
    }),
    row('ksnk.6.6', yesNo, 1, {
      ask: 'Vận chuyển người bệnh cách ly có báo trước nơi nhận và khử khuẩn phương tiện sau chuyển?',
      check: 'Hỏi lượt chuyển gần nhất, xem sổ bàn giao',
      evidence: ['P', 'V'],
      at: ['BV', 'TTYT', 'BT'],
      na: true,
      basis: [recall('tt-16-2018', 'Điều 7')],
    }),
    row('ksnk.6.7', inPart, 2, {
      ask: 'Có phương án ứng phó dịch, phân công trực và đã diễn tập trong 12 tháng?',
      check: 'Có phương án 1 điểm; có diễn tập 2 điểm',
      evidence: ['V'],
      basis: [cite('source-000', 'mục II.2'), recall('tt-16-2018', 'Điều 15')],
    }),
    row('ksnk.6.8', inPart, 2, {
      ask: 'Cơ số dự phòng thuốc, hóa chất, phòng hộ khớp danh mục và còn hạn?',
      check: 'Đối chiếu 5 mặt hàng với sổ',
      evidence: ['V', 'A'],
      basis: [cite('qd-4999-2020'), cite('source-000', 'mục II.2')],
    }),
    row('ksnk.6.9', yesNo, 2, {
      ask: 'Ca bệnh truyền nhiễm được báo cáo đúng hạn?',
      check: 'Chọn 3 ca gần nhất, so ngày phát hiện và ngày báo cáo',
      evidence: ['V'],
      basis: [recall('tt-16-2018')],
    }),
    row('ksnk.6.10', yesNo, 1, {
      ask: 'Phòng áp lực âm được đo và ghi sổ hằng ngày?',
      check: 'Xem đồng hồ chênh áp hoặc thử khói',
      evidence: ['V', 'Đ'],
      at: ['BV'],
      na: true,
      basis: [cite('bang-kiem-benh-vien')],
    }),
  ]),
]
