import type { ProblemCode } from '../../domain/problem.ts'

/**
 * What can go wrong with the tablet itself, outside of any one answer: one sentence
 * (of its code, in `domain/problem.ts`) and one action each. None of them loses anything.
 */
type Act =
  /** The page is loaded again. */
  | 'reload'
  /** What was not done is tried again, in place. */
  | 'again'
  /** The address goes to the clipboard, for another window. */
  | 'copyAddress'

type Mishap = { code: ProblemCode; action: string; act: Act }

export const mishaps = {
  /** Newer code has written: this page only reads. */
  oldTab: { code: 'APP_OUTDATED', action: 'Tải lại trang', act: 'reload' },
  /** The store is to be upgraded and another tab does not let go of it. */
  blockedUpgrade: { code: 'STORE_BLOCKED', action: 'Đã đóng, mở lại', act: 'reload' },
  /** Everything goes when the window is closed. */
  privateWindow: { code: 'WINDOW_PRIVATE', action: 'Chép địa chỉ', act: 'copyAddress' },
  /** The browser keeps nothing of this site. */
  storageRefused: { code: 'STORE_REFUSED', action: 'Mở lại', act: 'reload' },
  /** No room, at a save … */
  diskFull: { code: 'DEVICE_STORAGE_FULL', action: 'Thử lại', act: 'again' },
  /** … and at opening. */
  diskFullAtOpening: { code: 'STORE_NO_ROOM', action: 'Mở lại', act: 'reload' },
  /** Nobody knows why. */
  notOpened: { code: 'STORE_NOT_OPENED', action: 'Mở lại', act: 'reload' },
  /** Far from the server's time. */
  clockWrong: { code: 'CLOCK_WRONG', action: 'Đã chỉnh, kiểm tra lại', act: 'again' },
} as const satisfies Record<string, Mishap>

export type MishapName = keyof typeof mishaps

/** What keeps a store from opening, by its code. */
export function mishapAtOpening(code: ProblemCode): MishapName {
  const names: MishapName[] = ['blockedUpgrade', 'storageRefused', 'diskFullAtOpening']
  return names.find((name) => mishaps[name].code === code) ?? 'notOpened'
}

/** From here on a day's work lands on the wrong day: half a day, by the server's time. */
const CLOCK_FAR = 12 * 3_600_000

/** @param offset server − device in milliseconds, as last measured; null before the first contact */
export function isClockWrong(offset: number | null): boolean {
  return offset !== null && Math.abs(offset) >= CLOCK_FAR
}

/** A browser gives an ordinary window a share of the disk; a private one lives in memory, and gets a share of that. */
const PRIVATE_ROOM = 1_073_741_824

/**
 * No browser says that a window is private. What shows it is little room that it will
 * not keep, where nothing is remembered of another day (a nearly full disk leaves
 * little room too); a newer Chromium hides even that, and then nothing is said.
 */
export function looksPrivate(
  { persisted, quota }: { persisted: boolean; quota: number | null },
  { isStandalone, isFirstDay }: { isStandalone: boolean; isFirstDay: boolean },
): boolean {
  return isFirstDay && !isStandalone && !persisted && quota !== null && quota < PRIVATE_ROOM
}
