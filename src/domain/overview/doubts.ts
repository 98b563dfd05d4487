import { distanceBetween, type FoundPosition, type Position } from '../place.ts'

/**
 * Signals of doubt: what a supervisor may want to ask about. None of them is a
 * finding, and none changes a score. The thresholds are proposed by this
 * application; no legal text gives any.
 */
export const signals = ['tooFast', 'noTime', 'clockMoved', 'far'] as const
export type Signal = (typeof signals)[number]

export const signalWords: Record<Signal, string> = {
  tooFast: 'Hơn 30 câu mỗi phút',
  noTime: 'Nộp ngay khi bắt đầu',
  clockMoved: 'Đồng hồ bị chỉnh',
  far: 'Xa cơ sở',
}

/** How a visit went, by the device's clock. */
export type Pace = {
  /** Milliseconds from its start to its hand-in; null where one of them is not known. */
  lasted: number | null
  answers: number
  clockMoved: boolean
}

const ANSWERS_PER_MINUTE = 30
/** Fewer are answered in one go by whoever knows the place. */
const ANSWERS_LEAST = 10
const MINUTE = 60_000

export function doubtsOf({ lasted, answers, clockMoved }: Pace): Signal[] {
  const isKnown = lasted !== null && answers >= ANSWERS_LEAST
  const found: Signal[] = []
  if (isKnown && lasted >= MINUTE && answers / (lasted / MINUTE) > ANSWERS_PER_MINUTE) found.push('tooFast')
  if (isKnown && lasted < MINUTE) found.push('noTime')
  if (clockMoved) found.push('clockMoved')
  return found
}

/** A commune's station and its farthest site lie closer to each other. */
const FAR_METRES = 2_000

/** Whether a visit was somewhere else than its facility, however wrong the device may have been about it. */
export function isFar(visit: FoundPosition | null, facility: Position | null): boolean {
  return visit !== null && facility !== null && distanceBetween(visit, facility) - visit.accuracy > FAR_METRES
}
