import { Problem } from '../../domain/problem.ts'
import {
  type ImportCheck,
  type Imported,
  importCheckReplySchema,
  importReplySchema,
} from '../../protocol/import-wire.ts'
import type { Ask } from './ask.ts'

/** People and facilities from a file. Each throws what `Ask` throws, and the problems that begin with IMPORT_. */

/** A workbook to fill in. */
export const TEMPLATE_PATH = '/api/imports/template'

const FILE_BYTES_MAX = 10 * 1024 * 1024

/**
 * What a person has chosen, as it is at this moment: somebody may go on editing the file.
 * @throws Problem IMPORT_TOO_LARGE, IMPORT_UNREADABLE
 */
export async function takeFile(file: File): Promise<Blob> {
  if (file.size > FILE_BYTES_MAX) throw new Problem('IMPORT_TOO_LARGE')
  try {
    return new Blob([await file.arrayBuffer()])
  } catch (error) {
    throw new Problem('IMPORT_UNREADABLE', { cause: String(error) })
  }
}

/** What the file would do. Nothing is done. */
export function checkFile(ask: Ask, file: Blob): Promise<ImportCheck> {
  return ask('POST', '/api/imports/check', importCheckReplySchema, file)
}

/** Does what was looked at, all of it or nothing. @param digest of the check */
export function importFile(ask: Ask, file: Blob, digest: string): Promise<Imported> {
  return ask('POST', `/api/imports?${new URLSearchParams({ digest })}`, importReplySchema, file)
}
