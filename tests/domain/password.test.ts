import { expect, it } from 'vitest'
import { PASSWORD_MAX, weaknessOf } from '../../src/domain/password.ts'

it.each([
  ['', 'short'],
  ['mười một ch', 'short'],
  // Eleven letters, though more code units.
  ['😀😀😀😀😀😀😀😀😀😀😀', 'short'],
  ['x1y2'.repeat(33), 'long'],
  ['matkhau12345', 'common'],
  ['Mật khẩu 2026!', 'common'],
  ['so-kiem-2026', 'common'],
  ['123456789012', 'common'],
  ['PassWord1234', 'common'],
  ['abababababab', 'common'],
  ['Lan.Nguyen-2026', 'username'],
  ['xin lannguyên đó', 'username'],
  ['một câu đủ dài để nhớ', null],
  ['k7mw3-x9pqd-a2b3c-d4e5f', null],
  ['Cây đa bến nước', null],
])('%s: %s', (password, weakness) => {
  expect(weaknessOf(password, 'lan.nguyen')).toBe(weakness)
})

it('the longest that sign-in reads is not too long', () => {
  const longest = 'Một câu rất dài. '.repeat(10).slice(0, PASSWORD_MAX)
  expect(weaknessOf(longest, 'lan')).toBeNull()
  expect(weaknessOf(`${longest}x`, 'lan')).toBe('long')
})
