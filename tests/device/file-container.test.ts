import Dexie from 'dexie'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dropCarried, listCarried, takeIn } from '../../src/device/store/file/carried.ts'
import { type NewPart, readFile, readPart, writeFile } from '../../src/device/store/file/container.ts'
import { Problem, type ProblemCode } from '../../src/domain/problem.ts'
import { FILE_MAGIC, type FileHeader } from '../../src/protocol/file-wire.ts'
import { picture } from '../support/photos.ts'

const iv = 'A'.repeat(16)
const about: Omit<FileHeader, 'parts'> = {
  format: 1,
  file: 'file',
  personId: 'kiem',
  deviceId: 'device',
  tablet: '0b5c1f5e-6f0d-4a7b-9d5d-0a6d5b8f2c11',
  key: { iv, sealed: 'AAAA' },
  epoch: null,
  madeAt: 0,
  app: 't',
  schema: 1,
  storeSchema: 3,
  origin: 'https://so-kiem.example',
  offset: null,
  name: 'Nguyễn Thị Kiểm',
  visits: 1,
  changes: 3,
  photos: 2,
}
const parts = (): NewPart[] => [
  { kind: 'rows', first: 1, last: 2, iv, body: picture(400) },
  { kind: 'rows', first: 3, last: 3, iv, body: picture(200) },
  { kind: 'visit', iv, body: picture(300) },
  { kind: 'picture', photo: 'a', as: 'blob', type: 'image/jpeg', iv, body: new Blob([picture(3000)]) },
  { kind: 'picture', photo: 'b', as: 'buffer', iv, body: picture(2000) },
]
const bytesOf = async (file: Blob) => new Uint8Array(await file.arrayBuffer())

/** Opens a file and looks at each part, as both ways of taking one in do. */
async function opened(bytes: Uint8Array<ArrayBuffer>): Promise<ProblemCode | 'whole'> {
  try {
    const read = await readFile(new Blob([bytes]))
    for (const index of read.slices.keys()) await readPart(read, index)
    return 'whole'
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
}

let whole: Uint8Array<ArrayBuffer>
beforeEach(async () => {
  whole = await bytesOf(await writeFile(about, parts()))
})
afterEach(async () => {
  for (const { id } of await listCarried()) await dropCarried(id)
})

describe('the container', () => {
  test('gives back what was put in, part by part', async () => {
    const made = parts()
    const read = await readFile(await writeFile(about, made))
    expect(read.header).toMatchObject(about)
    for (const [index, { body }] of made.entries())
      expect(await readPart(read, index)).toEqual(body instanceof Blob ? await bytesOf(body) : body)
  })

  test('says what something else is: not ours, newer, or cut before it could say so', async () => {
    const said = async (text: string) => opened(new TextEncoder().encode(text))
    expect(await said('%PDF-1.7 …')).toBe('FILE_NOT_OURS')
    expect(await said('')).toBe('FILE_NOT_OURS')
    expect(await said('SOKIEM2\n……')).toBe('FILE_NEWER')
    expect(await said('SOKI')).toBe('FILE_CUT')
  })

  test('[P57] cut anywhere it is never taken for whole', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: whole.length - 1 }), async (length) => {
        expect(await opened(whole.slice(0, length))).toBe('FILE_CUT')
      }),
      { numRuns: 150 },
    )
    expect(await opened(new Uint8Array([...whole, 0]))).toBe('FILE_DAMAGED')
  })

  test('[P57] a bit that was turned anywhere is noticed: in the header, in its length, in each part', async () => {
    const header = new DataView(whole.buffer).getUint32(FILE_MAGIC.length + 32)
    const first = FILE_MAGIC.length + 36 + header
    const ofParts = [0, 400, 600, 900, 3900, 5899].map((at) => first + at)
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: whole.length - 1 }),
        fc.integer({ min: 0, max: 7 }),
        async (at, bit) => {
          const turned = whole.slice()
          turned[at] = (turned[at] ?? 0) ^ (1 << bit)
          expect(['FILE_NOT_OURS', 'FILE_NEWER', 'FILE_CUT', 'FILE_DAMAGED']).toContain(await opened(turned))
        },
      ),
      { numRuns: 200, examples: ofParts.map((at) => [at, 0]) },
    )
  })

  test('[P57] bytes by chance behind our own beginning break nothing', async () => {
    const magic = new TextEncoder().encode(FILE_MAGIC)
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (rest) => {
        expect(['FILE_CUT', 'FILE_DAMAGED']).toContain(await opened(new Uint8Array([...magic, ...rest])))
      }),
      { numRuns: 300 },
    )
  })

  test('[P57] a header that was made up, with its right hash, opens nothing', async () => {
    const made = async (header: unknown) => {
      const text = new TextEncoder().encode(JSON.stringify(header))
      const length = new DataView(new ArrayBuffer(4))
      length.setUint32(0, text.length)
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', text))
      return opened(
        new Uint8Array([...new TextEncoder().encode(FILE_MAGIC), ...hash, ...new Uint8Array(length.buffer), ...text]),
      )
    }
    const part = { kind: 'rows', first: 1, last: 1, iv, size: 0, sha256: '0'.repeat(64) }
    const faults: unknown[] = [
      null,
      {},
      { ...about },
      { ...about, parts: [{ ...part, size: -1 }] },
      { ...about, parts: [{ ...part, size: 2 ** 40 }] },
      { ...about, parts: [{ ...part, kind: 'program' }] },
      // Numbers with a gap would never be taken.
      { ...about, parts: [part, { ...part, first: 3, last: 3 }] },
      { ...about, parts: [{ ...part, first: 2, last: 2 }] },
      { ...about, parts: [{ ...part, first: 1, last: 0 }] },
      { ...about, tablet: 'x', parts: [] },
    ]
    for (const fault of faults) expect([fault, await made(fault)]).toEqual([fault, 'FILE_DAMAGED'])
  })
})

