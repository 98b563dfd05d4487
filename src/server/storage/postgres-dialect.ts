import {
  type BinaryOperationNode,
  type Dialect,
  type Kysely,
  OperatorNode,
  PostgresAdapter,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  PostgresQueryCompiler,
  PrimitiveValueListNode,
  sql,
  ValueListNode,
} from 'kysely'
import { Pool, type PoolClient, types } from 'pg'
import { hold } from './dialect.ts'
import { asStorageProblem } from './storage-problem.ts'

/** Connections of one process. A request holds one at a time. */
const CONNECTIONS = 10
/** How long a request waits for one of them. */
const WAIT_MS = 10_000
/** After so long without a word the line is probed: a machine without power says nothing. */
const KEEP_ALIVE_MS = 10_000
/** SQLSTATE of a warning that has no other. */
const PLAIN_WARNING = '01000'

type NoticeMessage = { code?: string | undefined; message?: string | undefined }

/** Types of PostgreSQL whose values we have as numbers: bigint, and what sums and averages of it are. */
const numbers: readonly number[] = [types.builtins.INT8, types.builtins.NUMERIC]

/**
 * Kysely over `pg`. Between the two stand our own things alone: failures of line,
 * disk and server become our Problem in one place, and a bigint is a number.
 */
export function postgresDialect(url: string, waitMs = WAIT_MS): Dialect {
  return new OurDialect({ pool: () => Promise.resolve(openPool(url, waitMs)) })
}

class OurDialect extends PostgresDialect {
  override createQueryCompiler(): PostgresQueryCompiler {
    return new Compiler()
  }
  override createAdapter(): PostgresAdapter {
    return new Adapter()
  }
}

/**
 * Kysely's own lock of migrations belongs to a session. Behind a pooler, where every
 * transaction may have another one, nobody finds it again to let it go, and the next
 * server to start waits for ever. Here the lock begins the very transaction in which
 * the migrations run (a `begin` inside it is only warned about), and ends with it.
 */
class Adapter extends PostgresAdapter {
  override async acquireMigrationLock(db: Kysely<unknown>): Promise<void> {
    await sql`BEGIN`.execute(db)
    await hold(db, ['migrations'])
  }
  override async releaseMigrationLock(db: Kysely<unknown>): Promise<void> {
    // Over already, unless it came to no migration at all.
    await sql`ROLLBACK`.execute(db)
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

function openPool(url: string, waitMs: number): PostgresPool {
  const pool = new Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: waitMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
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
    query: (text: string, parameters: readonly unknown[]) =>
      (text === 'commit' ? commit(client) : client.query(text, [...parameters])).catch(refused),
    release: () => client.release(),
    // Never with a cursor: nothing here is large enough to be streamed.
  } as unknown as PostgresPoolClient
  known.set(client, speaker)
  return speaker
}

/**
 * A commit that waited for the synchronous replica until somebody or a limit of time
 * broke the wait off is reported as done, with a warning: it is on one machine alone.
 * That is no acknowledgement: whoever asked hears "later", and the same request again
 * finds what has become of it.
 */
async function commit(client: PoolClient): Promise<unknown> {
  let warning: NoticeMessage | undefined
  const hear = (notice: NoticeMessage) => {
    if (notice.code === PLAIN_WARNING) warning = notice
  }
  client.on('notice', hear)
  try {
    const result = await client.query('commit')
    if (warning) throw Object.assign(new Error(`commit: ${warning.message}`), { code: 'ETIMEDOUT' })
    return result
  } finally {
    client.off('notice', hear)
  }
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
