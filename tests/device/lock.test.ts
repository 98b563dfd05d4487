import Dexie from 'dexie'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { checkPin, markerKey, newKey, openByPin, openBySecret, TRIES_MAX } from '../../src/device/store/lock.ts'
import {
  choosePin,
  type Entered,
  enterAgain,
  enterByAccount,
  enterByPin,
  leave,
  listKnown,
  lockTab,
  OPEN_KEPT,
  touchTab,
} from '../../src/device/store/people.ts'
import { readSession } from '../../src/device/store/tab-session.ts'
import type { Person } from '../../src/domain/people.ts'
import { Problem } from '../../src/domain/problem.ts'

const now = 1_800_000_000_000

const person = (id: string, name: string): Person => ({
  id,
  username: id,
  name,
  role: 'inspector',
  provinceId: 't',
  areaIds: ['xa-1'],
  facilityId: null,
})
const lan = person('lan', 'Lê Thị Lan')
const hoa = person('hoa', 'Trần Văn Hòa')

/** What a key is good for: two keys that do the same are the same. */
async function opens(entered: Entered, sealed: { iv: Uint8Array<ArrayBuffer>; bytes: ArrayBuffer }): Promise<boolean> {
  if (!entered.key) return false
  return crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv }, entered.key, sealed.bytes).then(
    () => true,
    () => false,
  )
}

async function sealedBy({ key }: Entered) {
  if (!key) throw new Error('there is no key')
  const iv = crypto.getRandomValues(new Uint8Array(12))
  return { iv, bytes: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new Uint8Array([1, 2, 3])) }
}

async function comes(who: Person, pin: string, accountKey: string | null = `account of ${who.id}`): Promise<Entered> {
  const first = await enterByAccount(who, accountKey, now)
  if (first === 'locked') throw new Error('locked')
  return choosePin(first, pin, now)
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: Problem) => ({ code: error.code, ...error.detail }),
  )

/** What one tab keeps for itself. */
function newTab() {
  const kept = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  })
}

beforeEach(newTab)
afterEach(async () => {
  await leave()
  const registry = await new Dexie('so-kiem').open()
  for (const table of registry.tables) await table.clear()
  registry.close()
})

/** All that lies in the tablet's register of people, as the disk has it. */
async function register(): Promise<string> {
  const registry = await new Dexie('so-kiem').open()
  const rows = await Promise.all(registry.tables.map((table) => table.toArray()))
  registry.close()
  return JSON.stringify(rows)
}

describe('the key under other keys', () => {
  it('opens by the PIN it was put under, and by no other', async () => {
    const opened = await newKey()
    const pin = await opened.underPin('492817', 1000)
    expect(await openByPin(pin, '492818')).toBeNull()
    expect(await openByPin(pin, '492817')).not.toBeNull()
    const account = await opened.underSecret('a secret')
    expect(await openBySecret(account, 'another secret')).toBeNull()
    expect(await openBySecret(account, 'a secret')).not.toBeNull()
  })

  it('cannot be read out by scripts', async () => {
    const { key } = await newKey()
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow()
    await expect(crypto.subtle.exportKey('raw', await markerKey('a secret'))).rejects.toThrow()
  })

  it.each(['12345', '1234567', '12345a', '111111', '123456', '654321', ''])('“%s” is no PIN', (pin) => {
    expect(() => checkPin(pin)).toThrow(new Problem('PIN_WEAK'))
  })

  it.each(['123457', '192837', '000001'])('“%s” is one', (pin) => expect(() => checkPin(pin)).not.toThrow())
})

