import { Problem } from '../../../domain/problem.ts'
import { readCsv } from './csv.ts'
import { FILE_BYTES_MAX, type Sheet } from './sheet.ts'
import { readXlsx } from './xlsx.ts'
import { openZip } from './zip.ts'

/**
 * The sheets of a file, whatever it is called: what it is, its first bytes say.
 *
 * | begins with        | it is                                             |
 * |--------------------|---------------------------------------------------|
 * | `PK`               | a zip: a workbook, or refused                     |
 * | D0 CF 11 E0 …      | an .xls of before 2007, or a workbook with a password |
 * | FF FE, FE FF       | CSV in UTF-16                                     |
 * | anything else      | CSV in UTF-8, or refused                          |
 *
 * @throws Problem IMPORT_EMPTY, IMPORT_TOO_LARGE, IMPORT_OLD_EXCEL, IMPORT_PROTECTED, IMPORT_NOT_TABLE,
 * IMPORT_ENCODING, IMPORT_DAMAGED, IMPORT_UNPACKS_TOO_LARGE, IMPORT_TOO_MANY_ROWS, IMPORT_TOO_MANY_COLUMNS
 */
export async function readFile(bytes: Buffer): Promise<Sheet[]> {
  if (bytes.length === 0) throw new Problem('IMPORT_EMPTY')
  if (bytes.length > FILE_BYTES_MAX) throw new Problem('IMPORT_TOO_LARGE')
  const sheets = await readAs(bytes)
  if (sheets.every(({ rows }) => rows.length === 0)) throw new Problem('IMPORT_EMPTY')
  return sheets
}

async function readAs(bytes: Buffer): Promise<Sheet[]> {
  if (startsWith(bytes, OLE)) throw new Problem(isLocked(bytes) ? 'IMPORT_PROTECTED' : 'IMPORT_OLD_EXCEL')
  if (startsWith(bytes, ZIP)) return readXlsx(openZip(bytes))
  return readCsv(textOf(bytes))
}

const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
const ZIP = [0x50, 0x4b, 0x03, 0x04]

function startsWith(bytes: Buffer, signature: readonly number[]): boolean {
  return signature.every((byte, at) => bytes[at] === byte)
}

/** A workbook with a password lies in the same kind of container as an old .xls, as a stream of this name. */
function isLocked(bytes: Buffer): boolean {
  return bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))
}

function textOf(bytes: Buffer): string {
  const isUtf16 = startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff])
  // No text in UTF-8 has a zero: a picture, a packed file, a program.
  if ((!isUtf16 && bytes.includes(0)) || bytes.subarray(0, 5).toString('latin1') === '%PDF-')
    throw new Problem('IMPORT_NOT_TABLE')
  const encoding = !isUtf16 ? 'utf-8' : bytes[0] === 0xff ? 'utf-16le' : 'utf-16be'
  const text = decoded(bytes, encoding)
  // Some programs write a web page and call it .xls.
  if (/^\s*</.test(text)) throw new Problem('IMPORT_NOT_TABLE')
  return text
}

function decoded(bytes: Buffer, encoding: string): string {
  try {
    // The mark of the encoding itself is left out by the decoder.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw new Problem('IMPORT_ENCODING')
  }
}
