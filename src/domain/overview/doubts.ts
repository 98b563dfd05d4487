/**
 * Signals of doubt: what a supervisor may want to ask about. None of them is a
 * finding, and none changes a score. The thresholds are proposed by this
 * application; no legal text gives any.
 */
export const signals = ['tooFast', 'noTime', 'clockMoved'] as const
export type Signal = (typeof signals)[number]

export const signalWords: Record<Signal, string> = {
  tooFast: 'Hơn 30 câu mỗi phút',
  noTime: 'Nộp ngay khi bắt đầu',
  clockMoved: 'Đồng hồ bị chỉnh',
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
