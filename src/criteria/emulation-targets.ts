import type { Checklist, Input, Item } from '../domain/checklist.ts'
import type { Basis } from '../domain/law.ts'
import { cite, item, measure, ratio, target, withDocuments } from './author.ts'

/** The targets that the source documents set for a year of emulation; one proposed point for each that is reached. */

function yearly(
  number: number,
  at: Parameters<typeof item>[3]['at'],
  input: Input,
  ask: string,
  check: string,
  basis: Basis,
): Item {
  const row = { ask, check, evidence: ['T' as const], period: 'năm', basis: [basis], ...(at && { at }) }
  return item(`mttd.1.${number}`, input, 1, row)
}

const movement = (clause: string) => cite('source-002', clause)
const primaryCare = cite('source-003', 'mục II')
const above = (value: string) => target(value, 'source', { exclusive: true })
const from = (value: string) => target(value, 'source')

const items = [
  yearly(
    1,
    undefined,
    measure('%', from('5')),
    'Điện tiêu thụ trong năm giảm bao nhiêu % so với năm trước?',
    'Hóa đơn điện hai năm, quy về một giường hoặc một lượt khám',
    movement('mục III.5'),
  ),
  yearly(
    2,
    undefined,
    measure('%', from('5')),
    'Nước tiêu thụ trong năm giảm bao nhiêu % so với năm trước?',
    'Hóa đơn nước hai năm, quy về một giường hoặc một lượt khám',
    movement('mục III.5'),
  ),
  yearly(
    3,
    undefined,
    ratio('Thùng, túi phân loại đúng', 'Thùng, túi đã kiểm', from('100')),
    'Chất thải được phân loại, xử lý đúng quy định',
    'Tổng hợp các lần kiểm trong năm',
    movement('mục III.5'),
  ),
  yearly(
    4,
    undefined,
    ratio('Văn bản điện tử, ký số', 'Văn bản đã xử lý', from('100')),
    'Văn bản được xử lý trên môi trường điện tử, dùng chữ ký số',
    'Hệ thống quản lý văn bản',
    movement('mục III.2'),
  ),
  yearly(
    5,
    ['BT'],
    ratio('Hồ sơ đã cập nhật', 'Hồ sơ người bệnh', from('100')),
    'Hồ sơ người bệnh được cập nhật trên cơ sở dữ liệu đối tượng bảo trợ xã hội',
    'Đối chiếu danh sách người bệnh với cơ sở dữ liệu',
    movement('mục III.2'),
  ),
  yearly(
    6,
    undefined,
    ratio('Phòng có sáng kiến', 'Phòng chuyên môn', from('100')),
    'Mỗi phòng chuyên môn có ít nhất một sáng kiến hoặc giải pháp',
    'Danh sách sáng kiến được công nhận trong năm',
    movement('mục III.3'),
  ),
  yearly(
    7,
    undefined,
    ratio('Người đã tập huấn', 'Viên chức, người lao động', above('80')),
    'Viên chức, người lao động được tập huấn kỹ năng số cơ bản',
    'Danh sách tập huấn',
    movement('mục III.4'),
  ),
  yearly(
    8,
    ['TYT'],
    ratio('Số người có BHYT', 'Dân số', above('95')),
    'Dân số tham gia bảo hiểm y tế',
    'Số liệu BHXH cuối năm',
    primaryCare,
  ),
  yearly(
    9,
    ['TYT'],
    ratio('Số người được quản lý', 'Dân số', above('95')),
    'Dân số được quản lý sức khỏe',
    'Hồ sơ có cập nhật trong năm',
    primaryCare,
  ),
  yearly(
    10,
    ['TYT', 'TTYT'],
    ratio('Kỹ thuật thực hiện được', 'Kỹ thuật trong danh mục của tuyến', from('90')),
    'Kỹ thuật trong danh mục của tuyến thực hiện được',
    'Danh mục được phê duyệt đối chiếu danh mục của tuyến',
    primaryCare,
  ),
  yearly(
    11,
    ['TYT'],
    ratio('Thôn có nhân viên y tế đã đào tạo', 'Tổng số thôn', from('100')),
    'Thôn, tổ dân phố có nhân viên y tế đã được đào tạo',
    'Danh sách, chứng nhận đào tạo',
    primaryCare,
  ),
  yearly(
    12,
    ['BV'],
    measure('%', from('10')),
    'Điểm chất lượng trung bình mỗi tiêu chí tăng bao nhiêu % so với năm trước?',
    'Kết quả đánh giá chất lượng bệnh viện hai năm',
    cite('source-004', 'mục 2'),
  ),
]

export const emulationTargets: Checklist = withDocuments({
  id: 'muc-tieu-thi-dua',
  version: '1.0',
  title: 'Mục tiêu thi đua trong năm',
  shortTitle: 'Mục tiêu thi đua',
  notice:
    'Các mục tiêu lấy từ tài liệu nguồn (kế hoạch thi đua, kế hoạch y tế cơ sở, hướng dẫn chất lượng). Mỗi mục tiêu đạt được một điểm: cách tính này là đề xuất, và các tài liệu không đặt mức xếp loại nên trong dữ liệu chỉ có số mục tiêu đạt.',
  inForceFrom: '2026-01-01',
  facilityTypes: ['hospital', 'healthCentre', 'communeStation', 'clinic', 'psychiatricCare'],
  sections: [
    {
      id: 'mttd.1',
      title: 'Mục tiêu thi đua trong năm',
      points: items.length * 100,
      pointsOrigin: 'proposed',
      counts: 'sum',
      items,
    },
  ],
  optional: true,
  grading: { by: 'points', bands: [], gates: [], origin: 'unknown' },
  limits: null,
  sites: null,
  settings: [],
  plausibility: [],
})
