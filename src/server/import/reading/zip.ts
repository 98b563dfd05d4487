import { Readable } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import { Problem } from '../../../domain/problem.ts'
import { UNPACKED_BYTES_MAX } from './sheet.ts'

/** A zip in memory. Nothing of it is unpacked before somebody reads it. */
export type Zip = {
  has(name: string): boolean
  /** The text of a file in it, piece by piece. @throws Problem IMPORT_DAMAGED */
  read(name: string): AsyncGenerator<string, void>
}

type Entry = { offset: number; packed: number; unpacked: number; method: number; crc: number }

const SIGNS = { file: 0x04034b50, entry: 0x02014b50, end: 0x06054b50 }
/** The end's own length, and the comment that may follow it. */
const END_BYTES = 22
const COMMENT_MAX = 0xffff
const STORED = 0
const DEFLATED = 8
/** Says: the true number stands in an extra field, for files of 4 GB and more (or a careful writer). */
const ELSEWHERE = 0xffffffff
const ENTRIES_MAX = 2000

/**
 * Reads the directory of a zip. It says how long everything will be: a small file
 * that unpacks to a mountain is refused before the first byte is unpacked, and one
 * whose directory lies while it is read.
 *
 * @throws Problem IMPORT_DAMAGED, IMPORT_PROTECTED, IMPORT_UNPACKS_TOO_LARGE
 */
export function openZip(bytes: Buffer): Zip {
  const entries = readDirectory(bytes)
  let sum = 0
  for (const { unpacked } of entries.values()) sum += unpacked
  if (sum > UNPACKED_BYTES_MAX) throw new Problem('IMPORT_UNPACKS_TOO_LARGE')
  return {
    has: (name) => entries.has(name),
    read(name) {
      const entry = entries.get(name)
      if (!entry) throw new Problem('IMPORT_DAMAGED', { part: name })
      return unpack(bytes, entry)
    },
  }
}

function readDirectory(bytes: Buffer): Map<string, Entry> {
  const entries = new Map<string, Entry>()
  const end = findEnd(bytes)
  const count = bytes.readUInt16LE(end + 10)
  if (count > ENTRIES_MAX) throw new Problem('IMPORT_UNPACKS_TOO_LARGE')
  let at = bytes.readUInt32LE(end + 16)
  for (let n = 0; n < count; n++) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== SIGNS.entry) throw new Problem('IMPORT_DAMAGED')
    // The first bit of the flags: encrypted.
    if (bytes.readUInt16LE(at + 8) & 1) throw new Problem('IMPORT_PROTECTED')
    const [name, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ]
    const afterName = at + 46 + name
    const [unpacked, packed, offset] = longNumbers(
      [24, 20, 42].map((field) => bytes.readUInt32LE(at + field)),
      bytes.subarray(afterName, afterName + extra),
    ) as [number, number, number]
    const title = bytes.toString('utf8', at + 46, afterName)
    // Two files of one name are two answers to one question.
    if (entries.has(title)) throw new Problem('IMPORT_DAMAGED')
    const [method, crc] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 16)]
    entries.set(title, { offset, packed, unpacked, method, crc })
    at = afterName + extra + comment
  }
  return entries
}

function findEnd(bytes: Buffer): number {
  for (let at = bytes.length - END_BYTES; at >= 0 && at >= bytes.length - END_BYTES - COMMENT_MAX; at--) {
    if (bytes.readUInt32LE(at) === SIGNS.end) return at
  }
  throw new Problem('IMPORT_DAMAGED')
}

/** The numbers, those that did not fit taken from the extra field 0x0001, where they stand in this order. */
function longNumbers(numbers: readonly number[], extra: Buffer): number[] {
  const field = numbers.includes(ELSEWHERE) ? findField(extra, 1) : null
  let at = 0
  return numbers.map((number) => {
    if (number !== ELSEWHERE) return number
    if (!field || at + 8 > field.length) throw new Problem('IMPORT_DAMAGED')
    at += 8
    return Number(field.readBigUInt64LE(at - 8))
  })
}

function findField(extra: Buffer, id: number): Buffer | null {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === id) return extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2))
  }
  return null
}

async function* unpack(bytes: Buffer, { offset, packed, unpacked, method, crc }: Entry): AsyncGenerator<string, void> {
  if (offset + 30 > bytes.length || bytes.readUInt32LE(offset) !== SIGNS.file) throw new Problem('IMPORT_DAMAGED')
  const begin = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
  if (begin + packed > bytes.length || (method !== STORED && method !== DEFLATED)) throw new Problem('IMPORT_DAMAGED')
  const content = bytes.subarray(begin, begin + packed)
  const pieces = method === STORED ? [content] : inflated(content)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let length = 0
  let sum = 0
  try {
    for await (const piece of pieces) {
      length += piece.length
      if (length > unpacked) throw new Problem('IMPORT_DAMAGED')
      sum = crc32(piece, sum)
      yield decoder.decode(piece, { stream: true })
    }
    yield decoder.decode()
  } catch (error) {
    if (error instanceof Problem) throw error
    // Not deflated, or no UTF-8: a file of which bytes were lost. What the zip's library says helps nobody.
    throw new Problem('IMPORT_DAMAGED')
  }
  if (length !== unpacked || sum !== crc) throw new Problem('IMPORT_DAMAGED')
}

function inflated(content: Buffer): AsyncIterable<Buffer> {
  return Readable.from([content]).pipe(createInflateRaw({ chunkSize: 64 * 1024 }))
}
