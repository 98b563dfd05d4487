import { DefaultQueryCompiler, type RootOperationNode } from 'kysely'
import { afterEach, expect } from 'vitest'
import { unkeyedIn } from './key-check.ts'

/**
 * Looks at every query that the server makes in a test (not at those of the test itself, nor at migrations, which
 * change whole tables): one that asks a table of a province without the province fails the test.
 */

/** Where whole tables may be asked for, and why. */
export const exceptions: Readonly<Record<string, string>> = {
  'storage/copy-tables.ts':
    'the move from a file copies every table as a whole; a cluster is made of what stands in PostgreSQL then',
  'storage/partitions.ts': 'tables are cut as a whole, on one PostgreSQL, with the servers stopped',
}

const found: string[] = []
/** The same text with values of the same kinds is the same query: one that was right is not looked at again. */
const right = new Set<string>()
const excepted = new Set<string>()

/** The exceptions that were made use of since the file of tests began. */
export const usedExceptions: ReadonlySet<string> = excepted

const compileQuery = DefaultQueryCompiler.prototype.compileQuery
DefaultQueryCompiler.prototype.compileQuery = function compile(node, queryId) {
  const compiled = compileQuery.call(this, node, queryId)
  const query = `${compiled.sql} ${compiled.parameters.map((value) => typeof value)}`
  if (right.has(query)) return compiled
  const tables = unkeyedIn(node as RootOperationNode)
  if (tables.length === 0) right.add(query)
  const asker = tables.length > 0 ? askerOf() : null
  if (asker !== null) {
    const exception = Object.keys(exceptions).find((path) => asker.includes(`/src/server/${path}`))
    if (exception) excepted.add(exception)
    else found.push(`${[...new Set(tables)].join(', ')} without the province: ${compiled.sql}\n  ${asker}`)
  }
  return compiled
}

/** The place in the server from which a query comes; null where it comes from elsewhere. */
function askerOf(): string | null {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 50
  const frames = (new Error().stack ?? '').split('\n').slice(1)
  Error.stackTraceLimit = limit
  const asker = frames.find((frame) => !/node_modules|node:|every-query\.ts/.test(frame))
  if (frames.some((frame) => frame.includes('/storage/migrations/'))) return null
  return asker?.includes('/src/server/') ? asker.trim() : null
}

afterEach(() => {
  const told = [...new Set(found.splice(0))]
  expect(told, 'queries that do not carry the distribution key').toEqual([])
})
