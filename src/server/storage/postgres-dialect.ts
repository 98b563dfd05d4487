import {
  type BinaryOperationNode,
  type Dialect,
  OperatorNode,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  PostgresQueryCompiler,
  PrimitiveValueListNode,
  ValueListNode,
} from 'kysely'
import { Pool, type PoolClient, types } from 'pg'
import { asStorageProblem } from './storage-problem.ts'

/** Connections of one process. A request holds one at a time. */
const CONNECTIONS = 10
/** How long a request waits for one of them. */
const WAIT_MS = 10_000

/** Types of PostgreSQL whose values we have as numbers: bigint, and what sums and averages of it are. */
const numbers: readonly number[] = [types.builtins.INT8, types.builtins.NUMERIC]

/**
 * Kysely over `pg`. Between the two stand our own things alone: failures of line,
 * disk and server become our Problem in one place, and a bigint is a number.
 */
export function postgresDialect(url: string): Dialect {
  return new OurDialect({ pool: () => Promise.resolve(openPool(url)) })
}

class OurDialect extends PostgresDialect {
  override createQueryCompiler(): PostgresQueryCompiler {
    return new Compiler()
  }
}

/** "in ()" fits nothing in SQLite, and "not in ()" everything; here both are errors. Kysely's own plugin for it does not look into subqueries. */
class Compiler extends PostgresQueryCompiler {
  protected override visitBinaryOperation(node: BinaryOperationNode): void {
    const { operator, rightOperand } = node
    const isEmpty =
      (PrimitiveValueListNode.is(rightOperand) || ValueListNode.is(rightOperand)) && rightOperand.values.length === 0
    if (!isEmpty || !OperatorNode.is(operator)) super.visitBinaryOperation(node)
    else this.append(operator.operator === 'in' ? 'false' : 'true')
  }
}

function openPool(url: string): PostgresPool {
  const pool = new Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: WAIT_MS,
    keepAlive: true,
    application_name: 'so-kiem',
    types: {
      getTypeParser: (oid, format) =>
        format !== 'binary' && numbers.includes(oid) ? asNumber : types.getTypeParser(oid, format),
    },
  })
  // A connection that breaks leaves the pool; whoever asks next gets another. Without a listener it would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return {
    connect: () => pool.connect().then(speaking, refused),
    end: () => pool.end(),
  }
}

/** The same client to Kysely, whatever it says translated. */
const known = new WeakMap<PoolClient, PostgresPoolClient>()

function speaking(client: PoolClient): PostgresPoolClient {
  const before = known.get(client)
  if (before) return before
  const speaker = {
    query: (text: string, parameters: readonly unknown[]) => client.query(text, [...parameters]).catch(refused),
    release: () => client.release(),
    // Never with a cursor: nothing here is large enough to be streamed.
  } as unknown as PostgresPoolClient
  known.set(client, speaker)
  return speaker
}

function refused(error: unknown): never {
  throw asStorageProblem(error)
}

/** @throws RangeError for a value that no number of JavaScript is exactly */
function asNumber(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new RangeError(`${text} is no safe integer`)
  return value
}
