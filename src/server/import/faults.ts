import { createHash } from 'node:crypto'
import { lettersOf } from './reading/sheet.ts'

/** What can be wrong with a cell, a column or a row, and what people read of it. `{0}` is what it is about. */
const sentences = {
  // The sheet
  SHEET_IGNORED: 'Trang này không được nhập: không có dòng tiêu đề như trong tệp mẫu.',
  SHEET_HIDDEN: 'Trang này đang ẩn nên không được nhập.',
  COLUMN_MISSING: 'Thiếu cột “{0}”.',
  COLUMN_TWICE: 'Cột “{0}” có hơn một lần: {1}. Hãy giữ lại một cột.',
  COLUMN_UNKNOWN: 'Cột này không có trong mẫu nên không được nhập.',
  MERGED: 'Các ô {0} đang gộp. Hãy bỏ gộp ô và điền từng ô.',
  // Any cell
  REQUIRED: 'Cần điền ô này.',
  FORMULA: 'Công thức ở ô này không cho kết quả. Hãy gõ thẳng nội dung.',
  TOO_LONG: 'Nội dung dài quá {0} ký tự.',
  OLD_ENCODING: 'Chữ ở ô này gõ theo bảng mã cũ (TCVN3, VNI…) hoặc đã vỡ dấu. Hãy chuyển sang Unicode.',
  CHOICE_UNKNOWN: 'Không có lựa chọn này. Hãy ghi một trong: {0}.',
  NUMBER_INVALID: 'Cần một số{0}.',
  NUMBER_AMBIGUOUS: 'Không rõ dấu chấm là dấu phần nghìn hay dấu thập phân. Hãy viết dấu thập phân bằng dấu phẩy.',
  DATE_INVALID: 'Cần một ngày có thật, viết ngày/tháng/năm, ví dụ 18/11/2026.',
  DATE_FUTURE: 'Ngày này chưa tới.',
  // People
  USERNAME_INVALID: 'Tên đăng nhập gồm 3 đến 64 chữ cái không dấu, chữ số, dấu chấm hoặc gạch dưới.',
  USERNAME_TWICE: 'Tên đăng nhập này đã có ở {0}.',
  USERNAME_TAKEN: 'Tên đăng nhập này đã có người dùng. Hãy chọn tên khác.',
  NAME_DIFFERS:
    'Tên đăng nhập này đã là của “{0}”. Nếu đúng là người đó, hãy ghi đúng họ tên; nếu không, hãy chọn tên đăng nhập khác.',
  OWN_ACCOUNT: 'Không tự hạ quyền của mình được.',
  ACCOUNT_LOCKED: 'Tài khoản này đang khóa và vẫn khóa sau khi nhập.',
  AREA_UNKNOWN: 'Không có địa bàn “{0}”. Hãy ghi đúng tên như trong danh mục địa bàn.',
  AREA_SEVERAL: 'Có hơn một địa bàn tên “{0}”. Hãy ghi cả cấp: Xã, Phường…',
  FACILITY_UNKNOWN: 'Không có cơ sở này. Hãy ghi đúng tên, hoặc thêm cơ sở vào trang “Cơ sở” của tệp.',
  FACILITY_SEVERAL: 'Có hơn một cơ sở tên này. Hãy ghi thêm địa bàn của cơ sở.',
  FACILITY_NOT_FOR_ROLE: 'Chỉ người dùng của cơ sở y tế mới gắn với một cơ sở. Hãy để trống ô này.',
  // Facilities
  FACILITY_TWICE: 'Cơ sở này đã có ở {0}.',
  FACILITY_NOT_ALONE:
    'Ở địa bàn này đã có hơn một cơ sở tên này nên không rõ là cơ sở nào. Hãy đổi tên một cơ sở trước.',
  FACILITY_CLOSED: 'Cơ sở này đã ngừng hoạt động và vẫn vậy sau khi nhập.',
  NEEDS_OTHER: 'Cần điền cả “{0}”.',
  POSITION_INVALID: 'Tọa độ gồm vĩ độ và kinh độ, ví dụ 21,0285; 105,8542.',
  SITES_INVALID: 'Tối đa 50 điểm trạm, mỗi điểm một tên khác nhau.',
} as const

export type FaultCode = keyof typeof sentences

/** Something wrong, with the position at which a person finds it. */
export type Fault = {
  code: FaultCode
  message: string
  /** Null in a CSV file. */
  sheet: string | null
  /** As numbered at the left edge; null for the whole sheet. */
  row: number | null
  /** Its letters; null for the whole row. */
  column: string | null
  /** What stands at the top of the column. */
  header: string
  /** What stands there. */
  value: string
}

/** Longer values are cut in what is shown. */
const SHOWN_MAX = 80

/** @param at the column by number */
export function faultOf(
  code: FaultCode,
  at: { sheet: string | null; row?: number; column?: number; header?: string; value?: string },
  ...about: readonly (string | number)[]
): Fault {
  const { sheet, row = null, column, header = '', value = '' } = at
  const message = sentences[code].replace(/\{(\d)\}/g, (_, n) => String(about[Number(n)] ?? ''))
  const shown = value.length > SHOWN_MAX ? `${value.slice(0, SHOWN_MAX)}…` : value
  return { code, message, sheet, row, column: column === undefined ? null : lettersOf(column), header, value: shown }
}

/** SHA-256 in hexadecimal. */
export function sha256Of(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}
