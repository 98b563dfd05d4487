import type { AssignmentState } from '../../../domain/campaign/progress.ts'
import { finder, wordsOf } from '../../../domain/search.ts'
import type { CampaignReply } from '../../../protocol/campaign-wire.ts'

export type AssignmentRow = CampaignReply['assignments'][number]

/** Which rows of a campaign; all of it stands in the address. */
export type AssignmentWish = { text: string; state: AssignmentRow['state'] | 'nobody' | null; personId: string | null }

export const everything: AssignmentWish = { text: '', state: null, personId: null }

/** As the address names them. */
const stateKeys = {
  overdue: 'qua-han',
  due: 'chua-lam',
  doneLate: 'muon',
  done: 'da-lam',
  void: 'da-dong',
  nobody: 'chua-giao',
}
type StateKey = keyof typeof stateKeys

export function wishIn(query: URLSearchParams): AssignmentWish {
  const asked = query.get('xem')
  return {
    text: query.get('tim') ?? '',
    state: (Object.keys(stateKeys) as StateKey[]).find((each) => stateKeys[each] === asked) ?? null,
    personId: query.get('nguoi'),
  }
}

export function queryOf({ text, state, personId }: AssignmentWish): URLSearchParams {
  return new URLSearchParams({
    ...(text && { tim: text }),
    ...(state && { xem: stateKeys[state] }),
    ...(personId && { nguoi: personId }),
  })
}

const order = ['overdue', 'due', 'doneLate', 'done', 'void'] as const satisfies readonly AssignmentState[]

/** What is late first, then what is left; within each in order of name, as they came. */
export function filterAssignments(
  rows: readonly AssignmentRow[],
  { text, state, personId }: AssignmentWish,
): AssignmentRow[] {
  const isFound = finder(text)
  return rows
    .filter((row) => state === null || (state === 'nobody' ? row.people.length === 0 : row.state === state))
    .filter(({ people }) => personId === null || people.some(({ id }) => id === personId))
    .filter(({ facility, people }) =>
      isFound(wordsOf(`${facility.name} ${facility.areaName} ${people.map(({ name }) => name).join(' ')}`)),
    )
    .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
}
