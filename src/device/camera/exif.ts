import type { Photo } from '../../domain/photo.ts'

/** What a camera writes into its file, as far as a visit needs it. */
export type Origin = {
  /** Milliseconds since 1970; null where the file does not say. */
  takenAt: number | null
  position?: Photo['position']
}

/** The head of a JPEG stands before its picture; two segments of the largest size and more fit in. */
export const HEAD_BYTES = 256 * 1024

/**
 * Time and place out of the head of a JPEG (Exif 2.32, CIPA DC-008). Whatever is missing, cut off or
 * makes no sense is left out: a picture is never refused for what its file says of it.
 * @param head the first HEAD_BYTES of the file
 */
export function originIn(head: ArrayBuffer): Origin {
  try {
    const tiff = exifIn(new DataView(head))
    return tiff ? read(tiff) : { takenAt: null }
  } catch (error) {
    // An address beyond the end: the file is cut off, or was never right.
    if (!(error instanceof RangeError)) throw error
    return { takenAt: null }
  }
}

/** The part of a JPEG that holds its Exif data; null where it has none. */
function exifIn(file: DataView): DataView | null {
  if (file.byteLength < 4 || file.getUint16(0) !== 0xffd8) return null
  for (let at = 2; at + 4 <= file.byteLength; ) {
    const marker = file.getUint16(at)
    // Start of scan: from here on it is picture.
    if (marker >> 8 !== 0xff || marker === 0xffda) return null
    const length = file.getUint16(at + 2)
    if (marker === 0xffe1 && letters(file, at + 4, 6) === 'Exif\0\0')
      return new DataView(file.buffer, at + 10, Math.min(length - 8, file.byteLength - at - 10))
    at += 2 + length
  }
  return null
}

function letters(view: DataView, at: number, count: number): string {
  let text = ''
  for (let n = 0; n < count; n++) text += String.fromCharCode(view.getUint8(at + n))
  return text
}

/** One directory of tags: where the value of each lies. */
type Tags = ReadonlyMap<number, { type: number; count: number; at: number }>

/** Bytes of one value, by type: BYTE, ASCII, SHORT, LONG, RATIONAL. */
const widths: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8 }

function read(tiff: DataView): Origin {
  const little = letters(tiff, 0, 2) === 'II'
  if (tiff.getUint16(2, little) !== 42) return { takenAt: null }
  const long = (at: number) => tiff.getUint32(at, little)

  function tagsAt(start: number | null): Tags {
    const tags = new Map<number, { type: number; count: number; at: number }>()
    if (start === null) return tags
    const entries = tiff.getUint16(start, little)
    for (let n = 0; n < entries; n++) {
      const at = start + 2 + 12 * n
      const type = tiff.getUint16(at + 2, little)
      const count = long(at + 4)
      // Up to four bytes stand in the entry itself, more of them elsewhere.
      const isHere = (widths[type] ?? 8) * count <= 4
      tags.set(tiff.getUint16(at, little), { type, count, at: isHere ? at + 8 : long(at + 8) })
    }
    return tags
  }
  const pointer = (tags: Tags, tag: number) => {
    const found = tags.get(tag)
    return found?.type === 4 ? long(found.at) : null
  }
  const text = (tags: Tags, tag: number) => {
    const found = tags.get(tag)
    return found?.type === 2 ? letters(tiff, found.at, Math.min(found.count, 32)).split('\0', 1)[0]?.trim() : undefined
  }
  const numbers = (tags: Tags, tag: number): number[] => {
    const found = tags.get(tag)
    if (found?.type !== 5) return []
    const one = (n: number) => long(found.at + 8 * n) / long(found.at + 8 * n + 4)
    return Array.from({ length: Math.min(found.count, 3) }, (_, n) => one(n))
  }

  const main = tagsAt(long(4))
  const exif = tagsAt(pointer(main, 0x8769))
  const takenAt = instantOf(text(exif, 0x9003), text(exif, 0x9011) ?? text(exif, 0x9010))
  try {
    const gps = tagsAt(pointer(main, 0x8825))
    const lat = degreesOf(numbers(gps, 2), text(gps, 1), { north: 'N', south: 'S', most: 90 })
    const lon = degreesOf(numbers(gps, 4), text(gps, 3), { north: 'E', south: 'W', most: 180 })
    // Systems that hide the place from a page leave noughts behind.
    if (lat === null || lon === null || (lat === 0 && lon === 0)) return { takenAt }
    const [accuracy] = numbers(gps, 0x1f)
    return { takenAt, position: { lat, lon, ...(accuracy !== undefined && Number.isFinite(accuracy) && { accuracy }) } }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { takenAt }
  }
}

/** "2026:11:20 09:41:07" and "+07:00"; without the latter by the clock of this device, which took the picture. */
function instantOf(time: string | undefined, offset: string | undefined): number | null {
  const parts = /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)$/.exec(time ?? '')
  if (!parts) return null
  const [, year, month, day, ...clock] = parts
  const zone = /^[+-]\d\d:\d\d$/.test(offset ?? '') ? offset : ''
  // A date and a time without a zone are local.
  const instant = Date.parse(`${year}-${month}-${day}T${clock.join(':')}${zone}`)
  // Clocks that were never set begin in 1970 or 1980.
  return Number.isFinite(instant) && instant > Date.UTC(1990, 0) ? instant : null
}

type Axis = { north: string; south: string; most: number }

/** Degrees, minutes and seconds; six decimals are a tenth of a metre. */
function degreesOf(
  [degrees, minutes = 0, seconds = 0]: number[],
  reference: string | undefined,
  { north, south, most }: Axis,
): number | null {
  if (degrees === undefined || (reference !== north && reference !== south)) return null
  const value = degrees + minutes / 60 + seconds / 3600
  if (!(value <= most)) return null
  return Number((reference === south ? -value : value).toFixed(6))
}
