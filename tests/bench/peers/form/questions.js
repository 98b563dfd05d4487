/** The same form for everybody: so many questions, each “Đạt”, “Không đạt” or “Không áp dụng”. */
export const count = Number(new URLSearchParams(location.search).get('n'))

export const questions = Array.from({ length: count }, (_, index) => ({
  id: `q${index + 1}`,
  text: `Khu vực ${Math.floor(index / 25) + 1}, câu ${(index % 25) + 1}: sàn, tường, cửa sạch, khô, không bụi, không mạng nhện?`,
}))

export const choices = [
  { value: 'pass', text: 'Đạt' },
  { value: 'fail', text: 'Không đạt' },
  { value: 'na', text: 'Không áp dụng' },
]
