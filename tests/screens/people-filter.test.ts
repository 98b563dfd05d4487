import { describe, expect, it } from 'vitest'
import type { PersonRow } from '../../src/protocol/people-wire.ts'
import { filterPeople, inOneSentence, inOrder, queryOf, wishIn } from '../../src/screens/admin/people/people-filter.ts'
import { reachWords } from '../../src/screens/admin/people/places.ts'
import { browserWords } from '../../src/screens/parts/browser-words.ts'

function row(name: string, more: Partial<PersonRow> = {}): PersonRow {
  const username = name.toLowerCase().replaceAll(' ', '.')
  const nothing = { areaIds: [], facilityId: null, locked: false, mustChange: false, secondFactor: false, lastSeen: 1 }
  return { id: username, username, name, role: 'inspector', ...nothing, ...more }
}

const people = [
  row('Lê Thị Hoa', { username: 'hoa.le' }),
  row('Đỗ Văn Ánh', { role: 'supervisor', locked: true }),
  row('Nguyễn An', { role: 'facility', mustChange: true, lastSeen: null }),
]
const nothing = { text: '', role: null, state: null }
const namesOf = (rows: readonly PersonRow[]) => rows.map(({ name }) => name)

describe('the list of accounts', () => {
  it.each([
    [{ text: 'le thi' }, ['Lê Thị Hoa']],
    [{ text: 'HOA.LE' }, ['Lê Thị Hoa']],
    [{ text: 'do van anh' }, ['Đỗ Văn Ánh']],
    [{ text: 'giam sat' }, ['Đỗ Văn Ánh']],
    [{ role: 'facility' }, ['Nguyễn An']],
    [{ state: 'open' }, ['Lê Thị Hoa', 'Nguyễn An']],
    [{ state: 'locked' }, ['Đỗ Văn Ánh']],
    [{ state: 'temporary' }, ['Nguyễn An']],
    [{ state: 'never' }, ['Nguyễn An']],
    [{ text: 'hoa', state: 'locked' }, []],
  ] as const)('%j finds %j', (wish, found) => {
    expect(namesOf(filterPeople(people, { ...nothing, ...wish }))).toEqual(found)
  })

  it('stands by given name, as a list of names does in Vietnamese', () => {
    expect(namesOf(inOrder(people))).toEqual(['Nguyễn An', 'Đỗ Văn Ánh', 'Lê Thị Hoa'])
  })

  it('keeps what was asked for in the address, and nothing that makes no sense', () => {
    const wish = { text: 'lê hoa', role: 'inspector', state: 'locked' } as const
    expect(wishIn(queryOf(wish))).toEqual(wish)
    expect(wishIn(new URLSearchParams('vai-tro=root&trang-thai=constructor'))).toEqual(nothing)
    expect(String(queryOf(nothing))).toBe('')
  })

  it('says how many there are', () => {
    expect(inOneSentence(people, 3)).toBe('3 người dùng, 1 đã khóa, 1 còn mật khẩu tạm.')
    expect(inOneSentence(people.slice(0, 1), 2000)).toBe('1/2.000 người dùng, 0 đã khóa, 0 còn mật khẩu tạm.')
  })
})

describe('what an account reaches', () => {
  const places = {
    areas: ['Xã Một', 'Xã Hai', 'Xã Ba'].map((label, index) => ({ value: `${index}`, label })),
    facilities: [{ value: 'bv', label: 'Bệnh viện' }],
  }
  it.each([
    [{ role: 'inspector', areaIds: ['0', '1'] }, 'Xã Một, Xã Hai'],
    [{ role: 'inspector', areaIds: ['0', '1', '2'] }, '3 địa bàn'],
    [{ role: 'inspector', areaIds: ['0', 'lạ'] }, '2 địa bàn'],
    [{ role: 'supervisor', areaIds: [] }, 'chưa giao địa bàn'],
    [{ role: 'facility', facilityId: 'bv' }, 'Bệnh viện'],
    [{ role: 'facility', facilityId: 'lạ' }, 'cơ sở chưa có trên máy này'],
  ] as const)('%j: %s', (reach, words) => {
    const { areaIds = [], facilityId = null } = reach as { areaIds?: readonly string[]; facilityId?: string }
    expect(reachWords({ role: reach.role, areaIds: [...areaIds], facilityId }, places)).toBe(words)
  })
})

describe('a browser in words', () => {
  it.each([
    [
      'Mozilla/5.0 (Linux; Android 14; SM-X200) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
      'Chrome trên Android',
    ],
    [
      'Mozilla/5.0 (Linux; Android 13; SM-T500) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Safari/537.36',
      'Samsung Internet trên Android',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
      'Safari trên iPhone',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0',
      'Edge trên Windows',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0', 'Firefox trên Linux'],
    ['curl/8.5', 'Trình duyệt khác'],
    ['', 'Trình duyệt khác'],
  ])('%s', (userAgent, words) => {
    expect(browserWords(userAgent)).toBe(words)
  })
})
