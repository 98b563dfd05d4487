/** Pairs of numerator and denominator. */
type Rational = readonly [number, number]
type Axis = { of: string; parts: readonly Rational[] }

export type ExifTags = {
  /** "2026:11:20 09:41:07" */
  time?: string | undefined
  /** "+07:00" */
  offset?: string | undefined
  /** 1–8: how the camera was held. */
  orientation?: number | undefined
  lat?: Axis | undefined
  lon?: Axis | undefined
  /** Metres. */
  error?: Rational | undefined
}

type Tag = { tag: number; type: 2 | 3 | 4 | 5; count: number; value: number[] }

/** The same JPEG with an Exif segment put in front, byte by byte as a camera writes it. */
export function withExif(
  jpeg: Uint8Array,
  tags: ExifTags,
  order: 'little' | 'big' = 'little',
): Uint8Array<ArrayBuffer> {
  const tiff = tiffOf(tags, order === 'little')
  const length = tiff.length + 8
  const head = [0xff, 0xd8, 0xff, 0xe1, length >> 8, length & 255, ...letters('Exif\0\0')]
  return new Uint8Array([...head, ...tiff, ...jpeg.subarray(2)])
}

const letters = (text: string) => [...text].map((letter) => letter.charCodeAt(0))

function tiffOf({ time, offset, orientation, lat, lon, error }: ExifTags, little: boolean): number[] {
  const bytes = (value: number, width: number) => {
    const high = Array.from({ length: width }, (_, n) => (value / 256 ** (width - 1 - n)) & 255)
    return little ? high.reverse() : high
  }
  const ascii = (tag: number, text: string): Tag => {
    const value = [...letters(text), 0]
    return { tag, type: 2, count: value.length, value }
  }
  const rationals = (tag: number, parts: readonly Rational[]): Tag => ({
    tag,
    type: 5,
    count: parts.length,
    value: parts.flatMap(([above, below]) => [...bytes(above, 4), ...bytes(below, 4)]),
  })
  const pointer = (tag: number, to: number): Tag => ({ tag, type: 4, count: 1, value: bytes(to, 4) })

  const exif = [
    ...(time === undefined ? [] : [ascii(0x9003, time)]),
    ...(offset === undefined ? [] : [ascii(0x9011, offset)]),
  ]
  const gps = [
    ...(lat ? [ascii(1, lat.of), rationals(2, lat.parts)] : []),
    ...(lon ? [ascii(3, lon.of), rationals(4, lon.parts)] : []),
    ...(error ? [rationals(0x1f, [error])] : []),
  ]
  /** A directory, and behind it what does not fit into its entries. */
  const directory = (own: readonly Tag[], at: number): number[] => {
    const entries: number[] = []
    const behind: number[] = []
    const end = at + 2 + 12 * own.length + 4
    for (const { tag, type, count, value } of own) {
      entries.push(...bytes(tag, 2), ...bytes(type, 2), ...bytes(count, 4))
      if (value.length <= 4) entries.push(...value, ...Array(4 - value.length).fill(0))
      else {
        entries.push(...bytes(end + behind.length, 4))
        behind.push(...value)
      }
    }
    return [...bytes(own.length, 2), ...entries, ...bytes(0, 4), ...behind]
  }
  const main = (exifAt: number, gpsAt: number) => [
    ...(orientation === undefined
      ? []
      : [{ tag: 0x112, type: 3, count: 1, value: [...bytes(orientation, 2), 0, 0] } satisfies Tag]),
    pointer(0x8769, exifAt),
    pointer(0x8825, gpsAt),
  ]
  const exifAt = 8 + directory(main(0, 0), 8).length
  const gpsAt = exifAt + directory(exif, exifAt).length
  return [
    ...letters(little ? 'II' : 'MM'),
    ...bytes(42, 2),
    ...bytes(8, 4),
    ...directory(main(exifAt, gpsAt), 8),
    ...directory(exif, exifAt),
    ...directory(gps, gpsAt),
  ]
}