describe('taking a file in', () => {
  test('[P57] of one that is damaged in its last part nothing stays; the right one comes in afterwards', async () => {
    const broken = whole.slice()
    broken[broken.length - 1] = (broken.at(-1) ?? 0) ^ 1
    const read = await readFile(new Blob([broken]))
    await expect(takeIn(read, broken.length, 0)).rejects.toMatchObject({ code: 'FILE_DAMAGED' })
    expect(await listCarried()).toEqual([])
    const db = await new Dexie('so-kiem-files').open()
    expect(await db.table('part').count()).toBe(0)
    db.close()
    expect(await takeIn(await readFile(new Blob([whole])), whole.length, 0)).toBe('new')
    // The visit is for its author alone.
    expect(await listCarried()).toMatchObject([{ id: 'file', state: 'waiting', left: 4 }])
  })

  test('a card that was pulled out leaves nothing half', async () => {
    const read = await readFile(new Blob([whole]))
    const gone = { arrayBuffer: () => Promise.reject(new DOMException('', 'NotReadableError')) } as unknown as Blob
    const slices = read.slices.with(3, gone)
    await expect(takeIn({ ...read, slices }, whole.length, 0)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' })
    expect(await listCarried()).toEqual([])
  })

  test('[P57] a hundred pictures of 400 kB go through one at a time', async () => {
    const many: NewPart[] = [{ kind: 'rows', first: 1, last: 1, iv, body: picture(100) }]
    for (let n = 0; n < 100; n++)
      many.push({ kind: 'picture', photo: `p${n}`, as: 'buffer', iv, body: new Blob([picture(400_000)]) })
    const file = await writeFile(about, many)
    // What is read at once, and what is held at once.
    let most = 0
    const read = await readFile(file)
    const watched = read.slices.map((slice) => ({
      arrayBuffer: async () => {
        most = Math.max(most, slice.size)
        return slice.arrayBuffer()
      },
    })) as unknown as Blob[]
    expect(await takeIn({ ...read, slices: watched }, file.size, 0)).toBe('new')
    expect(most).toBeLessThan(500_000)
    expect((await listCarried())[0]?.left).toBe(101)
  })
})