describe('coming in', () => {
  it('the first time: no PIN yet, and the store lies open until one is chosen', async () => {
    const first = await enterByAccount(lan, 'k', now)
    expect(first).toMatchObject({ person: lan, key: null, hasPin: false })
    expect(await enterAgain(now)).toMatchObject({ person: lan, key: null, hasPin: false })
  })

  it('after that by PIN, without a network, with the same key', async () => {
    const entered = await comes(lan, '492817')
    const sealed = await sealedBy(entered)
    await lockTab()
    expect(await enterAgain(now)).toBe('locked')
    const again = await enterByPin('lan', '492817', now)
    expect(again).toMatchObject({ person: lan, hasPin: true, accountKey: 'account of lan' })
    expect(await opens(again, sealed)).toBe(true)
  })

  it('or by the account, which needs no PIN', async () => {
    const sealed = await sealedBy(await comes(lan, '492817'))
    await leave()
    const again = await enterByAccount({ ...lan, areaIds: ['xa-2'] }, 'account of lan', now)
    if (again === 'locked') throw new Error('locked')
    expect(again.person.areaIds).toEqual(['xa-2'])
    expect(await opens(again, sealed)).toBe(true)
  })

  it('a server that keeps another secret now does not open; the PIN does, and from then on both', async () => {
    const sealed = await sealedBy(await comes(lan, '492817'))
    await leave()
    expect(await enterByAccount(lan, 'another', now)).toBe('locked')
    await enterByPin('lan', '492817', now, 'another')
    await leave()
    const again = await enterByAccount(lan, 'another', now)
    if (again === 'locked') throw new Error('locked')
    expect(await opens(again, sealed)).toBe(true)
  })

  it('a PIN chosen without a network is learnt by the account at the next chance', async () => {
    await comes(lan, '492817', null)
    expect(await listKnown()).toMatchObject([{ id: 'lan', hasPin: true, hasAccount: false }])
    await enterByPin('lan', '492817', now, 'account of lan')
    expect(await listKnown()).toMatchObject([{ hasAccount: true }])
    await leave()
    expect(await enterByAccount(lan, 'account of lan', now)).toMatchObject({ hasPin: true })
  })

  it('a server that does not answer keeps nobody at the door whose account opens already; what it says late is learnt', async () => {
    await comes(lan, '492817')
    let answer = (_key: string) => {}
    const line = new Promise<string>((told) => {
      answer = told
    })
    expect(await enterByPin('lan', '492817', now, line)).toMatchObject({ person: lan })
    answer('another account of lan')
    await vi.waitFor(async () =>
      expect(await enterByAccount(lan, 'another account of lan', now)).toMatchObject({ hasPin: true }),
    )
  })
})

describe('a wrong PIN', () => {
  it('is counted before it is tried; the right one starts anew', async () => {
    await comes(lan, '492817')
    expect(await codeOf(enterByPin('lan', '000000', now))).toEqual({ code: 'PIN_WRONG', left: TRIES_MAX - 1 })
    expect(await codeOf(enterByPin('lan', '000000', now))).toEqual({ code: 'PIN_WRONG', left: TRIES_MAX - 2 })
    await enterByPin('lan', '492817', now)
    expect(await codeOf(enterByPin('lan', '000000', now))).toEqual({ code: 'PIN_WRONG', left: TRIES_MAX - 1 })
  })

  it('ten times: the PIN opens no more, the account does, with everything there, and a new PIN is chosen', async () => {
    const sealed = await sealedBy(await comes(lan, '492817'))
    for (let left = TRIES_MAX - 1; left > 0; left--)
      expect(await codeOf(enterByPin('lan', '000000', now))).toEqual({ code: 'PIN_WRONG', left })
    expect(await codeOf(enterByPin('lan', '000000', now))).toEqual({ code: 'PIN_USED_UP' })
    expect(await codeOf(enterByPin('lan', '492817', now))).toEqual({ code: 'PIN_USED_UP' })
    expect(await listKnown()).toMatchObject([{ hasPin: false }])
    const again = await enterByAccount(lan, 'account of lan', now)
    if (again === 'locked') throw new Error('locked')
    expect(again.hasPin).toBe(false)
    const chosen = await choosePin(again, '719203', now)
    expect(await opens(chosen, sealed)).toBe(true)
    expect(await enterByPin('lan', '719203', now)).toMatchObject({ hasPin: true })
  }, 30_000)
})

