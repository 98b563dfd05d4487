import { Readable } from 'node:stream'
import { CSV_MARK, csvLine } from '../../documents/csv.ts'
import { inPieces } from './pieces.ts'
import type { RawTable } from './raw-rows.ts'

/** A table as CSV, written no faster than it is read. */
export function csvStream({ titles, rows }: RawTable): Readable {
  return Readable.from(inPieces(lines()), { objectMode: false })

  async function* lines(): AsyncGenerator<string> {
    yield CSV_MARK + csvLine(titles)
    for await (const row of rows) yield csvLine(row)
  }
}
