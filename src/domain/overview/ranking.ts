import type { Line } from './lines.ts'

/** Where a facility stands in the ranking: enough to go on behind it. */
export type RankPlace = { height: number; name: string; id: string }

export type Ranked<L extends Line = Line> = { rank: number | null; line: L }

/**
 * A part of the ranking, in order of share, best first. Alike in share, alike in rank, in
 * order of name. Who cannot be placed has no rank and stands behind: first what is not
 * determined, then what was not visited.
 * @param after where the part before ended; null: from the top
 */
export function rankingOf<L extends Line>(lines: readonly L[], after: RankPlace | null, most: number): Ranked<L>[] {
  const left = after ? lines.filter((line) => inOrder(after, rankPlaceOf(line)) < 0) : lines
  const part = firstOf(left, most, (a, b) => inOrder(rankPlaceOf(a), rankPlaceOf(b)))
  const passed = lines.length - left.length
  const [first] = part
  let rank = first ? 1 + lines.filter((line) => heightOf(line) > heightOf(first)).length : 1
  return part.map((line, index) => {
    if (index > 0 && line.share !== part[index - 1]?.share) rank = passed + index + 1
    return { rank: line.share === null ? null : rank, line }
  })
}

export function rankPlaceOf(line: Line): RankPlace {
  return { height: heightOf(line), name: line.place.name, id: line.place.id }
}

function heightOf({ standing, share }: Line): number {
  return standing === null ? -2 : (share ?? -1)
}

const { compare } = new Intl.Collator('vi')

function inOrder(a: RankPlace, b: RankPlace): number {
  return b.height - a.height || compare(a.name, b.name) || (a.id < b.id ? -1 : Number(a.id > b.id))
}

/** The first so many in an order. A hundred of ten thousand are found several times as fast as all of them are sorted. */
function firstOf<T>(all: readonly T[], most: number, order: (a: T, b: T) => number): T[] {
  let first: T[] = []
  let last: T | undefined
  for (const each of all) {
    if (last !== undefined && order(last, each) <= 0) continue
    first.push(each)
    if (first.length < most * 4) continue
    first = first.sort(order).slice(0, most)
    last = first.at(-1)
  }
  return first.sort(order).slice(0, most)
}
