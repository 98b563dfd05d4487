import { type Role, roleNames, roles } from '../../../domain/people.ts'
import { finder, wordsOf } from '../../../domain/search.ts'
import type { PersonRow } from '../../../protocol/people-wire.ts'

/** Narrowing the list of accounts. */

export const states = { open: 'Đang mở', locked: 'Đã khóa', temporary: 'Còn mật khẩu tạm', never: 'Chưa đăng nhập' }
export type State = keyof typeof states

export type PeopleWish = { text: string; role: Role | null; state: State | null }

/** What the address says; what it says wrongly is not asked for. */
export function wishIn(query: URLSearchParams): PeopleWish {
  const role = query.get('vai-tro')
  const state = query.get('trang-thai')
  return {
    text: query.get('tim') ?? '',
    role: roles.find((each) => each === role) ?? null,
    state: state !== null && Object.hasOwn(states, state) ? (state as State) : null,
  }
}

/** The address of a wish, without what is not asked for. */
export function queryOf({ text, role, state }: PeopleWish): URLSearchParams {
  const query = new URLSearchParams()
  if (text !== '') query.set('tim', text)
  if (role !== null) query.set('vai-tro', role)
  if (state !== null) query.set('trang-thai', state)
  return query
}

/** By given name, which is the last one: "Lê Thị Hoa" stands under H. */
export function inOrder(people: readonly PersonRow[]): PersonRow[] {
  const collator = new Intl.Collator('vi')
  const given = new Map(people.map((person) => [person, person.name.trim().split(/\s+/).at(-1) ?? '']))
  return people.toSorted(
    (a, b) =>
      collator.compare(given.get(a) ?? '', given.get(b) ?? '') ||
      collator.compare(a.name, b.name) ||
      collator.compare(a.username, b.username),
  )
}

/** What an account is found by. Folded once: thousands are searched with every letter that is typed. */
const searched = new WeakMap<PersonRow, string>()

function searchedBy(person: PersonRow): string {
  const words = searched.get(person) ?? wordsOf(`${person.name} ${person.username} ${roleNames[person.role]}`)
  searched.set(person, words)
  return words
}

export function filterPeople(people: readonly PersonRow[], { text, role, state }: PeopleWish): PersonRow[] {
  const finds = finder(text)
  return people.filter(
    (person) =>
      (role === null || person.role === role) &&
      (state === null || isIn(state, person)) &&
      (text === '' || finds(searchedBy(person))),
  )
}

function isIn(state: State, { locked, mustChange, lastSeen }: PersonRow): boolean {
  switch (state) {
    case 'open':
      return !locked
    case 'locked':
      return locked
    case 'temporary':
      return mustChange
    case 'never':
      return lastSeen === null
    default:
      return state satisfies never
  }
}

const count = new Intl.NumberFormat('vi-VN')

/** "12/2.000 người dùng, 3 đã khóa, 5 còn mật khẩu tạm." */
export function inOneSentence(shown: readonly PersonRow[], all: number): string {
  const which = shown.length === all ? count.format(all) : `${count.format(shown.length)}/${count.format(all)}`
  const locked = shown.filter((person) => person.locked).length
  const temporary = shown.filter((person) => person.mustChange).length
  return `${which} người dùng, ${count.format(locked)} đã khóa, ${count.format(temporary)} còn mật khẩu tạm.`
}
