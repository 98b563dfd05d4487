import { COLUMNS_TYPE, type Columns, fromColumns, toColumns } from '../../src/protocol/columns.ts'
import type { PullReply } from '../../src/protocol/wire.ts'

/** The page that a reply brings, in columns or not. */
export async function pageIn(reply: Response): Promise<PullReply> {
  const said: unknown = await reply.clone().json()
  const isInColumns = reply.headers.get('content-type') === COLUMNS_TYPE
  return (isInColumns ? fromColumns(said as Columns) : said) as PullReply
}

/** The same reply with another page, in columns. */
export function withPage(reply: Response, page: unknown): Response {
  const headers = new Headers(reply.headers)
  headers.set('content-type', COLUMNS_TYPE)
  return new Response(JSON.stringify(toColumns(page)), { status: reply.status, headers })
}
