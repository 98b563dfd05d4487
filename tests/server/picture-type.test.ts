import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { pictureTypeOf } from '../../src/server/sync/picture-type.ts'
import { jpegOf, picture } from '../support/photos.ts'

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))))

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const png = (width: number[], height: number[]) =>
  bytes(PNG, [0, 0, 0, 13], 'IHDR', width, height, [8, 2, 0, 0, 0], [0, 0, 0, 0])
const frame = (height: number[], width: number[]) => [0xff, 0xc2, 0, 11, 8, ...height, ...width, 1, 1, 0x11, 0]
const riff = (chunk: string, content: number[]) => bytes('RIFF', [0, 0, 0, 0], 'WEBP', chunk, [0, 0, 0, 0], content)

test('the pictures of this house are what they are called', () => {
  const tracked = execFileSync('git', ['ls-files', 'public', 'docs/pictures'], { encoding: 'utf8' })
  const files = tracked.split('\n').filter((file) => file.endsWith('.png'))
  expect(files.length).toBeGreaterThan(0)
  for (const file of files) expect([file, pictureTypeOf(readFileSync(file))]).toEqual([file, 'image/png'])
})

test.each<[string, Uint8Array, string | null]>([
  ['a JPEG', picture(), 'image/jpeg'],
  ['a JPEG of one byte of data', jpegOf(new Uint8Array(1)), 'image/jpeg'],
  [
    'a progressive JPEG behind its EXIF and a filler',
    bytes([0xff, 0xd8, 0xff, 0xe1, 0, 6], 'Exif', [0xff, 0xff, 0xff], frame([0, 9], [0, 9]).slice(1)),
    'image/jpeg',
  ],
  ['a PNG', png([0, 0, 0, 5], [0, 0, 0, 5]), 'image/png'],
  ['a WebP, lossy', riff('VP8 ', [0, 0, 0, 0x9d, 0x01, 0x2a, 16, 0, 16, 0]), 'image/webp'],
  ['a WebP, lossless', riff('VP8L', [0x2f, 15, 0xc0, 3, 0, 0, 0, 0, 0, 0]), 'image/webp'],
  ['a WebP, extended', riff('VP8X', [0, 0, 0, 0, 15, 0, 0, 15, 0, 0]), 'image/webp'],
  ['nothing', bytes(), null],
  ['HTML', bytes('<!doctype html><script>alert(1)</script>'), null],
  ['SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), null],
  ['a GIF', bytes('GIF89a', [1, 0, 1, 0, 0, 0, 0, 0, 0, 0]), null],
  ['a PDF', bytes('%PDF-1.7 and so on and so on and so on'), null],
  ['a JPEG without a frame', bytes([0xff, 0xd8, 0xff, 0xd9, 0, 0, 0, 0, 0, 0, 0, 0, 0]), null],
  ['a JPEG whose segment leads past the end', bytes([0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff], 'x'.repeat(20)), null],
  ['a JPEG whose segment has no length', bytes([0xff, 0xd8, 0xff, 0xe1, 0, 0], 'x'.repeat(20)), null],
  ['a JPEG without height', bytes([0xff, 0xd8], frame([0, 0], [0, 9])), null],
  ['a JPEG of four thousand million pixels', bytes([0xff, 0xd8], frame([0xff, 0xff], [0xff, 0xff])), null],
  ['a PNG of 18,000 by 18,000', png([0, 0, 0x46, 0x50], [0, 0, 0x46, 0x50]), null],
  ['a PNG that is cut off', png([0, 0, 0, 5], [0, 0, 0, 5]).subarray(0, 20), null],
  ['a PNG with another first chunk', bytes(PNG, [0, 0, 0, 13], 'IDAT', 'x'.repeat(30)), null],
  ['a WAV', bytes('RIFF', [0, 0, 0, 0], 'WAVEfmt ', 'x'.repeat(30)), null],
  ['a WebP of another kind', riff('ALPH', [0, 0, 0, 0, 15, 0, 0, 15, 0, 0]), null],
])('%s', (_what, content, type) => {
  expect(pictureTypeOf(new Uint8Array(content))).toBe(type)
})

test('random bytes are no picture, and none of them breaks the look', () => {
  for (let n = 0; n < 300; n++) {
    const data = picture(40 + n)
    // Cut at any byte it is a JPEG still, or nothing.
    expect(['image/jpeg', null]).toContain(pictureTypeOf(data.subarray(0, n)))
    expect(pictureTypeOf(data.subarray(15))).toBeNull()
  }
})
