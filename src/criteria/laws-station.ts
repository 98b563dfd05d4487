import type { LegalDocument } from '../domain/law.ts'
import { law } from './legal-document.ts'

/** Documents that the commune health station rests on, beside those in `laws.ts`. */
export const stationLaws: LegalDocument[] = [
  law('qd-1300-2023', '1300/QĐ-BYT', 'Bộ tiêu chí quốc gia về y tế xã giai đoạn đến năm 2030', {
    kind: 'decision',
    issuedOn: '2023-03-09',
    inForceFrom: '2023-03-09',
    confidence: 'verified',
    remark:
      'Mười tiêu chí, tổng điểm từng tiêu chí và điều kiện công nhận đã thấy trong nguồn. Bảng 47 chỉ tiêu (lời văn, điểm, ngưỡng theo vùng), danh mục điểm liệt và văn bản sửa đổi sau sáp nhập xã: chưa xác định.',
  }),
  law('qd-1453-2023', '1453/QĐ-BYT', 'Đính chính Quyết định 1300/QĐ-BYT', {
    kind: 'decision',
    issuedOn: '2023-03-20',
    confidence: 'verified',
    remark: 'Chỉ tiêu 35 (trẻ dưới 5 tuổi thấp còi): dấu “≥” đọc là “≤”.',
  }),
  law('qd-4667-2014', '4667/QĐ-BYT', 'Bộ tiêu chí quốc gia về y tế xã', {
    kind: 'decision',
    issuedOn: '2014-11-07',
    replacedBy: 'qd-1300-2023',
    confidence: 'secondary',
    remark: 'Bộ tiêu chí trước Quyết định 1300/QĐ-BYT, biết qua báo chí; ngày hết hiệu lực chưa xác định.',
  }),
  law('tt-28-2020', '28/2020/TT-BYT', 'Danh mục trang thiết bị tối thiểu của trạm y tế tuyến xã', {
    kind: 'circular',
    issuedOn: '2020-12-31',
    confidence: 'verified',
    remark:
      'Số lượng theo ba cột vùng 3, vùng 2, vùng 1. Mới thấy sáu dòng đầu của danh mục; các dòng còn lại chưa xác định.',
  }),
  law('tt-32-2021', '32/2021/TT-BYT', 'Thiết kế cơ bản của trạm y tế xã, phường, thị trấn', {
    kind: 'circular',
    inForceFrom: '2022-02-15',
    confidence: 'verified',
    remark: 'Số phòng và diện tích từng phòng: chưa xác định.',
  }),
  law('tt-01-2017-btnmt', '01/2017/TT-BTNMT', 'Định mức đất của cơ sở y tế', {
    kind: 'circular',
    confidence: 'secondary',
    remark: 'Được viện dẫn trong nguồn; con số định mức chưa xác định.',
  }),
  law('nd-155-2025', '155/2025/NĐ-CP', 'Tiêu chuẩn, định mức diện tích làm việc và diện tích chuyên dùng', {
    kind: 'decree',
    issuedOn: '2025-06-16',
    confidence: 'secondary',
    remark: 'Được viện dẫn trong nguồn; con số định mức chưa xác định.',
  }),
  law('tt-43-2025', '43/2025/TT-BYT', 'Chức năng, nhiệm vụ và tổ chức của trạm y tế xã, phường, đặc khu', {
    kind: 'circular',
    issuedOn: '2025-11-15',
    inForceFrom: '2026-01-01',
    confidence: 'secondary',
    remark: 'Biết qua báo chí. Trạm là đơn vị sự nghiệp công lập thuộc Ủy ban nhân dân cấp xã.',
  }),
  law('nq-72-2025', '72-NQ/TW', 'Nghị quyết ngày 09/9/2025 về bảo vệ, chăm sóc sức khỏe nhân dân', {
    kind: 'directive',
    issuedOn: '2025-09-09',
    confidence: 'secondary',
    remark: 'Biết qua báo chí. Mục tiêu, không phải tiêu chí chấm điểm.',
  }),
  law('qd-281-2024', '281/QĐ-TTg', 'Thực hiện Chỉ thị số 25-CT/TW ngày 25/10/2023 về y tế cơ sở', {
    kind: 'decision',
    confidence: 'secondary',
    remark: 'Ban hành năm 2024, biết qua báo chí; ngày ban hành chưa xác định.',
  }),
  law('qd-318-2022', '318/QĐ-TTg', 'Bộ tiêu chí quốc gia về xã nông thôn mới và xã nông thôn mới nâng cao 2021–2025', {
    kind: 'decision',
    issuedOn: '2022-03-08',
    confidence: 'verified',
    remark: 'Tiêu chí 15 về y tế, ngưỡng theo bảy vùng kinh tế – xã hội. Bộ tiêu chí 2026–2030: chưa xác định.',
  }),
  law('phap-luat-dan-so', 'Pháp luật về dân số', 'Pháp lệnh Dân số sửa đổi năm 2025 và Luật Dân số', {
    kind: 'law',
    confidence: 'recalled',
    remark: 'Số hiệu văn bản và điều khoản: chưa xác định.',
  }),
  law('luat-kbcb-2023', 'Luật Khám bệnh, chữa bệnh 2023', 'Khám bệnh, chữa bệnh', {
    kind: 'law',
    confidence: 'recalled',
    remark: 'Số hiệu văn bản và điều khoản: chưa xác định.',
  }),
]
