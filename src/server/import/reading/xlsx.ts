import { posix } from 'node:path'
import { Problem } from '../../../domain/problem.ts'
import { lookOf, type NumberLook } from './number-text.ts'
import { type Sheet, seenText } from './sheet.ts'
import { cellText, type RawSheet, readSheetXml, roomForCells } from './xlsx-sheet.ts'
import { readXml } from './xml.ts'
import type { Zip } from './zip.ts'

/** Hidden ones too; a book of more is no list to be imported. */
const SHEETS_MAX = 50

/**
 * The sheets of a workbook (ECMA-376) with the texts that a person sees in them.
 * @throws Problem IMPORT_NOT_TABLE for a zip that is something else, and what readSheetXml throws
 */
export async function readXlsx(zip: Zip): Promise<Sheet[]> {
  if (!zip.has('[Content_Types].xml') || !zip.has('_rels/.rels')) throw new Problem('IMPORT_NOT_TABLE')
  const [main] = [...(await readRelations(zip, '')).values()].filter(({ type }) => type === 'officeDocument')
  if (!main?.target.endsWith('.xml')) throw new Problem('IMPORT_NOT_TABLE')
  const { sheets, is1904 } = await readWorkbook(zip, main.target)
  const relations = await readRelations(zip, main.target)
  const ofType = (wanted: string) => [...relations.values()].find(({ type }) => type === wanted)?.target

  const looks = await readLooks(zip, ofType('styles'))
  const room = roomForCells()
  const read: (RawSheet & { name: string; isHidden: boolean })[] = []
  for (const { relation, ...sheet } of sheets) {
    const { type, target } = relations.get(relation) ?? {}
    // Charts have a sheet of their own kind.
    if (type !== 'worksheet' || target === undefined) continue
    read.push({ ...sheet, ...(await readSheetXml(zip.read(target), { looks, is1904 }, room)) })
  }

  // Last, so that a sheet with too many rows is refused before they are read.
  const texts = await readTexts(zip, ofType('sharedStrings'), read)
  return read.map(({ rows, ...sheet }) => ({
    ...sheet,
    rows: rows
      .map(({ at, cells }) => ({ at, cells: cells.map((cell) => (typeof cell === 'number' ? textAt(cell) : cell)) }))
      .filter(({ at, cells }) => cells.some((cell) => cell !== '') || sheet.broken.some(({ row }) => row === at)),
  }))

  function textAt(index: number): string {
    const text = texts.get(index)
    if (text === undefined) throw new Problem('IMPORT_DAMAGED')
    return text
  }
}

type Relation = { type: string; target: string }

/** What a part says it belongs together with, by id; '' is the package itself. */
async function readRelations(zip: Zip, part: string): Promise<Map<string, Relation>> {
  const folder = posix.dirname(part)
  const file = posix.join(folder, '_rels', `${posix.basename(part)}.rels`)
  const relations = new Map<string, Relation>()
  await readXml(zip.read(file), {
    open(name, attributes) {
      if (name !== 'Relationship') return
      const { Id, Type = '', Target = '', TargetMode } = attributes()
      if (Id === undefined || TargetMode === 'External') return
      // "/xl/x.xml" is from the top, "x.xml" from beside the part.
      const target = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target)
      relations.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), target })
    },
  })
  return relations
}

async function readWorkbook(zip: Zip, part: string) {
  const sheets: { name: string; isHidden: boolean; relation: string }[] = []
  let is1904 = false
  await readXml(zip.read(part), {
    open(name, attributes, path) {
      if (path.length === 1 && name !== 'workbook') throw new Problem('IMPORT_NOT_TABLE')
      if (name === 'workbookPr') is1904 = /^(1|true)$/.test(attributes().date1904 ?? '')
      if (name !== 'sheet' || path.at(-2) !== 'sheets') return
      const { name: title = '', id: relation = '', state = 'visible' } = attributes()
      if (sheets.length >= SHEETS_MAX) throw new Problem('IMPORT_UNPACKS_TOO_LARGE')
      sheets.push({ name: seenText(title), isHidden: state !== 'visible', relation })
    },
  })
  return { sheets, is1904 }
}

async function readLooks(zip: Zip, part: string | undefined): Promise<NumberLook[]> {
  if (part === undefined || !zip.has(part)) return []
  const codes = new Map<number, string>()
  const looks: NumberLook[] = []
  await readXml(zip.read(part), {
    open(name, attributes, path) {
      if (name === 'numFmt' && path.at(-2) === 'numFmts') {
        const { numFmtId, formatCode = '' } = attributes()
        codes.set(Number(numFmtId), formatCode)
      } else if (name === 'xf' && path.at(-2) === 'cellXfs') {
        const id = Number(attributes().numFmtId ?? 0)
        looks.push(lookOf(id, codes.get(id)))
      }
    },
  })
  return looks
}

/** The shared texts that the sheets ask for. */
async function readTexts(
  zip: Zip,
  part: string | undefined,
  sheets: readonly RawSheet[],
): Promise<Map<number, string>> {
  const wanted = new Set(
    sheets.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.filter((cell) => typeof cell === 'number'))),
  )
  const texts = new Map<number, string>()
  if (part === undefined || wanted.size === 0) return texts
  let index = -1
  let text = ''
  await readXml(zip.read(part), {
    open(name) {
      if (name !== 'si') return
      index++
      text = ''
    },
    text(piece, path) {
      if (path.at(-1) === 't' && path.at(-2) !== 'rPh' && wanted.has(index)) text += piece
    },
    close(name) {
      if (name === 'si' && wanted.has(index)) texts.set(index, cellText(text))
    },
  })
  return texts
}
