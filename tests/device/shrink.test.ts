import { describe, expect, it } from 'vitest'
import { fitWithin, shrinkWith } from '../../src/device/camera/shrink.ts'

describe('a photo is made small', () => {
  it.each([
    [
      { width: 4000, height: 3000 },
      { width: 1600, height: 1200 },
    ],
    [
      { width: 3000, height: 4000 },
      { width: 1200, height: 1600 },
    ],
    [
      { width: 640, height: 480 },
      { width: 640, height: 480 },
    ],
    [
      { width: 9000, height: 2 },
      { width: 1600, height: 1 },
    ],
  ])('%j becomes %j', (size, expected) => {
    expect(fitWithin(size, 1600)).toEqual(expected)
  })

  /** A picture whose file grows with its pixels and its quality. */
  const encoder = (bytesPerPixel: number) => {
    const tries: string[] = []
    const encode = async ({ width, height }: { width: number; height: number }, quality: number) => {
      tries.push(`${width} ${quality}`)
      return new Blob([new Uint8Array(Math.round(width * height * quality * bytesPerPixel))])
    }
    return { tries, encode }
  }
  const camera = { width: 4000, height: 3000 }

  it('an ordinary one at once', async () => {
    const { tries, encode } = encoder(0.2)
    expect(await shrinkWith(camera, encode)).toMatchObject({ width: 1600, height: 1200 })
    expect(tries).toEqual(['1600 0.82'])
  })

  it('a busy one with less quality, then with fewer pixels', async () => {
    const { tries, encode } = encoder(0.5)
    const shrunk = await shrinkWith(camera, encode)
    expect(shrunk?.bytes.size).toBeLessThanOrEqual(400 * 1024)
    expect(tries).toEqual(['1600 0.82', '1600 0.7', '1600 0.55', '1280 0.55'])
  })

  it('what stays above the aim is kept, what the server would not take is not', async () => {
    expect((await shrinkWith(camera, encoder(3).encode))?.bytes.size).toBeGreaterThan(400 * 1024)
    expect(await shrinkWith(camera, encoder(20).encode)).toBeNull()
  })
})
