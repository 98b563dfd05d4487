import { describe, expect, it } from 'vitest'
import { originIn } from '../../src/device/camera/exif.ts'
import { type ExifTags, withExif } from '../support/exif.ts'
import { picture } from '../support/photos.ts'

/** Three places of the same sense, as cameras write them: degrees, minutes, seconds. */
const suoiMo: ExifTags = {
  time: '2026:11:20 09:41:07',
  offset: '+07:00',
  lat: {
    of: 'N',
    parts: [
      [21, 1],
      [16, 1],
      [2412, 100],
    ],
  },
  lon: {
    of: 'E',
    parts: [
      [106, 1],
      [23, 1],
      [4752, 100],
    ],
  },
}
const origin = (tags: ExifTags, order: 'little' | 'big' = 'little') =>
  originIn(withExif(picture(300), tags, order).buffer)

describe('time and place as the camera wrote them', () => {
  it.each(['little', 'big'] as const)('are read in %s-endian files', (order) => {
    expect(origin(suoiMo, order)).toEqual({
      takenAt: Date.parse('2026-11-20T09:41:07+07:00'),
      position: { lat: 21.273367, lon: 106.396533 },
    })
  })

  it('the error of the place too, where the file says it', () => {
    expect(origin({ ...suoiMo, error: [125, 10] }).position).toEqual({
      lat: 21.273367,
      lon: 106.396533,
      accuracy: 12.5,
    })
  })

  it('south and west are negative', () => {
    const { lat, lon } = suoiMo
    const other = { ...suoiMo, lat: lat && { ...lat, of: 'S' }, lon: lon && { ...lon, of: 'W' } }
    expect(origin(other).position).toEqual({ lat: -21.273367, lon: -106.396533 })
  })

  it('a time without a zone is that of this device', () => {
    const { offset: _offset, ...local } = suoiMo
    expect(origin(local).takenAt).toBe(new Date(2026, 10, 20, 9, 41, 7).getTime())
  })

  it.each<[string, Partial<ExifTags>, { takenAt?: null; position?: undefined }]>([
    ['a clock that was never set', { time: '1980:01:01 00:00:00' }, { takenAt: null }],
    ['a time of blanks', { time: '    :  :     :  :  ' }, { takenAt: null }],
    ['a thirteenth month', { time: '2026:13:01 00:00:00' }, { takenAt: null }],
    ['no time at all', { time: undefined }, { takenAt: null }],
    [
      'a place of noughts, as systems leave it that hide it',
      {
        lat: {
          of: 'N',
          parts: [
            [0, 1],
            [0, 1],
            [0, 1],
          ],
        },
        lon: {
          of: 'E',
          parts: [
            [0, 1],
            [0, 1],
            [0, 1],
          ],
        },
      },
      { position: undefined },
    ],
    [
      'a place divided by nothing',
      {
        lat: {
          of: 'N',
          parts: [
            [0, 0],
            [0, 0],
            [0, 0],
          ],
        },
      },
      { position: undefined },
    ],
    ['a latitude beyond the pole', { lat: { of: 'N', parts: [[91, 1]] } }, { position: undefined }],
    ['a place without its side', { lat: { of: '', parts: [[21, 1]] } }, { position: undefined }],
    ['no place', { lat: undefined, lon: undefined }, { position: undefined }],
  ])('%s is none', (_, wrong, expected) => {
    const found = origin({ ...suoiMo, ...wrong })
    expect({ position: undefined, ...found }).toMatchObject(expected)
    // What is right of it stays.
    if (!('takenAt' in expected)) expect(found.takenAt).toBe(Date.parse('2026-11-20T09:41:07+07:00'))
    else expect(found.position).toBeDefined()
  })

  it('a file without any says nothing, and so does one that is no JPEG', () => {
    expect(originIn(picture(300).buffer)).toEqual({ takenAt: null })
    expect(originIn(new TextEncoder().encode('%PDF-1.7 và vài chữ').buffer as ArrayBuffer)).toEqual({ takenAt: null })
    expect(originIn(new ArrayBuffer(0))).toEqual({ takenAt: null })
  })

  it('wherever the file is cut off or wrong, it is read to the end without an error', () => {
    const whole = withExif(picture(300), suoiMo)
    for (let length = 0; length < whole.length; length++) originIn(whole.slice(0, length).buffer)
    for (let at = 0; at < 260; at++) {
      const wrong = whole.slice()
      for (const byte of [0, 0x7f, 0xff]) {
        wrong[at] = byte
        originIn(wrong.buffer)
      }
    }
  })
})
