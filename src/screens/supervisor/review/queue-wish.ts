import type { QueueLine } from '../../../device/store/review-queue.ts'
import { type InspectionKind, inspectionKinds } from '../../../domain/people.ts'
import { byUrgency, type QueueState, queueStateOf } from '../../../domain/review-queue.ts'

/** What of the queue is shown. All of it stands in the address, so that a view can be sent to a colleague. */
export type QueueWish = {
  state: QueueState
  /** Empty: every one. */
  area: string
  checklist: string
  kind: InspectionKind | ''
}

/** As they stand in the address. */
const stateNames = {
  waiting: 'cho-duyet',
  held: 'giu-lai',
  sentUp: 'len-tinh',
  returned: 'tra-lai',
  approved: 'da-duyet',
} as const satisfies Record<QueueState, string>
const kindNames = { inspection: 'kiem-tra', selfAssessment: 'tu-danh-gia' } as const satisfies Record<
  InspectionKind,
  string
>

export function wishIn(query: URLSearchParams): QueueWish {
  const states = Object.entries(stateNames) as [QueueState, string][]
  return {
    state: states.find(([, name]) => name === query.get('xem'))?.[0] ?? 'waiting',
    area: query.get('xa') ?? '',
    checklist: query.get('bo') ?? '',
    kind: inspectionKinds.find((kind) => kindNames[kind] === query.get('hinh-thuc')) ?? '',
  }
}

/** The address of a view; what is as usual is not in it. */
export function queryOf({ state, area, checklist, kind }: QueueWish): URLSearchParams {
  return new URLSearchParams({
    ...(state !== 'waiting' && { xem: stateNames[state] }),
    ...(area && { xa: area }),
    ...(checklist && { bo: checklist }),
    ...(kind && { 'hinh-thuc': kindNames[kind] }),
  })
}

/** @param areaOf the area of each facility that this device knows */
export function narrow(
  lines: readonly QueueLine[],
  { area, checklist, kind }: Omit<QueueWish, 'state'>,
  areaOf: ReadonlyMap<string, string>,
): QueueLine[] {
  return lines.filter(
    (line) =>
      (area === '' || areaOf.get(line.facilityId) === area) &&
      (checklist === '' || line.checklistId === checklist) &&
      (kind === '' || line.kind === kind),
  )
}

/** Those that stand so, the most urgent first. */
export function inState(lines: readonly QueueLine[], state: QueueState): QueueLine[] {
  return lines.filter((line) => queueStateOf(line) === state).sort(byUrgency)
}