describe('two tabs at once', () => {
  it('the first PIN is chosen in one of them: the other’s key is never used, and nothing it sealed is lost', async () => {
    const first = await enterByAccount(lan, 'account of lan', now)
    if (first === 'locked') throw new Error('locked')
    const chosen = await Promise.allSettled([choosePin(first, '492817', now), choosePin(first, '719203', now)])
    const [kept] = chosen.filter((each) => each.status === 'fulfilled').map(({ value }) => value)
    const [refused] = chosen.filter((each) => each.status === 'rejected').map(({ reason }) => reason)
    expect(refused).toMatchObject({ code: 'STORE_LOCKED' })
    if (!kept) throw new Error('nobody has chosen')
    const sealed = await sealedBy(kept)
    const pin = chosen[0]?.status === 'fulfilled' ? '492817' : '719203'
    expect(await opens(await enterByPin('lan', pin, now), sealed)).toBe(true)
  })

  it('signing in beside it takes no lock away', async () => {
    const first = await enterByAccount(lan, 'account of lan', now)
    if (first === 'locked') throw new Error('locked')
    const [chosen] = await Promise.all([choosePin(first, '492817', now), enterByAccount(lan, 'account of lan', now)])
    const sealed = await sealedBy(chosen)
    expect(await opens(await enterByPin('lan', '492817', now), sealed)).toBe(true)
  })
})

describe('another PIN', () => {
  it('asks for the present one, and counts wrong ones', async () => {
    const entered = await comes(lan, '492817')
    expect(await codeOf(choosePin(entered, '719203', now, { pin: '000000' }))).toEqual({
      code: 'PIN_WRONG',
      left: TRIES_MAX - 1,
    })
    const changed = await choosePin(entered, '719203', now, { pin: '492817' })
    expect(await opens(changed, await sealedBy(entered))).toBe(true)
    expect(await codeOf(enterByPin('lan', '492817', now))).toMatchObject({ code: 'PIN_WRONG' })
    await enterByPin('lan', '719203', now)
  })

  it('is refused where it is weak, and the present one stays', async () => {
    const entered = await comes(lan, '492817')
    expect(await codeOf(choosePin(entered, '111111', now, { pin: '492817' }))).toMatchObject({ code: 'PIN_WEAK' })
    await enterByPin('lan', '492817', now)
  })
})

describe('this tab', () => {
  it('is opened again without a PIN for a quarter of an hour, and asks for it after', async () => {
    const entered = await comes(lan, '492817')
    const again = await enterAgain(now + OPEN_KEPT - 1)
    if (again === null || again === 'locked') throw new Error('locked')
    expect(await opens(again, await sealedBy(entered))).toBe(true)
    await touchTab(now + OPEN_KEPT - 1)
    expect(await enterAgain(now + 2 * OPEN_KEPT - 2)).toMatchObject({ person: lan })
    expect(await enterAgain(now + 3 * OPEN_KEPT)).toBe('locked')
    // And it stays so, whatever the clock says next.
    expect(await enterAgain(now + OPEN_KEPT)).toBe('locked')
  })

  it('the clock was put forward, and the page went before its row was written: it is opened again, each time', async () => {
    await comes(lan, '492817')
    const later = now + 100 * 86_400_000
    readSession()?.write(later)
    expect(await enterAgain(later + 1)).toMatchObject({ person: lan })
    expect(await enterAgain(later + 2)).toMatchObject({ person: lan })
  })

  it('another tab has no such key', async () => {
    await comes(lan, '492817')
    newTab()
    expect(await enterAgain(now)).toBe('locked')
  })

  it('a clock that was set back opens nothing', async () => {
    await comes(lan, '492817')
    expect(await enterAgain(now - 1)).toBe('locked')
  })
})

describe('two people on one tablet', () => {
  it('each comes in by their own PIN, and neither key opens what the other has sealed', async () => {
    const first = await comes(lan, '492817')
    const sealed = await sealedBy(first)
    await lockTab()
    const second = await comes(hoa, '719203')
    expect(await opens(second, sealed)).toBe(false)
    expect((await listKnown()).map(({ id, isCurrent }) => [id, isCurrent])).toEqual([
      ['hoa', true],
      ['lan', false],
    ])
    await lockTab()
    expect(await codeOf(enterByPin('lan', '719203', now))).toMatchObject({ code: 'PIN_WRONG' })
    expect(await opens(await enterByPin('lan', '492817', now), sealed)).toBe(true)
    expect(await enterAgain(now)).toMatchObject({ person: lan })
  })

  it('of whoever is not here the tablet tells name and role, and nothing else in plain', async () => {
    await comes(lan, '492817')
    await lockTab()
    const text = await register()
    expect(text).toContain('Lê Thị Lan')
    expect(text).not.toContain('xa-1')
    expect(text).not.toContain('account of')
  })
})
