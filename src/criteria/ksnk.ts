import type { Checklist } from '../domain/checklist.ts'
import { withDocuments } from './author.ts'
import { environment } from './ksnk-environment.ts'
import { handHygiene } from './ksnk-hand-hygiene.ts'
import { organisation } from './ksnk-organisation.ts'
import { precautions } from './ksnk-precautions.ts'
import { reprocessing } from './ksnk-reprocessing.ts'
import { surveillance } from './ksnk-surveillance.ts'

export const ksnkGrading: Checklist['grading'] = {
  bands: [
    { id: 'good', title: 'Tốt', atLeast: '90', tone: 'pass' },
    { id: 'passed', title: 'Đạt', atLeast: '75', tone: 'pass' },
    { id: 'improve', title: 'Cần cải thiện', atLeast: '50', tone: 'partial' },
    { id: 'failed', title: 'Không đạt', atLeast: null, tone: 'fail' },
  ],
  gates: [{ kind: 'noCriticalFailure', capTo: 'failed' }],
  origin: 'proposed',
}

export const ksnk: Checklist = withDocuments({
  id: 'ksnk',
  version: '1.1',
  title: 'Kiểm soát nhiễm khuẩn',
  shortTitle: 'Kiểm soát nhiễm khuẩn',
  notice:
    'Chưa tìm thấy bảng điểm chính thức cho kiểm soát nhiễm khuẩn. Câu hỏi dựa trên Thông tư 16/2018/TT-BYT và các hướng dẫn được dẫn ở từng tiêu chí; lời văn, điểm, điểm liệt, mục tiêu và mức xếp loại đều là đề xuất. Mốc 75% và 50% mượn từ Quyết định 3088/QĐ-BYT năm 2020. Mục 9 là bản rút gọn của bộ tiêu chí chất thải y tế. Có điểm liệt không đạt thì cơ sở không đạt và phải khắc phục ngay.',
  inForceFrom: '2025-01-03',
  facilityTypes: ['hospital', 'healthCentre', 'communeStation', 'clinic', 'psychiatricCare'],
  sections: [...organisation, ...handHygiene, ...precautions, ...reprocessing, ...environment, ...surveillance],
  grading: ksnkGrading,
  limits: null,
  sites: null,
  settings: [],
  plausibility: [],
})
