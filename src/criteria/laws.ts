import type { LegalDocument } from '../domain/law.ts'
import { infectionLaws } from './laws-infection.ts'
import { stationLaws } from './laws-station.ts'
import { wasteLaws } from './laws-waste.ts'
import { law } from './legal-document.ts'

/**
 * Every legal and source document that the checklists rest on.
 *
 * Dates that no source gives stay null. `inForceUntil` is the date on which the
 * document ceased to apply ("ngày hết hiệu lực"), `replacedBy` the id of its
 * successor. Where no source gives the official title, `title` says the subject.
 */

export const laws: LegalDocument[] = [
  // Cơ sở y tế xanh – sạch – đẹp
  law('qd-5959-2021', '5959/QĐ-BYT', 'Bộ Tiêu chí cơ sở y tế xanh - sạch - đẹp', {
    kind: 'decision',
    issuedOn: '2021-12-31',
    inForceFrom: '2021-12-31',
    confidence: 'verified',
    remark: 'Phụ lục 32 tiêu chí, điểm và thang xếp loại: chưa xác định. Văn bản thay thế hoặc sửa đổi: chưa tìm thấy.',
  }),
  law('qd-6573-2016', '6573/QĐ-BYT', 'Hướng dẫn triển khai cơ sở y tế xanh - sạch - đẹp', {
    kind: 'decision',
    issuedOn: '2016-11-03',
    inForceUntil: '2021-12-31',
    replacedBy: 'qd-5959-2021',
    confidence: 'verified',
    remark: 'Không dùng làm căn cứ hiện hành.',
  }),
  law('qd-3638-2016', '3638/QĐ-BYT', 'Kế hoạch triển khai cơ sở y tế xanh - sạch - đẹp', {
    kind: 'decision',
    issuedOn: '2016-07-15',
    inForceUntil: '2021-12-31',
    replacedBy: 'qd-5959-2021',
    confidence: 'verified',
    remark: 'Không dùng làm căn cứ hiện hành.',
  }),
  law('cuoc-thi-xanh-sach-dep-1', 'Thể lệ cuộc thi lần thứ I (2024–2025)', 'Cuộc thi "Cơ sở y tế Xanh - Sạch - Đẹp"', {
    kind: 'reference',
    confidence: 'secondary',
    remark: 'Biết qua báo chí. Cuộc thi lấy ý kiến người dân qua mã QR tại cơ sở.',
  }),
  law('qd-6858-2016', '6858/QĐ-BYT', 'Bộ tiêu chí chất lượng bệnh viện Việt Nam', {
    kind: 'decision',
    issuedOn: '2016-11-18',
    confidence: 'secondary',
    remark: 'Mỗi tiêu chí chấm mức 1–5. Nội dung từng tiểu mục: chưa xác định.',
  }),
  law('quy-che-benh-vien', 'Quy chế bệnh viện', 'Yêu cầu về cảnh quan và trụ sở bệnh viện', {
    kind: 'reference',
    confidence: 'secondary',
    remark: 'Dẫn lại trong một luận văn; tỷ lệ cây xanh 40–50% không chắc còn áp dụng.',
  }),
  law(
    'qd-2151-2015',
    '2151/QĐ-BYT',
    'Đổi mới phong cách, thái độ phục vụ của cán bộ y tế hướng tới sự hài lòng của người bệnh',
    {
      kind: 'decision',
      issuedOn: '2015-06-04',
      confidence: 'secondary',
      remark: 'Biết qua hướng dẫn ngày 28/02/2019 của Sở Y tế Quảng Ninh, mục 2.3.',
    },
  ),
  law('tt-45-2015', '45/2015/TT-BYT', 'Trang phục y tế', { kind: 'circular', confidence: 'secondary' }),

  // Môi trường và chất thải
  law('luat-bvmt-2020', '72/2020/QH14', 'Luật Bảo vệ môi trường', {
    kind: 'law',
    confidence: 'verified',
    remark: 'Được sửa bởi Luật 146/2025/QH15 (01/01/2026), theo nguồn thứ cấp.',
  }),
  law('nd-08-2022', '08/2022/NĐ-CP', 'Nghị định thi hành Luật Bảo vệ môi trường', {
    kind: 'decree',
    confidence: 'secondary',
    remark:
      'Được sửa bởi Nghị định 05/2025/NĐ-CP (06/01/2025) và Nghị định 48/2026/NĐ-CP (29/01/2026), theo nguồn thứ cấp.',
  }),
  law('nd-346-2025', '346/2025/NĐ-CP', 'Phí bảo vệ môi trường đối với nước thải', {
    kind: 'decree',
    inForceFrom: '2026-01-01',
    confidence: 'secondary',
    remark: 'Thay Nghị định 53/2020/NĐ-CP.',
  }),
  law('tt-20-2021', '20/2021/TT-BYT', 'Quản lý chất thải y tế trong phạm vi khuôn viên cơ sở y tế', {
    kind: 'circular',
    issuedOn: '2021-11-26',
    inForceFrom: '2022-01-10',
    confidence: 'verified',
  }),
  law('ct-08-byt', '08/CT-BYT', 'Giảm chất thải nhựa trong ngành y tế', {
    kind: 'directive',
    confidence: 'secondary',
    remark: 'Ngày ban hành 29/7/2019 mới là nhớ lại, chưa kiểm.',
  }),
  law(
    'giay-phep-moi-truong',
    'Giấy phép môi trường của cơ sở',
    'Giấy phép môi trường hoặc đăng ký môi trường của từng cơ sở',
    {
      kind: 'reference',
      confidence: 'secondary',
      remark: 'Số, ngày và giới hạn riêng nằm trong hồ sơ của từng cơ sở.',
    },
  ),

  // Nước thải y tế
  law('qcvn-28-2010', 'QCVN 28:2010/BTNMT', 'Quy chuẩn kỹ thuật quốc gia về nước thải y tế', {
    kind: 'regulation',
    issuedOn: '2010-12-16',
    inForceUntil: '2025-09-01',
    replacedBy: 'qcvn-40-2025',
    confidence: 'verified',
    remark:
      'Cơ sở đã vận hành hoặc dự án đã được phê duyệt trước 01/9/2025 được tiếp tục áp dụng đến hết 31/12/2031 (Thông tư 06/2025/TT-BTNMT, Điều 3, theo nguồn thứ cấp).',
  }),
  law('tt-39-2010', '39/2010/TT-BTNMT', 'Ban hành QCVN 28:2010/BTNMT', {
    kind: 'circular',
    issuedOn: '2010-12-16',
    confidence: 'verified',
  }),
  law('qcvn-40-2025', 'QCVN 40:2025/BTNMT', 'Quy chuẩn kỹ thuật quốc gia về nước thải công nghiệp', {
    kind: 'regulation',
    issuedOn: '2025-02-28',
    inForceFrom: '2025-09-01',
    confidence: 'verified',
    remark: 'Ngày hiệu lực theo nguồn thứ cấp. Giá trị giới hạn cho nước thải y tế: chưa xác định.',
  }),
  law('tt-06-2025', '06/2025/TT-BTNMT', 'Ban hành QCVN 40:2025/BTNMT', {
    kind: 'circular',
    issuedOn: '2025-02-28',
    inForceFrom: '2025-09-01',
    confidence: 'secondary',
    remark: 'Ngày ban hành đã thấy trong nguồn; ngày hiệu lực và Điều 3 (chuyển tiếp) theo nguồn thứ cấp.',
  }),
  law(
    'qcvn-14-2025',
    'QCVN 14:2025/BTNMT',
    'Quy chuẩn kỹ thuật quốc gia về nước thải sinh hoạt và nước thải đô thị, khu dân cư tập trung',
    {
      kind: 'regulation',
      issuedOn: '2025-02-28',
      inForceFrom: '2025-09-01',
      confidence: 'secondary',
      remark:
        'Ban hành và hiệu lực đã thấy trong nguồn; nội dung viện dẫn theo nguồn thứ cấp. Giá trị giới hạn: chưa xác định.',
    },
  ),
  law('tt-05-2025', '05/2025/TT-BTNMT', 'Ban hành QCVN 14:2025/BTNMT', {
    kind: 'circular',
    issuedOn: '2025-02-28',
    inForceFrom: '2025-09-01',
    confidence: 'verified',
  }),
  law('tt-18-2013', '18/2013/TT-BYT', 'Điều kiện của cơ sở, khu điều trị bệnh truyền nhiễm', {
    kind: 'circular',
    confidence: 'verified',
    remark: 'Còn hiệu lực sau Luật Phòng bệnh hay không: chưa xác định.',
  }),
  law('qcvn-50-2013', 'QCVN 50:2013/BTNMT', 'Ngưỡng nguy hại của bùn thải từ xử lý nước', {
    kind: 'regulation',
    confidence: 'recalled',
  }),
  law('tcvn-5999-1995', 'TCVN 5999:1995 (ISO 5667-10)', 'Lấy mẫu nước thải', {
    kind: 'standard',
    confidence: 'recalled',
  }),
  law(
    'van-hanh-tram-820',
    'Tài liệu vận hành trạm xử lý nước thải 820 m³/ngày',
    'Thực hành của một bệnh viện đại học tại TP.HCM',
    {
      kind: 'reference',
      issuedOn: '2026-07-16',
      confidence: 'secondary',
      remark: 'Để tham khảo, không phải quy định.',
    },
  ),

  // Vệ sinh, nước sinh hoạt, an toàn
  law('tt-16-2018', '16/2018/TT-BYT', 'Kiểm soát nhiễm khuẩn trong cơ sở khám bệnh, chữa bệnh', {
    kind: 'circular',
    issuedOn: '2018-07-20',
    inForceFrom: '2018-10-01',
    confidence: 'verified',
    remark: 'Chưa tìm thấy văn bản thay thế.',
  }),
  law('qd-3916-2017', '3916/QĐ-BYT', 'Các hướng dẫn kiểm soát nhiễm khuẩn', {
    kind: 'decision',
    issuedOn: '2017-08-28',
    confidence: 'verified',
    remark: 'Phần vệ sinh tay và vệ sinh môi trường bề mặt mới là nhớ lại, chưa kiểm.',
  }),
  law('qcvn-01-1-2018', 'QCVN 01-1:2018/BYT', 'Chất lượng nước sạch sử dụng cho mục đích sinh hoạt', {
    kind: 'regulation',
    replacedBy: 'qcvn-01-1-2024',
    confidence: 'recalled',
  }),
  law('qcvn-01-1-2024', 'QCVN 01-1:2024/BYT', 'Chất lượng nước sạch sử dụng cho mục đích sinh hoạt', {
    kind: 'regulation',
    inForceFrom: '2025-07-01',
    confidence: 'recalled',
    remark: 'Ban hành theo Thông tư 52/2024/TT-BYT; số hiệu và ngày hiệu lực cần kiểm lại.',
  }),
  law('qcvn-22-2016', 'QCVN 22:2016/BYT', 'Chiếu sáng nơi làm việc', {
    kind: 'regulation',
    confidence: 'recalled',
    remark: 'Giá trị lux theo từng loại phòng: chưa xác định.',
  }),
  law('luat-09-2012', '09/2012/QH13', 'Luật Phòng, chống tác hại của thuốc lá', {
    kind: 'law',
    confidence: 'verified',
  }),
  law('tt-11-2023', '11/2023/TT-BYT', 'Địa điểm cấm hút thuốc lá', { kind: 'circular', confidence: 'verified' }),
  law('phap-luat-pccc', 'Pháp luật về phòng cháy và chữa cháy', 'Phòng cháy và chữa cháy', {
    kind: 'law',
    confidence: 'recalled',
    remark: 'Số hiệu văn bản và điều khoản: chưa xác định.',
  }),
  law('luat-attp', 'Luật An toàn thực phẩm', 'An toàn thực phẩm', {
    kind: 'law',
    confidence: 'recalled',
    remark: 'Số hiệu văn bản và điều khoản: chưa xác định.',
  }),
  law('phap-luat-hoa-chat', 'Pháp luật về an toàn hóa chất', 'An toàn hóa chất', {
    kind: 'law',
    confidence: 'recalled',
    remark: 'Số hiệu văn bản và điều khoản: chưa xác định.',
  }),

  // Tài liệu nguồn của các cơ sở và địa phương
  law(
    'source-000',
    'Kế hoạch của Trung tâm Điều trị và Nuôi dưỡng người bệnh tâm thần Kon Tum',
    'Triển khai thực hiện Kế hoạch số 1993/KH-SYT ngày 26/6/2026 của Sở Y tế về thực hiện Quyết định số 426/QĐ-UBND ngày 19/6/2026 của UBND tỉnh Quảng Ngãi',
    { kind: 'source', confidence: 'verified', remark: 'Bản đang có không ghi số và ngày ban hành.' },
  ),
  law(
    'source-001',
    'Kế hoạch …/KH-UBND năm 2024 của UBND huyện Sơn Hà',
    'Tiếp tục thực hiện một số nhiệm vụ, giải pháp trọng tâm nhằm nâng cao chất lượng khám chữa bệnh cho nhân dân trên địa bàn huyện Sơn Hà đến năm 2025',
    { kind: 'source', confidence: 'verified', remark: 'Bản đang có để trống số và ngày, tháng.' },
  ),
  law(
    'source-002',
    'Kế hoạch …/KH-NTTHN năm 2026 của Trung tâm Nuôi dưỡng người tâm thần Hoài Nhơn',
    'Phong trào thi đua “Đổi mới sáng tạo, phát triển khoa học công nghệ, chuyển đổi số, chuyển đổi xanh” giai đoạn 2026 - 2030',
    { kind: 'source', confidence: 'verified', remark: 'Bản đang có để trống số và ngày, tháng.' },
  ),
  law(
    'source-003',
    '124-KH/TU của Ban Thường vụ Tỉnh ủy Kon Tum',
    'Thực hiện Chỉ thị số 25-CT/TW ngày 25-10-2023 của Ban Bí thư về tiếp tục củng cố, hoàn thiện, nâng cao chất lượng hoạt động của y tế cơ sở trong tình hình mới',
    { kind: 'source', issuedOn: '2024-01-26', confidence: 'verified', remark: 'Đọc từ bản quét lỗi dấu tiếng Việt.' },
  ),
  law(
    'source-004',
    'Hướng dẫn ngày 28/02/2019 của Sở Y tế Quảng Ninh',
    'Nội dung triển khai thực hiện Năm nhiệm vụ trọng tâm của Ngành năm 2019',
    { kind: 'source', issuedOn: '2019-02-28', confidence: 'verified', remark: 'Bản đang có không ghi số.' },
  ),

  // Tài liệu của từng bộ tiêu chí, mỗi bộ một tệp
  ...wasteLaws,
  ...stationLaws,
  ...infectionLaws,
]
