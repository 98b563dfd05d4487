import type { LimitTable } from '../domain/checklist.ts'
import { cite } from './author.ts'

/**
 * QCVN 28:2010/BTNMT: C of Table 1 for columns A and B, K of Table 2; Cmax = C × K.
 * Section 2.1 exempts pH and the microbes from K. It does not exempt α and β
 * radioactivity, which stay at K = 1 here because that is the stricter reading.
 */

type Parameter = LimitTable['parameters'][number]

function upTo(row: number, id: string, name: string, unit: string, a: string, b: string, timesK: boolean): Parameter {
  return {
    id,
    name,
    row: `Bảng 1 TT ${row}`,
    unit,
    columnA: { min: null, max: a },
    columnB: { min: null, max: b },
    timesK,
  }
}

export const qcvn28: LimitTable = {
  id: 'qcvn-28-2010',
  standard: 'QCVN 28:2010/BTNMT',
  basis: [
    cite('qcvn-28-2010', 'Bảng 1'),
    cite('qcvn-28-2010', 'Bảng 2'),
    cite('qcvn-28-2010', 'mục 2.1'),
    cite('qcvn-28-2010', 'mục 2.2'),
    cite('tt-06-2025', 'Điều 3'),
  ],
  infectiousBasis: [cite('tt-18-2013', 'Điều 3')],
  // Transition: TT 06/2025/TT-BTNMT, Điều 3.
  forFacilitiesBefore: '2025-09-01',
  samplesUntil: '2031-12-31',
  sampledOn: 'nt.0.1',
  k: { hospitalFromBeds: 300, large: '1', other: '1.2' },
  parameters: [
    {
      id: 'ph',
      name: 'pH',
      row: 'Bảng 1 TT 1',
      unit: '',
      columnA: { min: '6.5', max: '8.5' },
      columnB: { min: '6.5', max: '8.5' },
      timesK: false,
    },
    upTo(2, 'bod5', 'BOD5 (20 °C)', 'mg/l', '30', '50', true),
    upTo(3, 'cod', 'COD', 'mg/l', '50', '100', true),
    upTo(4, 'tss', 'Tổng chất rắn lơ lửng (TSS)', 'mg/l', '50', '100', true),
    upTo(5, 'h2s', 'Sunfua (tính theo H2S)', 'mg/l', '1', '4', true),
    upTo(6, 'nh4_n', 'Amoni (tính theo N)', 'mg/l', '5', '10', true),
    upTo(7, 'no3_n', 'Nitrat (tính theo N)', 'mg/l', '30', '50', true),
    upTo(8, 'po4_p', 'Phosphat (tính theo P)', 'mg/l', '6', '10', true),
    upTo(9, 'dau_mo_dtv', 'Dầu mỡ động thực vật', 'mg/l', '10', '20', true),
    upTo(10, 'alpha', 'Tổng hoạt độ phóng xạ α', 'Bq/l', '0.1', '0.1', false),
    upTo(11, 'beta', 'Tổng hoạt độ phóng xạ β', 'Bq/l', '1', '1', false),
    upTo(12, 'coliform', 'Tổng coliforms', 'MPN/100 ml', '3000', '5000', false),
  ],
  otherwise:
    'Ngoài diện chuyển tiếp của QCVN 28:2010/BTNMT: người có thẩm quyền phải chọn QCVN 40:2025/BTNMT hoặc QCVN 14:2025/BTNMT; giá trị giới hạn của hai quy chuẩn này chưa xác định trong dữ liệu.',
}
