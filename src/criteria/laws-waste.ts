import type { LegalDocument } from '../domain/law.ts'
import { law } from './legal-document.ts'

/** Documents that medical waste rests on, beside those in `laws.ts`. */
export const wasteLaws: LegalDocument[] = [
  law('ttlt-58-2015', '58/2015/TTLT-BYT-BTNMT', 'Quản lý chất thải y tế', {
    kind: 'circular',
    inForceUntil: '2022-01-10',
    replacedBy: 'tt-20-2021',
    confidence: 'verified',
    remark: 'Không dùng làm căn cứ hiện hành.',
  }),
  law('tt-02-2022', '02/2022/TT-BTNMT', 'Thông tư thi hành Luật Bảo vệ môi trường', {
    kind: 'circular',
    confidence: 'secondary',
    remark:
      'Khoản 6 Điều 42 do Thông tư 07/2025/TT-BTNMT thêm vào đã thấy trong nguồn; phần còn lại theo nguồn thứ cấp. Được sửa tiếp bởi Thông tư 09/2026/TT-BNNMT (29/01/2026), theo nguồn thứ cấp.',
  }),
  law('nd-131-2025', '131/2025/NĐ-CP', 'Ngưỡng cấp giấy phép môi trường của UBND tỉnh', {
    kind: 'decree',
    confidence: 'secondary',
    remark: 'Cần đọc bản gốc sau Nghị định 48/2026/NĐ-CP.',
  }),
  law('qd-43-2007', '43/2007/QĐ-BYT', 'Quản lý chất thải y tế', {
    kind: 'decision',
    confidence: 'secondary',
    remark: 'Đã hết hiệu lực; ngày hết hiệu lực: chưa xác định. Không dùng làm căn cứ hiện hành.',
  }),
  law('qcvn-55-2013', 'QCVN 55:2013/BTNMT', 'Thiết bị hấp nhiệt ướt chất thải y tế', {
    kind: 'regulation',
    confidence: 'recalled',
  }),
  law('tcvn-6707', 'TCVN 6707', 'Dấu hiệu cảnh báo chất thải nguy hại', {
    kind: 'standard',
    confidence: 'recalled',
    remark: 'Năm của bản tiêu chuẩn đang dùng: chưa xác định.',
  }),
  law('phap-luat-atvsld', 'Pháp luật về an toàn, vệ sinh lao động', 'An toàn, vệ sinh lao động', {
    kind: 'law',
    confidence: 'recalled',
    remark: 'Số hiệu văn bản và điều khoản: chưa xác định.',
  }),
]
