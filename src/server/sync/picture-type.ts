/** Kinds of pictures that are kept and shown: none of them can carry a script. */
export type PictureType = 'image/jpeg' | 'image/png' | 'image/webp'

/** No camera's picture is larger; a few bytes could otherwise ask a browser for gigabytes of memory. */
const SIDE_MAX = 20_000
const PIXELS_MAX = 100_000_000

type Size = { width: number; height: number }

/**
 * What bytes are by their own testimony, whatever their sender calls them: the
 * signature of a format, and a header of it with the size of a picture. Null for
 * everything else: SVG, HTML, a renamed program, a JPEG without a frame.
 */
export function pictureTypeOf(bytes: Uint8Array): PictureType | null {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (const [type, sizeOf] of formats) {
    const size = sizeOf(data)
    if (size) return isSane(size) ? type : null
  }
  return null
}

function isSane({ width, height }: Size): boolean {
  return width > 0 && height > 0 && Math.max(width, height) <= SIDE_MAX && width * height <= PIXELS_MAX
}

const formats: readonly (readonly [PictureType, (data: Buffer) => Size | null])[] = [
  ['image/jpeg', jpegSize],
  ['image/png', pngSize],
  ['image/webp', webpSize],
]

/** ISO/IEC 10918-1, annex B: segments `FF <marker> <length> …` up to the frame (SOF), which names the size. */
function jpegSize(data: Buffer): Size | null {
  if (data.length < 4 || data.readUInt16BE(0) !== 0xffd8) return null
  for (let at = 2; at + 9 <= data.length; ) {
    const marker = data[at + 1] ?? 0
    if (data[at] !== 0xff) return null
    // Any number of FF may fill the space before a marker.
    if (marker === 0xff) at += 1
    else if (isFrame(marker)) return { height: data.readUInt16BE(at + 5), width: data.readUInt16BE(at + 7) }
    // Scan, end, or a marker that stands alone, before any frame.
    else if (marker === 0 || marker === 0x01 || (marker >= 0xd0 && marker <= 0xda)) return null
    else at += 2 + Math.max(2, data.readUInt16BE(at + 2))
  }
  return null
}

/** SOF0 to SOF15, without the tables and reserved codes that lie among them. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

/** PNG 1.2, 5.2 and 11.2.2: the signature, then the chunk IHDR of 13 bytes. */
function pngSize(data: Buffer): Size | null {
  const isPng = data.length >= 33 && data.subarray(0, 8).equals(PNG) && data.readUInt32BE(8) === 13
  if (!isPng || data.toString('latin1', 12, 16) !== 'IHDR') return null
  return { width: data.readUInt32BE(16), height: data.readUInt32BE(20) }
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** RFC 9649: RIFF, WEBP, and one of three first chunks, each with its own way to write the size. */
function webpSize(data: Buffer): Size | null {
  const text = (from: number) => data.toString('latin1', from, from + 4)
  if (data.length < 30 || text(0) !== 'RIFF' || text(8) !== 'WEBP') return null
  switch (text(12)) {
    case 'VP8 ':
      // Behind the frame tag stands the start code; the two upper bits of a side are its scale.
      if (data.readUIntBE(23, 3) !== 0x9d012a) return null
      return { width: data.readUInt16LE(26) & 0x3fff, height: data.readUInt16LE(28) & 0x3fff }
    case 'VP8L': {
      if (data[20] !== 0x2f) return null
      const bits = data.readUInt32LE(21)
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    case 'VP8X':
      return { width: data.readUIntLE(24, 3) + 1, height: data.readUIntLE(27, 3) + 1 }
    default:
      return null
  }
}
