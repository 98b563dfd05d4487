import { Problem, type ProblemCode } from '../../../domain/problem.ts'
import { FILE_MAGIC, type FileHeader, type FilePart, fileHeaderSchema } from '../../../protocol/file-wire.ts'

/**
 * How a file is put together and taken apart (file-wire.ts draws it). Nowhere does
 * more of it lie in memory than one part: it is written as a list of Blobs and read
 * by slices, so that a hundred pictures go through a tablet of 2 GB.
 */

const utf8 = { from: new TextEncoder(), to: new TextDecoder('utf-8', { fatal: true }) }
const HASH = 32
/** Twenty thousand parts need less. */
const HEADER_MAX = 8 * 1024 * 1024
/** What a part holds at most: a picture, or some rows. */
const PART_MAX = 16 * 1024 * 1024

/** A part before it is written: its bytes, and what the header says of them beside size and hash. */
export type NewPart = { body: Blob | Uint8Array<ArrayBuffer> } & DistributiveOmit<FilePart, 'size' | 'sha256'>
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

/** Puts a file together. Each part is read once, for its hash. */
export async function writeFile(about: Omit<FileHeader, 'parts'>, parts: readonly NewPart[]): Promise<Blob> {
  const listed: FilePart[] = []
  for (const { body, ...part } of parts) {
    const bytes = body instanceof Blob ? new Uint8Array(await body.arrayBuffer()) : body
    listed.push({ ...part, size: bytes.byteLength, sha256: await sha256(bytes) } as FilePart)
  }
  const header = utf8.from.encode(JSON.stringify({ ...about, parts: listed } satisfies FileHeader))
  const length = new DataView(new ArrayBuffer(4))
  length.setUint32(0, header.byteLength)
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', header))
  return new Blob([FILE_MAGIC, hash, length.buffer, header, ...parts.map(({ body }) => body)])
}

/** A file that was opened: what it says of itself, and where each part lies in it. */
export type ReadFile = { header: FileHeader; slices: Blob[] }

/**
 * Reads the beginning of a file and sees whether all of it is there.
 * @throws Problem FILE_NOT_OURS, FILE_NEWER, FILE_CUT, FILE_DAMAGED, FILE_UNREADABLE
 */
export async function readFile(file: Blob): Promise<ReadFile> {
  const [magic, rest] = [FILE_MAGIC.length, FILE_MAGIC.length + HASH + 4]
  const start = await bytesOf(file.slice(0, rest))
  const name = String.fromCharCode(...start.subarray(0, magic))
  if (name !== FILE_MAGIC) throw new Problem(strange(name))
  if (start.byteLength < rest) throw new Problem('FILE_CUT')
  const length = new DataView(start.buffer).getUint32(magic + HASH)
  if (length > HEADER_MAX) throw new Problem('FILE_DAMAGED')
  const text = await bytesOf(file.slice(rest, rest + length))
  if (text.byteLength < length) throw new Problem('FILE_CUT')
  if (hex(start.subarray(magic, magic + HASH)) !== (await sha256(text))) throw new Problem('FILE_DAMAGED')
  const header = headerIn(text)
  let at = rest + length
  const slices = header.parts.map(({ size }) => {
    at += size
    return file.slice(at - size, at)
  })
  if (file.size < at) throw new Problem('FILE_CUT')
  if (file.size > at) throw new Problem('FILE_DAMAGED')
  return { header, slices }
}

/** The bytes of one part, which are those that were written. @throws Problem FILE_DAMAGED, FILE_UNREADABLE */
export async function readPart({ header, slices }: ReadFile, index: number): Promise<Uint8Array<ArrayBuffer>> {
  const [part, slice] = [header.parts[index], slices[index]]
  if (!part || !slice) throw new RangeError(`no part ${index}`)
  const bytes = await bytesOf(slice)
  if ((await sha256(bytes)) !== part.sha256) throw new Problem('FILE_DAMAGED')
  return bytes
}

/** What a file with another beginning is. */
function strange(name: string): ProblemCode {
  if (name.length > 0 && name.length < FILE_MAGIC.length && FILE_MAGIC.startsWith(name)) return 'FILE_CUT'
  return /^SOKIEM\d/.test(name) ? 'FILE_NEWER' : 'FILE_NOT_OURS'
}

function headerIn(bytes: Uint8Array): FileHeader {
  try {
    const header = fileHeaderSchema.parse(JSON.parse(utf8.to.decode(bytes)))
    if (header.parts.every(({ size }) => size <= PART_MAX) && isInOrder(header)) return header
  } catch {
    // Its hash is right and its shape is not: somebody made it so.
  }
  throw new Problem('FILE_DAMAGED')
}

/** Numbers run from 1 through the parts, without a gap: no other way could they be taken. */
function isInOrder({ parts }: FileHeader): boolean {
  let next = 1
  return parts.every((part) => {
    if (part.kind !== 'rows') return true
    const isNext = part.first === next && part.last >= part.first
    next = part.last + 1
    return isNext
  })
}

async function bytesOf(slice: Blob): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await slice.arrayBuffer())
  } catch {
    // The card was pulled out, or the file changed under the browser's hands.
    throw new Problem('FILE_UNREADABLE')
  }
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
