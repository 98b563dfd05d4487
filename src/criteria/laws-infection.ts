import type { LegalDocument } from '../domain/law.ts'
import { law } from './legal-document.ts'

/** What the infection-control checklists rest on beside the documents that others cite too. */
export const infectionLaws: LegalDocument[] = [
  law('tt-18-2009', '18/2009/TT-BYT', 'Kiểm soát nhiễm khuẩn trong các cơ sở khám bệnh, chữa bệnh', {
    kind: 'circular',
    inForceUntil: '2018-10-01',
    replacedBy: 'tt-16-2018',
    confidence: 'secondary',
    remark: 'Không dùng làm căn cứ hiện hành.',
  }),
  law('qd-38-2025', '38/QĐ-BYT', 'Kế hoạch hành động quốc gia về kiểm soát nhiễm khuẩn giai đoạn 2025–2030', {
    kind: 'decision',
    issuedOn: '2025-01-03',
    confidence: 'verified',
    remark: 'Các chỉ tiêu bằng số đến năm 2030: chưa xác định.',
  }),
  law('ke-hoach-ksnk-2016-2020', 'Kế hoạch của Bộ Y tế 2016–2020', 'Kiểm soát nhiễm khuẩn giai đoạn 2016–2020', {
    kind: 'reference',
    confidence: 'secondary',
    remark: 'Giai đoạn đã qua, chỉ để tham khảo. Số hiệu văn bản: chưa xác định.',
  }),
  law('qd-3671-2012', '3671/QĐ-BYT', 'Các hướng dẫn kiểm soát nhiễm khuẩn', {
    kind: 'decision',
    issuedOn: '2012-09-27',
    confidence: 'verified',
    remark: 'Mới thấy phần khử khuẩn, tiệt khuẩn dụng cụ; các phần khác là nhớ lại, chưa kiểm.',
  }),
  law('qd-5991-2019', '5991/QĐ-BYT', 'Kiểm soát nhiễm khuẩn trong khám bệnh, chữa bệnh răng miệng', {
    kind: 'decision',
    issuedOn: '2019-12-26',
    confidence: 'verified',
  }),
  law('qd-5188-2020', '5188/QĐ-BYT', 'Phòng và kiểm soát lây nhiễm SARS-CoV-2 trong cơ sở khám bệnh, chữa bệnh', {
    kind: 'decision',
    issuedOn: '2020-12-14',
    confidence: 'recalled',
    remark: 'Nội dung là nhớ lại. Còn hiệu lực hay không: chưa xác định.',
  }),
  law('qd-3088-2020', '3088/QĐ-BYT', 'Tiêu chí bệnh viện an toàn phòng, chống COVID-19 và viêm đường hô hấp cấp', {
    kind: 'decision',
    issuedOn: '2020-07-16',
    confidence: 'verified',
    remark: 'Ra đời trong dịch COVID-19. Còn hiệu lực hay không: chưa xác định.',
  }),
  law('qd-4999-2020', '4999/QĐ-BYT', 'Tiêu chí trạm y tế, phòng khám an toàn phòng, chống COVID-19', {
    kind: 'decision',
    issuedOn: '2020-12-01',
    confidence: 'verified',
    remark: 'Ra đời trong dịch COVID-19. Còn hiệu lực hay không và các mức xếp loại: chưa xác định.',
  }),
  law('qd-3465-2024', '3465/QĐ-BYT', 'Kế hoạch phòng, chống kháng thuốc trong khám bệnh, chữa bệnh 2024–2025', {
    kind: 'decision',
    issuedOn: '2024-11-15',
    confidence: 'verified',
  }),
  law(
    'huong-dan-phong-ngua-chuan',
    'Hướng dẫn phòng ngừa chuẩn của Bộ Y tế',
    'Chín nội dung phòng ngừa chuẩn và quy định vệ sinh bàn tay',
    {
      kind: 'reference',
      confidence: 'secondary',
      remark: 'Đọc qua tài liệu của một bệnh viện. Số hiệu văn bản: chưa xác định.',
    },
  ),
  law('bang-kiem-benh-vien', 'Bảng kiểm của một bệnh viện công', 'Thực hành kiểm soát nhiễm khuẩn của bệnh viện', {
    kind: 'reference',
    confidence: 'secondary',
    remark: 'Để tham khảo, không phải quy định.',
  }),
  law(
    'who-ve-sinh-tay-2009',
    'WHO 2009, Hand Hygiene Technical Reference Manual',
    'Năm thời điểm vệ sinh tay và cách quan sát tuân thủ',
    {
      kind: 'reference',
      confidence: 'verified',
      remark: 'Năm thời điểm đã thấy trong nguồn; cách quan sát và cỡ mẫu là nhớ lại, chưa kiểm.',
    },
  ),
  law('who-hhsaf-2010', 'WHO 2010, HHSAF', 'Khung tự đánh giá vệ sinh tay', {
    kind: 'reference',
    confidence: 'verified',
  }),
  law('who-ipcaf-2018', 'WHO 2018, IPCAF', 'Khung đánh giá kiểm soát nhiễm khuẩn cấp cơ sở', {
    kind: 'reference',
    confidence: 'verified',
    remark: 'Tổng điểm và các mức đã thấy trong nguồn; chia đều 100 điểm mỗi thành phần là nhớ lại.',
  }),
  law('who-toi-thieu-2019', 'WHO 2019', 'Yêu cầu tối thiểu về kiểm soát nhiễm khuẩn', {
    kind: 'reference',
    confidence: 'recalled',
  }),
]
