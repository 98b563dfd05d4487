import { PASSWORD_MAX, PASSWORD_MIN, type Weakness } from '../../domain/password.ts'

/** What `weaknessOf` asks for, said before anybody types. */
export const passwordRules = `Ít nhất ${PASSWORD_MIN} ký tự, không chứa tên đăng nhập, không dễ đoán. Một câu ngắn dễ nhớ là tốt; dấu cách và chữ có dấu đều dùng được.`

export const weaknessWords: Record<Weakness, string> = {
  short: `Mật khẩu mới cần ít nhất ${PASSWORD_MIN} ký tự.`,
  long: `Mật khẩu mới dài quá ${PASSWORD_MAX} ký tự.`,
  common: 'Mật khẩu mới dễ đoán. Hãy chọn một câu ít người nghĩ tới.',
  username: 'Mật khẩu mới không được chứa tên đăng nhập.',
}

/** Of what the server said; what a newer server says and this app does not know is none. */
export function weaknessIn(why: unknown): string | null {
  return typeof why === 'string' && Object.hasOwn(weaknessWords, why) ? weaknessWords[why as Weakness] : null
}
