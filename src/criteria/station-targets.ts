import type { Input, Section } from '../domain/checklist.ts'
import { cite, item, measure, ratio, recall, target, upTo2, yesNo } from './author.ts'

type TargetRow = Omit<Parameters<typeof item>[3], 'at'>

/** A target is followed, never scored: it comes from a resolution, a plan or a circular, not from the ten criteria. */
function followed(id: string, input: Input, row: TargetRow) {
  return item(id, input, 0, { ...row, at: ['TYT'] })
}

const plan = cite('source-003', 'mục II')
const organisation = cite('tt-43-2025')

/** Twenty targets of 2025–2030, shown beside the 100 points and never counted in them. */
export const stationTargets: Section = {
  id: 'tyt.b',
  title: 'Tiến độ mục tiêu mới (không tính vào 100 điểm)',
  points: null,
  pointsOrigin: 'proposed',
  counts: 'apart',
  items: [
    followed('tyt.b.1', measure('bác sĩ', target('4', 'official')), {
      ask: 'Số bác sĩ làm việc thường xuyên tại trạm',
      check: 'Bảng chấm công tháng gần nhất',
      evidence: ['T'],
      period: 'tháng',
      basis: [cite('nq-72-2025')],
      remark: 'Hạn của mục tiêu: năm 2027. Nghị quyết nêu ít nhất 4–5 bác sĩ; ở đây lấy mốc 4.',
    }),
    followed('tyt.b.2', yesNo, {
      ask: 'Có ít nhất một bác sĩ cơ hữu',
      check: 'Quyết định tuyển dụng',
      evidence: ['T'],
      basis: [plan, cite('qd-281-2024')],
      remark: 'Hạn của mục tiêu: năm 2030.',
    }),
    followed('tyt.b.3', yesNo, {
      ask: 'Có hộ sinh hoặc y sĩ sản nhi',
      check: 'Chứng chỉ hành nghề',
      evidence: ['T'],
      basis: [plan],
    }),
    followed('tyt.b.4', yesNo, {
      ask: 'Có người làm dược đã đào tạo',
      check: 'Bằng cấp',
      evidence: ['T'],
      basis: [plan],
    }),
    followed('tyt.b.5', yesNo, {
      ask: 'Có người làm y học cổ truyền đã đào tạo',
      check: 'Bằng cấp',
      evidence: ['T'],
      basis: [plan],
    }),
    followed('tyt.b.6', ratio('Số người có BHYT', 'Dân số', target('95', 'source', { exclusive: true })), {
      ask: 'Tỷ lệ dân số tham gia BHYT',
      check: 'Số liệu BHXH',
      evidence: ['T'],
      period: 'năm',
      basis: [plan],
      remark: 'Hạn của mục tiêu: năm 2030.',
    }),
    followed('tyt.b.7', ratio('Lượt được BHYT chi trả', 'Tổng số lượt', target('95', 'source', { exclusive: true })), {
      ask: 'Tỷ lệ người dùng dịch vụ ban đầu được BHYT chi trả',
      check: 'Lượt BHYT ÷ tổng lượt',
      evidence: ['T'],
      period: 'năm',
      basis: [plan],
      remark: 'Hạn của mục tiêu: năm 2030.',
    }),
    followed('tyt.b.8', ratio('Số người được quản lý', 'Dân số', target('95', 'source', { exclusive: true })), {
      ask: 'Tỷ lệ dân số được quản lý sức khỏe',
      check: 'Hồ sơ có cập nhật năm',
      evidence: ['T'],
      period: 'năm',
      basis: [plan],
      remark: 'Hạn của mục tiêu: năm 2030.',
    }),
    followed('tyt.b.9', ratio('Số người đã kiểm tra', 'Số người nguy cơ cao', target('100', 'source')), {
      ask: 'Tỷ lệ người nguy cơ cao được kiểm tra sức khỏe trong năm',
      check: 'Danh sách nguy cơ đối chiếu sổ khám',
      evidence: ['T'],
      period: 'năm',
      basis: [plan],
    }),
    followed('tyt.b.10', ratio('Số người đã khám, sàng lọc', 'Dân số', { by: 'recorded' }), {
      ask: 'Tỷ lệ người dân được khám định kỳ hoặc sàng lọc miễn phí trong năm',
      check: 'Danh sách khám ÷ dân số',
      evidence: ['T'],
      period: 'năm',
      basis: [cite('nq-72-2025')],
      remark: 'Theo dõi từ năm 2026; mức phải đạt chưa xác định.',
    }),
    followed('tyt.b.11', ratio('Kỹ thuật thực hiện được', 'Kỹ thuật trong danh mục', target('90', 'source')), {
      ask: 'Tỷ lệ kỹ thuật tuyến xã thực hiện được',
      check: 'Như câu tyt.6.1',
      evidence: ['T'],
      period: 'năm',
      basis: [plan],
      remark: 'Hạn của mục tiêu: năm 2030.',
    }),
    followed('tyt.b.12', yesNo, {
      ask: 'Trạm đã được tổ chức lại thành đơn vị sự nghiệp thuộc UBND xã, có con dấu, tài khoản',
      check: 'Quyết định thành lập',
      evidence: ['T'],
      basis: [organisation],
      remark: 'Các tỉnh phải sắp xếp xong trước 31/12/2025; nơi chưa sắp xếp xong tiếp tục theo tổ chức cũ.',
    }),
    followed('tyt.b.13', yesNo, {
      ask: 'Giám đốc, phó giám đốc có quyết định bổ nhiệm của Chủ tịch UBND xã',
      check: 'Quyết định',
      evidence: ['T'],
      basis: [organisation],
    }),
    followed('tyt.b.14', upTo2, {
      ask: 'Đủ tối thiểu 5 khoa, phòng và chức năng từng bộ phận',
      check: 'Quyết định cơ cấu; hỏi người phụ trách',
      evidence: ['T', 'PV'],
      basis: [organisation],
    }),
    followed('tyt.b.15', yesNo, {
      ask: 'Đề án vị trí việc làm đã được phê duyệt',
      check: 'Văn bản phê duyệt',
      evidence: ['T'],
      basis: [organisation],
    }),
    followed('tyt.b.16', upTo2, {
      ask: 'Mỗi điểm trạm có lịch trực, danh mục dịch vụ và thông báo cho dân',
      check: 'Đến từng điểm trạm',
      evidence: ['A', 'PV'],
      basis: [organisation],
      remark: 'Trạm không có điểm trạm: chọn “Không áp dụng”.',
    }),
    followed('tyt.b.17', upTo2, {
      ask: 'Việc sắp xếp trụ sở dôi dư có phương án, không bỏ trống thiết bị',
      check: 'Danh mục tài sản',
      evidence: ['T', 'A'],
      basis: [cite('nd-155-2025')],
      remark: 'Trạm không có trụ sở dôi dư: chọn “Không áp dụng”.',
    }),
    followed('tyt.b.18', yesNo, {
      ask: 'Giấy phép hoạt động và người chịu trách nhiệm chuyên môn còn đúng sau sáp nhập',
      check: 'Giấy phép, chứng chỉ',
      evidence: ['T'],
      basis: [recall('luat-kbcb-2023')],
      remark: 'Căn cứ nhớ lại, cần đối chiếu.',
    }),
    followed('tyt.b.19', ratio('Số người dùng ứng dụng', 'Dân số', target('40', 'official')), {
      ask: 'Tỷ lệ người dân dùng ứng dụng khám chữa bệnh từ xa',
      check: 'Số liệu ứng dụng',
      evidence: ['T'],
      period: 'năm',
      basis: [cite('qd-318-2022', 'xã nông thôn mới nâng cao')],
      remark: 'Chỉ hỏi xã nông thôn mới nâng cao; nơi khác chọn “Không áp dụng”.',
    }),
    followed('tyt.b.20', yesNo, {
      ask: 'Trạm tự chấm KSNK bằng bộ rút gọn',
      check: 'Xem kết quả tự chấm theo bộ rút gọn kiểm soát nhiễm khuẩn cho trạm y tế',
      evidence: [],
      basis: [recall('tt-16-2018', 'Điều 16')],
      remark: 'Câu này nối sang bộ kiểm soát nhiễm khuẩn; ở đây chỉ ghi đã tự chấm hay chưa.',
    }),
  ],
}
