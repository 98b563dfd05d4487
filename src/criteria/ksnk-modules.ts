import type { Checklist, Item, Section } from '../domain/checklist.ts'
import { points } from '../domain/decimal.ts'
import type { FacilityType } from '../domain/facts.ts'
import { cite, measure, recall, withDocuments } from './author.ts'
import { row } from './ksnk-row.ts'

/** Tools whose points their own source sets. Each is a checklist of its own, for those who ask for it. */

function official(of: Item): Item {
  return { ...of, pointsOrigin: 'official', wordingOrigin: 'source' }
}

type Tool = Pick<Checklist, 'id' | 'title' | 'shortTitle' | 'notice' | 'grading'> & {
  types: FacilityType[]
  worth: number
  items: Item[]
}

function tool({ types, worth, items, ...of }: Tool): Checklist {
  const only: Section = {
    id: items[0]?.id.replace(/\.\d+$/, '') ?? of.id,
    title: of.title,
    points: points(worth),
    pointsOrigin: 'official',
    counts: 'sum',
    items,
  }
  return withDocuments({
    ...of,
    version: '1.0',
    inForceFrom: '2025-01-03',
    facilityTypes: types,
    sections: [only],
    optional: true,
    limits: null,
    sites: null,
    settings: [],
    plausibility: [],
  })
}

const hospitalCriteria = [
  'Thiết lập và hoàn thiện hệ thống kiểm soát nhiễm khuẩn',
  'Xây dựng quy trình và hướng dẫn nhân viên thực hiện',
  'Chương trình vệ sinh tay và giám sát tuân thủ',
  'Đánh giá, giám sát và triển khai kiểm soát nhiễm khuẩn',
  'Quản lý, xử lý chất thải rắn y tế',
  'Quản lý, xử lý chất thải lỏng y tế',
].map((ask, index) =>
  official(
    row(
      `ksnk.c4.${index + 1}`,
      { kind: 'scale', min: 1, max: 5, labels: ['Kém', 'Trung bình', 'Khá', 'Tốt', 'Rất tốt'] },
      5,
      {
        ask,
        check: 'Chấm mức 1–5 theo văn bản',
        evidence: ['V', 'Q'],
        at: ['BV', 'TTYT'],
        na: true,
        basis: [recall('qd-6858-2016', `tiêu chí C4.${index + 1}`)],
        remark: 'Tiểu mục của từng mức: chưa xác định, nên máy chưa tự suy ra mức được.',
      },
    ),
  ),
)

/** QĐ 6858/QĐ-BYT, chapter C4: each criterion weighs 1, the result is the mean of the applicable ones. */
const hospitalQuality = tool({
  id: 'chat-luong-bv-c4',
  title: 'Chất lượng bệnh viện, chương C4: kiểm soát nhiễm khuẩn',
  shortTitle: 'Chất lượng BV, C4',
  notice:
    'Sáu tiêu chí của chương C4, bộ tiêu chí chất lượng bệnh viện (Quyết định 6858/QĐ-BYT năm 2016). Người kiểm tra chấm thẳng mức 1–5 vì tiểu mục của từng mức chưa có trong dữ liệu. Kết quả là mức trung bình của các tiêu chí áp dụng; văn bản không đặt mức xếp loại riêng cho chương này trong dữ liệu hiện có. Tên tiêu chí là nhớ lại, cần đối chiếu.',
  types: ['hospital', 'healthCentre'],
  worth: 30,
  items: hospitalCriteria,
  grading: { by: 'meanLevel', bands: [], gates: [], origin: 'unknown' },
})

/** Bands over the points of a WHO tool: the least points of each, best first. */
function levels(advanced: string, intermediate: string, basic: string): Checklist['grading'] {
  return {
    by: 'points',
    bands: [
      { id: 'advanced', title: 'Nâng cao', atLeast: advanced, tone: 'pass' },
      { id: 'intermediate', title: 'Trung gian', atLeast: intermediate, tone: 'pass' },
      { id: 'basic', title: 'Cơ bản', atLeast: basic, tone: 'partial' },
      { id: 'inadequate', title: 'Chưa đầy đủ', atLeast: null, tone: 'fail' },
    ],
    gates: [],
    origin: 'official',
  }
}

const coreComponents = tool({
  id: 'who-ipcaf',
  title: 'Thành phần cốt lõi kiểm soát nhiễm khuẩn của WHO (IPCAF)',
  shortTitle: 'WHO IPCAF',
  notice:
    'Bộ tự đánh giá của Tổ chức Y tế thế giới năm 2018: tám thành phần, tổng 800 điểm, bốn mức 0–200, 201–400, 401–600, 601–800. Điểm từng thành phần chép từ bộ câu hỏi của WHO. Tên thành phần và cách chia đều 100 điểm là nhớ lại, cần đối chiếu.',
  types: ['hospital', 'healthCentre', 'psychiatricCare'],
  worth: 800,
  items: [
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
        basis: [cite('who-ipcaf-2018')],
        remark: 'Tên thành phần và cách chia đều 100 điểm là nhớ lại, cần đối chiếu văn bản.',
      }),
    ),
  ),
  grading: levels('601', '401', '201'),
})

const handHygiene = tool({
  id: 'who-hhsaf',
  title: 'Khung tự đánh giá vệ sinh tay của WHO (HHSAF)',
  shortTitle: 'WHO HHSAF',
  notice:
    'Khung tự đánh giá của Tổ chức Y tế thế giới năm 2010: năm phần, mỗi phần 100 điểm, bốn mức 0–125, 126–250, 251–375, 376–500. Điểm từng phần chép từ bộ câu hỏi của WHO. Mức “dẫn đầu” cần thêm ít nhất 12 trong 20 tiêu chí lãnh đạo và chưa được xét ở đây.',
  types: ['hospital', 'healthCentre'],
  worth: 500,
  items: Array.from({ length: 5 }, (_, index) =>
    official(
      row(`ksnk.hhsaf.${index + 1}`, measure('điểm', { by: 'value', max: '100' }), 100, {
        ask: `Khung tự đánh giá vệ sinh tay: phần ${index + 1}`,
        check: 'Chép điểm của phần này từ bộ câu hỏi của WHO',
        evidence: ['V'],
        at: ['BV', 'TTYT'],
        basis: [cite('who-hhsaf-2010')],
        remark: 'Mức “dẫn đầu” cần thêm ít nhất 12 trong 20 tiêu chí lãnh đạo và chưa được xét ở đây.',
      }),
    ),
  ),
  grading: levels('376', '251', '126'),
})

const safeStation = tool({
  id: 'qd-4999',
  title: 'Trạm y tế, phòng khám an toàn phòng, chống bệnh hô hấp cấp',
  shortTitle: 'Trạm, phòng khám an toàn',
  notice:
    'Tám tiêu chí, 30 điểm theo Quyết định 4999/QĐ-BYT năm 2020, ra đời trong dịch COVID-19. Hiệu lực hiện nay của quyết định và các mức xếp loại: chưa xác định, nên chỉ ghi tổng điểm.',
  types: ['communeStation', 'clinic'],
  worth: 30,
  items: (
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
  ),
  grading: { by: 'points', bands: [], gates: [], origin: 'unknown' },
})

export const ksnkModules: readonly Checklist[] = [hospitalQuality, coreComponents, handHygiene, safeStation]
