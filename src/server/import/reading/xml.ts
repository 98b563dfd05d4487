import { Problem } from '../../../domain/problem.ts'

/** What happens while XML is read. Names come without their prefix. */
export type XmlEvents = {
  /** @param path names of the elements around it, the outermost first, itself last */
  open?(name: string, attributes: () => Attributes, path: readonly string[]): void
  close?(name: string, path: readonly string[]): void
  text?(text: string, path: readonly string[]): void
}
export type Attributes = Readonly<Record<string, string | undefined>>

/** Longer than any tag or text of a spreadsheet program: a cell holds at most 32,767 letters. */
const TOKEN_MAX = 512 * 1024
const DEPTH_MAX = 64

const tag = /<(\/?)([^\s/>"'<]+)((?:[^>"'<]|"[^"]*"|'[^']*')*?)(\/?)>/y
const attribute = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/**
 * Reads XML piece by piece, as far as workbooks need it: elements, attributes, texts.
 * A declaration of types is refused, so that there are no entities but the five of
 * XML itself and numbers. What `events` throws ends the reading.
 *
 * @throws Problem IMPORT_DAMAGED
 */
export async function readXml(pieces: AsyncIterable<string>, events: XmlEvents): Promise<void> {
  const path: string[] = []
  let rest = ''
  for await (const piece of pieces) {
    rest = readTokens(rest + piece, path, events)
    if (rest.length > TOKEN_MAX) throw new Problem('IMPORT_DAMAGED')
  }
  if (path.length > 0 || rest.trim() !== '') throw new Problem('IMPORT_DAMAGED')
}

/** @returns what is not yet whole */
function readTokens(xml: string, path: string[], events: XmlEvents): string {
  let at = 0
  for (;;) {
    const begin = xml.indexOf('<', at)
    if (begin < 0) return xml.slice(at)
    if (begin > at && path.length > 0) events.text?.(decoded(xml.slice(at, begin)), path)
    at = begin
    const end = xml.startsWith('<!', begin) || xml.startsWith('<?', begin) ? readAside(xml, begin, path, events) : 0
    if (end < 0) return xml.slice(at)
    if (end > 0) {
      at = end
      continue
    }
    tag.lastIndex = begin
    const found = tag.exec(xml)
    if (!found) return xml.slice(at)
    readTag(found, path, events)
    at = tag.lastIndex
  }
}

/** What is no element: comments, instructions, quoted text. @returns where it ends; -1 where it is not yet whole */
function readAside(xml: string, begin: number, path: readonly string[], events: XmlEvents): number {
  const kind = asides.find(({ opens }) => xml.startsWith(opens, begin))
  if (!kind) {
    if (asides.some(({ opens }) => opens.startsWith(xml.slice(begin)))) return -1
    throw new Problem('IMPORT_DAMAGED')
  }
  const end = xml.indexOf(kind.closes, begin + kind.opens.length)
  if (end < 0) return -1
  if (kind.isText) events.text?.(xml.slice(begin + kind.opens.length, end), path)
  return end + kind.closes.length
}

const asides = [
  { opens: '<!--', closes: '-->', isText: false },
  { opens: '<![CDATA[', closes: ']]>', isText: true },
  { opens: '<?', closes: '?>', isText: false },
]

function readTag([, slash, full = '', raw = '', selfClosing]: RegExpExecArray, path: string[], events: XmlEvents) {
  const name = full.slice(full.indexOf(':') + 1)
  if (slash) {
    if (path.at(-1) !== name) throw new Problem('IMPORT_DAMAGED')
    events.close?.(name, path)
    path.pop()
    return
  }
  path.push(name)
  if (path.length > DEPTH_MAX) throw new Problem('IMPORT_DAMAGED')
  events.open?.(name, () => attributesOf(raw), path)
  if (selfClosing) {
    events.close?.(name, path)
    path.pop()
  }
}

function attributesOf(raw: string): Attributes {
  const attributes: Record<string, string> = Object.create(null)
  for (const [, full = '', double, single] of raw.matchAll(attribute)) {
    // A declared namespace is no attribute: xmlns:r names a prefix, r a cell.
    if (full.startsWith('xmlns')) continue
    attributes[full.slice(full.indexOf(':') + 1)] = decoded(double ?? single ?? '')
  }
  return attributes
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decoded(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|(\w{2,4}));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[name] ?? whole
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
