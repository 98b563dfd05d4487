import { checklists } from '../../criteria/all.ts'
import { PASSWORD_MIN, type Weakness, weaknessOf } from '../../domain/password.ts'
import { messageOf, Problem } from '../../domain/problem.ts'
import { newPersonSchema } from '../../protocol/people-wire.ts'
import { createAuth } from '../auth/auth.ts'
import { ConfigError, shownDatabase } from '../config.ts'
import { openAdministrator } from '../people/first-administrator.ts'
import { temporaryPassword } from '../people/temporary-password.ts'
import { publishChecklists } from '../publish-checklists.ts'
import { openDatabase } from '../storage/database.ts'
import { migrate } from '../storage/migrations.ts'

const weaknessWords: Record<Weakness, string> = {
  short: `cần ít nhất ${PASSWORD_MIN} ký tự`,
  long: 'dài quá 128 ký tự',
  common: 'dễ đoán',
  username: 'chứa tên đăng nhập',
}

type Answer = { args: readonly string[]; input: AsyncIterable<Buffer | string> & { isTTY?: boolean } }

/**
 * Opens an administrator's account, on an empty database too: the province is made
 * where no province is called so. The password is the first line of `input`; a
 * terminal or an empty input gets one that is said once and has to be changed.
 *
 * @param args id or name of the province, user name, full name
 * @param say told of what was made, in Vietnamese
 * @throws ConfigError in words for people: nothing was changed
 */
export async function createAdmin(
  database: string,
  { args, input }: Answer,
  say: (line: string) => void,
): Promise<void> {
  const [province = '', username = '', name = '', ...more] = args.map((arg) => arg.trim().normalize('NFC'))
  if (!province || !username || !name || more.length > 0)
    throw new ConfigError(['Dùng: create-admin <mã hoặc tên tỉnh> <tên đăng nhập> "<Họ và tên>".'])
  const person = newPersonSchema.safeParse({ username, name, role: 'administrator', areaIds: [], facilityId: null })
  if (!person.success || province.length > 100)
    throw new ConfigError([
      'Tên đăng nhập gồm 3 đến 64 chữ cái không dấu, chữ số, dấu chấm hoặc gạch dưới; tên tỉnh và họ tên dài tối đa 100 ký tự.',
    ])
  const wanted = { province, username: person.data.username, name: person.data.name }
  const chosen = input.isTTY ? null : await firstLine(input)
  const weakness = chosen === null ? null : weaknessOf(chosen, wanted.username)
  if (weakness !== null) throw new ConfigError([`Mật khẩu không dùng được: ${weaknessWords[weakness]}.`])

  const db = openDatabase(database)
  try {
    await migrate(db)
    const now = Date.now()
    // As the server does when it starts: a new province finds its checklists there.
    await publishChecklists(db, checklists, now)
    const password = chosen ?? temporaryPassword()
    const passwordHash = await (await createAuth(db)).hashPassword(password)
    const made = await openAdministrator(db, { ...wanted, passwordHash, mustChange: chosen === null }, now)
    say(`${made.province.isNew ? 'Đã tạo tỉnh' : 'Tỉnh'} ${made.province.name} (mã ${made.province.id}).`)
    say(`Đã mở tài khoản quản trị ${made.person.username}: ${made.person.name}.`)
    if (chosen === null) say(`Mật khẩu tạm, chỉ hiện một lần và phải đổi khi đăng nhập: ${password}`)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    if (error.code === 'USERNAME_TAKEN') throw new ConfigError([`Tên đăng nhập ${wanted.username} đã có người dùng.`])
    if (error.code === 'REACH_UNKNOWN')
      throw new ConfigError([`Có nhiều tỉnh cùng tên ${province}: hãy dùng mã của tỉnh.`])
    const reason = error.cause instanceof Error ? error.cause.message : messageOf(error.code)
    throw new ConfigError([`Không dùng được cơ sở dữ liệu ${shownDatabase(database)}: ${reason}`])
  } finally {
    await db.destroy()
  }
}

/** The first line without its end; null where there is none, or nothing on it. */
async function firstLine(input: AsyncIterable<Buffer | string>): Promise<string | null> {
  let text = ''
  for await (const chunk of input) {
    text += chunk.toString()
    if (text.includes('\n') || text.length > 10_000) break
  }
  return text.split(/\r?\n/)[0] || null
}
