import type { Checklist } from '../domain/checklist.ts'
import { withDocuments } from './author.ts'
import { ksnk, ksnkGrading } from './ksnk.ts'
import { onlyAt } from './ksnk-row.ts'

/** The items keep the ids of the full checklist, so that results can be compared over time. */
const chosen = new Set(
  [
    ...['1.1', '1.8', '2.1', '2.3', '2.5', '2.8', '3.1', '3.2', '3.3', '3.6', '4.1', '5.1', '5.4', '5.5', '5.6'],
    ...['6.1', '6.2', '6.8', '6.9', '7.2', '7.5', '7.7', '7.9', '7.12', '9.1', '9.3', '9.6', '9.7', '10.4', '10.5'],
    ...['11.10', '12.1', '12.2'],
  ].map((number) => `ksnk.${number}`),
)

/** Looked at in each place of a station that has several. */
const atEachSite = new Set(['ksnk.3', 'ksnk.5', 'ksnk.7', 'ksnk.9', 'ksnk.10'])

const sections = ksnk.sections.flatMap((section) => {
  const items = section.items
    .filter(({ id }) => chosen.has(id))
    .map((item) => onlyAt(['communeStation'], item))
    .map((item) => (atEachSite.has(section.id) ? { ...item, each: 'site' as const } : item))
  const points = items.reduce((sum, item) => sum + item.points, 0)
  return items.length === 0 ? [] : [{ ...section, points, items }]
})

export const ksnkRutGon: Checklist = withDocuments({
  id: 'ksnk-rut-gon',
  version: '1.1',
  title: 'Kiểm soát nhiễm khuẩn: bộ rút gọn cho trạm y tế xã',
  shortTitle: 'Nhiễm khuẩn, rút gọn',
  notice:
    'Bộ rút gọn 33 câu của bộ tiêu chí kiểm soát nhiễm khuẩn, dành cho trạm tự chấm hằng quý hoặc đoàn kiểm tra ít thời gian. Trạm có nhiều điểm thì chấm các câu mục 3, 5, 7, 9 và 10 ở từng điểm và lấy điểm thấp nhất. Lời văn, điểm, điểm liệt, mục tiêu, cách lấy điểm thấp nhất và mức xếp loại đều là đề xuất.',
  inForceFrom: '2025-01-03',
  facilityTypes: ['communeStation'],
  sections,
  grading: ksnkGrading,
  limits: null,
  sites: { combine: 'worst', origin: 'proposed' },
  settings: [],
  plausibility: [],
})
