import type { Section } from '../domain/checklist.ts'
import { cite, inspectorConcludes, ratio, recall, section, yesNo } from './author.ts'
import { allOrNothing, inPart, row, towards } from './ksnk-row.ts'

/** One for 150 beds is 0.67 of 100 beds; the threshold is remembered, so a person concludes. */
const supervisors = ratio(
  'Nhân viên giám sát chuyên trách',
  'Số giường',
  inspectorConcludes('ít nhất 1 người cho mỗi 150 giường, tức từ 0,67 %'),
)

export const organisation: Section[] = [
  section('ksnk.1', 'Tổ chức, nhân lực, kinh phí', 18, [
    row('ksnk.1.1', yesNo, 3, {
      ask: 'Cơ sở có quyết định còn hiệu lực về bộ máy KSNK đúng với quy mô giường bệnh?',
      check:
        '≥150 giường: đủ hội đồng, khoa/bộ phận, mạng lưới. <150: bộ phận thuộc phòng KHTH, mạng lưới, 01 người phụ trách toàn thời gian. Không giường: 01 người phụ trách. Đối chiếu số giường kế hoạch',
      evidence: ['V'],
      critical: true,
      basis: [recall('tt-16-2018', 'Điều 16')],
    }),
    row('ksnk.1.2', yesNo, 1, {
      ask: 'Chủ tịch Hội đồng KSNK là giám đốc cơ sở?',
      check: 'Đọc quyết định thành lập hội đồng, đối chiếu người đứng đầu hiện tại',
      evidence: ['V'],
      at: ['BV', 'TTYT'],
      minBeds: 150,
      na: true,
      basis: [recall('tt-16-2018', 'Điều 17')],
    }),
    row('ksnk.1.3', inPart, 2, {
      ask: 'Trong 12 tháng qua hội đồng có họp theo kế hoạch và theo dõi việc thực hiện kết luận?',
      check: 'Xem biên bản gần nhất; hỏi một kết luận bất kỳ đã làm đến đâu. Chu kỳ họp bắt buộc: chưa rõ',
      evidence: ['V', 'P'],
      at: ['BV', 'TTYT'],
      basis: [recall('tt-16-2018', 'Điều 17')],
    }),
    row('ksnk.1.4', yesNo, 1, {
      ask: 'Tổ/khoa KSNK có bảng phân công nhiệm vụ từng người, kể cả khi tổ đặt trong khoa khác?',
      check:
        'Xem bảng phân công; nếu tổ thuộc khoa xét nghiệm hay phòng khác, văn bản phải trao quyền giám sát mọi khoa, phòng',
      evidence: ['V'],
      at: ['BV', 'TTYT', 'BT'],
      basis: [cite('tt-16-2018'), cite('source-000', 'mục II.2')],
    }),
    row('ksnk.1.5', supervisors, 2, {
      ask: 'Số nhân viên giám sát KSNK chuyên trách có đạt 1 người cho mỗi 150 giường?',
      check: 'Ghi số người và số giường; máy tính tỷ lệ. Ngưỡng là nhớ lại, cần đối chiếu văn bản',
      evidence: ['V'],
      at: ['BV', 'TTYT'],
      basis: [recall('tt-16-2018', 'Điều 18, 21')],
      remark: 'Không rõ tỷ lệ này tính theo giường kế hoạch hay giường thực kê.',
    }),
    row('ksnk.1.6', yesNo, 2, {
      ask: 'Lãnh đạo khoa hoặc người phụ trách KSNK có chứng chỉ đào tạo tối thiểu 3 tháng?',
      check: 'Xem chứng chỉ gốc, tên và thời lượng khóa học',
      evidence: ['V', 'A'],
      at: ['BV', 'TTYT', 'BT'],
      basis: [recall('tt-16-2018', 'Điều 20–21')],
    }),
    row('ksnk.1.7', ratio('Khoa, phòng có thành viên mạng lưới', 'Tổng số khoa, phòng', towards('100')), 2, {
      ask: 'Mọi khoa, phòng lâm sàng và cận lâm sàng đều có thành viên mạng lưới KSNK?',
      check: 'Số khoa có người ÷ tổng số khoa trong quyết định mạng lưới',
      evidence: ['V'],
      at: ['BV', 'TTYT', 'BT'],
      basis: [recall('tt-16-2018', 'Điều 16')],
    }),
    row('ksnk.1.8', inPart, 2, {
      ask: 'Người phụ trách KSNK ở cơ sở không giường được giao bằng văn bản và đã học ít nhất 5 ngày?',
      check: '1 điểm có văn bản, 2 điểm có thêm chứng nhận',
      evidence: ['V'],
      at: ['TYT', 'PK'],
      basis: [recall('tt-16-2018', 'Điều 16'), recall('tt-16-2018', 'Điều 20–21')],
    }),
    row('ksnk.1.9', yesNo, 1, {
      ask: 'Dự toán năm nay có dòng chi riêng cho KSNK (hóa chất, phương tiện phòng hộ, giám sát, đào tạo)?',
      check: 'Xem dự toán hoặc kế hoạch mua sắm',
      evidence: ['V'],
      basis: [recall('tt-16-2018', 'Điều 22'), cite('qd-38-2025')],
    }),
    row('ksnk.1.10', yesNo, 2, {
      ask: 'Dịch vụ thuê ngoài (vệ sinh, giặt, chất thải, tiệt khuẩn) có điều khoản KSNK và được cơ sở kiểm tra định kỳ?',
      check: 'Đọc hợp đồng; xem biên bản kiểm tra nhà thầu gần nhất',
      evidence: ['V'],
      na: true,
      basis: [cite('tt-16-2018', 'Chương III')],
    }),
  ]),
  section('ksnk.2', 'Kế hoạch, quy trình, đào tạo, báo cáo', 15, [
    row('ksnk.2.1', inPart, 2, {
      ask: 'Kế hoạch KSNK năm nay đã được phê duyệt, có chỉ tiêu, kinh phí và người chịu trách nhiệm?',
      check: 'Thiếu một trong ba nội dung: 1 điểm',
      evidence: ['V'],
      basis: [cite('tt-16-2018', 'Điều 3'), cite('qd-38-2025')],
    }),
    row('ksnk.2.2', yesNo, 1, {
      ask: 'Cơ sở có kế hoạch KSNK giai đoạn 2025–2030?',
      check: 'Xem văn bản; có thể lồng ghép kế hoạch chung',
      evidence: ['V'],
      at: ['BV', 'TTYT', 'BT'],
      basis: [cite('qd-38-2025')],
    }),
    row('ksnk.2.3', inPart, 2, {
      ask: 'Bộ quy trình cốt lõi có sẵn tại nơi làm việc: vệ sinh tay, phòng hộ, tiêm, dụng cụ, đồ vải, chất thải, vệ sinh bề mặt, cách ly, phơi nhiễm?',
      check: 'Đếm 9 quy trình; đủ 9 là 2, từ 5 là 1. Yêu cầu nhân viên tự tìm ra bản đang dùng',
      evidence: ['V', 'P'],
      basis: [cite('tt-16-2018', 'Điều 3'), cite('huong-dan-phong-ngua-chuan')],
    }),
    row('ksnk.2.4', yesNo, 1, {
      ask: 'Quy trình được rà soát trong 24 tháng gần nhất?',
      check: 'Ngày ban hành/soát xét trên trang đầu; mốc 24 tháng là đề xuất',
      evidence: ['V'],
      basis: [cite('tt-16-2018', 'Điều 3')],
    }),
    row('ksnk.2.5', ratio('Nhân viên đã tập huấn', 'Tổng số nhân viên', towards('90')), 2, {
      ask: 'Tỷ lệ nhân viên y tế được tập huấn KSNK trong 12 tháng',
      check: 'Danh sách ký tên ÷ tổng số nhân viên; mục tiêu 90% là đề xuất',
      evidence: ['V'],
      period: '12 tháng',
      basis: [recall('tt-16-2018', 'Điều 20–21'), cite('tt-16-2018', 'Điều 3')],
    }),
    row(
      'ksnk.2.6',
      ratio('Nhân viên đã tập huấn trước khi làm việc', 'Tổng số nhân viên vệ sinh, giặt là, thu gom', towards('100')),
      2,
      {
        ask: 'Tỷ lệ nhân viên vệ sinh, giặt là, thu gom chất thải được tập huấn trước khi làm việc',
        check: 'Gồm cả nhân viên nhà thầu',
        evidence: ['V', 'P'],
        basis: [cite('tt-16-2018', 'Điều 11')],
      },
    ),
    row('ksnk.2.7', ratio('Người có chứng chỉ', 'Người đang vận hành', towards('100')), 2, {
      ask: 'Nhân viên khử khuẩn, tiệt khuẩn có chứng chỉ KSNK?',
      check: 'Số người có chứng chỉ ÷ số người đang vận hành',
      evidence: ['V'],
      at: ['BV', 'TTYT'],
      basis: [recall('tt-16-2018', 'Điều 20–21')],
    }),
    row('ksnk.2.8', ratio('Người nêu đúng cả 5 thời điểm', 'Người được hỏi', allOrNothing('80')), 1, {
      ask: 'Hỏi nhanh 5 nhân viên: nêu đúng cả 5 thời điểm vệ sinh tay',
      check: 'Chọn ngẫu nhiên, khác chức danh',
      evidence: ['P'],
      basis: [cite('who-ve-sinh-tay-2009')],
    }),
    row('ksnk.2.9', inPart, 1, {
      ask: 'Người bệnh, người nhà được hướng dẫn vệ sinh tay, che miệng khi ho, giờ thăm?',
      check: 'Có tờ rơi/bảng và hỏi 2 người bệnh hoặc người nhà',
      evidence: ['A', 'P'],
      basis: [cite('tt-16-2018'), cite('huong-dan-phong-ngua-chuan')],
    }),
    row('ksnk.2.10', yesNo, 1, {
      ask: 'Kết quả KSNK được báo cáo định kỳ cho lãnh đạo và cơ quan quản lý?',
      check: 'Báo cáo quý/năm gần nhất. Cơ sở nuôi dưỡng có hạn nộp riêng',
      evidence: ['V'],
      basis: [cite('qd-38-2025'), cite('source-002', 'mục VII.2.1')],
      remark:
        'Kế hoạch của Trung tâm Nuôi dưỡng người tâm thần Hoài Nhơn ghi hạn báo cáo năm về Sở Y tế trước ngày 05/11.',
    }),
  ]),
]
