import type { Opportunity } from '../../domain/answer.ts'

/** The five moments of WHO, in their order. */
export const momentWords = [
  'Trước khi chạm vào người bệnh',
  'Trước thủ thuật vô khuẩn',
  'Sau nguy cơ phơi nhiễm dịch',
  'Sau khi chạm vào người bệnh',
  'Sau khi chạm vào vùng quanh người bệnh',
] as const

export const professionWords: Record<Opportunity['profession'], string> = {
  doctor: 'Bác sĩ',
  nurse: 'Điều dưỡng',
  midwife: 'Hộ sinh',
  technician: 'Kỹ thuật viên',
  cleaner: 'Hộ lý, vệ sinh',
  student: 'Học viên',
  other: 'Khác',
}

export const actionWords: Record<Opportunity['action'], string> = {
  rub: 'Chà cồn',
  wash: 'Rửa xà phòng',
  missed: 'Bỏ lỡ',
}
