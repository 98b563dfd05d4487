import type { Checklist, Item, Section } from '../domain/checklist.ts'
import { points } from '../domain/decimal.ts'
import { cite, measure, recall, withDocuments } from './author.ts'
import { ksnkGrading } from './ksnk.ts'
import { row } from './ksnk-row.ts'

/**
 * Tools whose points their own source sets. None of them counts in a total, so
 * the checklist as a whole has no grade and is not published (see `all.ts`).
 */

function official(of: Item): Item {
  return { ...of, pointsOrigin: 'official', wordingOrigin: 'source' }
}

const hospitalLevels = ['Chưa chấm', 'Kém', 'Trung bình', 'Khá', 'Tốt', 'Rất tốt']

const hospitalCriteria = [
  'Thiết lập và hoàn thiện hệ thống kiểm soát nhiễm khuẩn',
  'Xây dựng quy trình và hướng dẫn nhân viên thực hiện',
  'Chương trình vệ sinh tay và giám sát tuân thủ',
  'Đánh giá, giám sát và triển khai kiểm soát nhiễm khuẩn',
  'Quản lý, xử lý chất thải rắn y tế',
  'Quản lý, xử lý chất thải lỏng y tế',
].map((ask, index) =>
  official(
    row(`ksnk.c4.${index + 1}`, { kind: 'scale', max: 5, labels: hospitalLevels }, 5, {
      ask,
      check: 'Chấm mức 1–5 theo văn bản; mức 0 là chưa chấm',
      evidence: ['V', 'Q'],
      at: ['BV', 'TTYT'],
      na: true,
      basis: [recall('qd-6858-2016', `tiêu chí C4.${index + 1}`)],
      remark: 'Tiểu mục của từng mức: chưa xác định, nên máy chưa tự suy ra mức được.',
    }),
  ),
)

const coreComponents = [
  'Chương trình kiểm soát nhiễm khuẩn',
  'Hướng dẫn chuyên môn',
  'Giáo dục và đào tạo',
  'Giám sát nhiễm khuẩn bệnh viện',
  'Chiến lược đa phương thức',
  'Theo dõi, đánh giá và phản hồi',
  'Khối lượng công việc, nhân lực và công suất giường',
  'Cơ sở hạ tầng, vật tư và thiết bị',
].map((ask, index) =>
  official(
    row(`ksnk.ipcaf.${index + 1}`, measure('điểm', { by: 'value', max: '100' }), 100, {
      ask: `Thành phần cốt lõi ${index + 1}: ${ask.toLocaleLowerCase('vi')}`,
      check: 'Chép điểm của thành phần từ bộ câu hỏi của WHO',
      evidence: ['V'],
      at: ['BV', 'TTYT', 'BT'],
      na: true,
      basis: [cite('who-ipcaf-2018')],
      remark: 'Tên thành phần và cách chia đều 100 điểm là nhớ lại, cần đối chiếu văn bản.',
    }),
  ),
)

const handHygieneParts = Array.from({ length: 5 }, (_, index) =>
  official(
    row(`ksnk.hhsaf.${index + 1}`, measure('điểm', { by: 'value', max: '100' }), 100, {
      ask: `Khung tự đánh giá vệ sinh tay: phần ${index + 1}`,
      check: 'Chép điểm của phần này từ bộ câu hỏi của WHO',
      evidence: ['V'],
      at: ['BV', 'TTYT'],
      na: true,
      basis: [cite('who-hhsaf-2010')],
      remark: 'Mức “dẫn đầu” cần thêm ít nhất 12 trong 20 tiêu chí lãnh đạo và chưa được xét ở đây.',
    }),
  ),
)

const respiratory = (
  [
    ['Lập kế hoạch phòng, chống bệnh hô hấp cấp', 3],
    ['Tập huấn nhân viên theo vị trí', 4],
    ['Tiếp nhận, phân loại, sàng lọc', 6],
    ['Thực hiện mang khẩu trang', 3],
    ['Vệ sinh bề mặt, nhà vệ sinh', 4],
    ['Cơ sở vật chất', 5],
    ['Dự trữ trang thiết bị, vật tư', 3],
    ['Theo dõi sức khỏe nhân viên', 2],
  ] as const
).map(([ask, worth], index) =>
  official(
    row(`ksnk.cv.${index + 1}`, { kind: 'scale', max: worth }, worth, {
      ask,
      check: 'Chấm theo văn bản',
      evidence: ['V', 'Q'],
      at: ['TYT', 'PK'],
      na: true,
      basis: [cite('qd-4999-2020')],
      remark: 'Hiệu lực hiện nay của Quyết định 4999/QĐ-BYT năm 2020 và các mức xếp loại: chưa xác định.',
    }),
  ),
)

/** Bands over the points of the section: the least points of each, best first. */
function levels(advanced: string, intermediate: string, basic: string): Section['bands'] {
  return [
    { id: 'advanced', title: 'Nâng cao', atLeast: advanced, tone: 'pass' },
    { id: 'intermediate', title: 'Trung gian', atLeast: intermediate, tone: 'pass' },
    { id: 'basic', title: 'Cơ bản', atLeast: basic, tone: 'partial' },
    { id: 'inadequate', title: 'Chưa đầy đủ', atLeast: null, tone: 'fail' },
  ]
}

function apart(id: string, title: string, worth: number, items: Item[], bands?: Section['bands']): Section {
  return { id, title, points: points(worth), pointsOrigin: 'official', counts: 'apart', ...(bands && { bands }), items }
}

const sections: Section[] = [
  {
    id: 'ksnk.c4',
    title: 'Chất lượng bệnh viện, chương C4: kiểm soát nhiễm khuẩn',
    points: points(30),
    pointsOrigin: 'official',
    counts: 'levels',
    items: hospitalCriteria,
  },
  apart('ksnk.ipcaf', 'Thành phần cốt lõi của WHO (IPCAF)', 800, coreComponents, levels('601', '401', '201')),
  apart('ksnk.hhsaf', 'Tự đánh giá vệ sinh tay của WHO (HHSAF)', 500, handHygieneParts, levels('376', '251', '126')),
  apart('ksnk.cv', 'Trạm y tế, phòng khám an toàn (Quyết định 4999/QĐ-BYT)', 30, respiratory),
]

export const ksnkModules: Checklist = withDocuments({
  id: 'ksnk-mo-dun',
  version: '1.0',
  title: 'Kiểm soát nhiễm khuẩn: các bộ chính thức tùy chọn',
  shortTitle: 'Nhiễm khuẩn, bộ tùy chọn',
  notice:
    'Điểm do chính các bộ này đặt. Mỗi phần có tổng riêng và không cộng vào nhau. Tiểu mục của chương C4 và hiệu lực của Quyết định 4999/QĐ-BYT: chưa xác định. Các mức xếp loại chung chỉ là đề xuất.',
  inForceFrom: '2025-01-03',
  facilityTypes: ['hospital', 'healthCentre', 'communeStation', 'clinic', 'psychiatricCare'],
  sections,
  grading: ksnkGrading,
  limits: null,
  sites: null,
  settings: [],
  plausibility: [],
})
