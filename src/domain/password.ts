/** How long a password is, in letters: at least what stands up to a stolen hash, at most what sign-in reads. */
export const PASSWORD_MIN = 12
export const PASSWORD_MAX = 128

export type Weakness = 'short' | 'long' | 'common' | 'username'

/** What is tried first. Longer than the minimum, or cores that people make longer with digits; without signs. */
const common = [
  '123456789012',
  '1234567890123',
  '12345678901234',
  '1234567890',
  '0123456789',
  '9876543210',
  'abcdefghijkl',
  'abcd1234abcd',
  'qwertyuiop',
  'qwertyuiopasdf',
  'asdfghjkl',
  '1qaz2wsx3edc',
  'password',
  'passw0rd',
  'administrator',
  'letmein',
  'iloveyou',
  'welcome',
  'matkhau',
  'matkhaumoi',
  'quantri',
  'quantrivien',
  'sokiem',
  'soyte',
  'tramyte',
  'benhvien',
  'vietnam',
  'anhyeuem',
  'emyeuanh',
  'yeuemnhieu',
  'khongbiet',
] as const

/** Fewer different signs than this are a pattern, however long. */
const DIFFERENT_MIN = 5

/** Why a password may not be chosen; null where it may. Capital letters, marks and signs do not make a common one rare. */
export function weaknessOf(password: string, username: string): Weakness | null {
  const letters = [...password].length
  if (letters < PASSWORD_MIN) return 'short'
  if (letters > PASSWORD_MAX || password.length > PASSWORD_MAX) return 'long'
  const plain = plainOf(password)
  const name = plainOf(username)
  if (name.length > 0 && plain.includes(name)) return 'username'
  if (new Set(password).size < DIFFERENT_MIN) return 'common'
  const core = plain.replace(/^\d+|\d+$/g, '')
  return common.some((each) => each === plain || each === core) ? 'common' : null
}

/** Small letters without marks and signs: "Mật-Khẩu 2026" → "matkhau2026". */
function plainOf(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[^a-z0-9]/g, '')
}
