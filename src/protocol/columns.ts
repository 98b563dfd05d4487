/**
 * A page of changes says the same members of many records. Written column by column
 * (all remarks together, all verdicts together, each list of members once) a packer
 * finds far more in it than in one record after the other: a page takes up a quarter
 * less of the line.
 *
 * ```
 * [{"id": "a", "on": true}, {"id": "b"}]
 * shapes   [["id", "on"], ["id"]]
 * columns  [["", [[-3]]], ["[]", [[0], [1]]], ["id", ["a", "b"]], ["on", [true]]]
 * ```
 *
 * A column holds what stands under one name, wherever, in the order of the text:
 * a string, number, boolean or null as it is; `[n]` for an object of shape n, whose
 * members are the next ones of their columns; `[-n]` for a list of n − 1, whose
 * elements are the next ones of the column called as its own with `[]` behind.
 */
export type Columns = { shapes: string[][]; columns: [name: string, tokens: Token[]][] }

type Token = string | number | boolean | null | [number]

/** Who can read columns says so (`Accept`); a reply says what it is (`Content-Type`). */
export const COLUMNS_TYPE = 'application/columns+json'

/** JSON value → columns. */
export function toColumns(value: unknown): Columns {
  const shapes: string[][] = []
  const columns = new Map<string, Token[]>()
  const first: Members = new Map()

  function put(name: string, said: unknown): void {
    const column = found(columns, name, () => [])
    if (Array.isArray(said)) {
      column.push([-1 - said.length])
      for (const each of said) put(`${name}[]`, each)
    } else if (typeof said === 'object' && said !== null) {
      const each = said as Record<string, unknown>
      // As JSON has it: what is undefined is not said.
      const members = Object.keys(each).filter((member) => each[member] !== undefined)
      column.push([shapeOf(members)])
      for (const member of members) put(member, each[member])
    } else column.push(said as Token)
  }

  /** Walked name by name, since no text of several names tells them apart for certain. */
  function shapeOf(members: string[]): number {
    let at = first
    for (const member of members) at = found(at, member, (): Members => new Map())
    at.shape ??= shapes.push(members) - 1
    return at.shape
  }

  put('', value)
  return { shapes, columns: [...columns] }
}

function found<V>(map: Map<string, V>, name: string, make: () => V): V {
  const known = map.get(name)
  if (known !== undefined) return known
  const made = make()
  map.set(name, made)
  return made
}

type Members = Map<string, Members> & { shape?: number }

/**
 * Columns → JSON value: what `toColumns` was given.
 * @throws Error where they are none, or do not fit together
 */
export function fromColumns({ shapes, columns }: Columns): unknown {
  const left = new Map(columns.map(([name, tokens]) => [name, { tokens, at: 0 }]))

  function take(name: string): unknown {
    const column = left.get(name)
    const token = column?.tokens[column.at++]
    if (token === undefined) throw new Error(`nothing is left under ${name}`)
    if (!Array.isArray(token)) return token
    const [shape] = token
    if (shape < 0) return Array.from({ length: -1 - shape }, () => take(`${name}[]`))
    const object: Record<string, unknown> = {}
    for (const member of shapes[shape] as string[]) {
      // The one name that, assigned, would be no member; `Object.fromEntries` knows it too, and takes twice the time.
      if (member === '__proto__') Object.defineProperty(object, member, { ...asMember, value: take(member) })
      else object[member] = take(member)
    }
    return object
  }

  return take('')
}

const asMember = { configurable: true, enumerable: true, writable: true }
