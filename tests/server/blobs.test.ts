import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openBucket } from '../../src/server/storage/bucket.ts'
import { openPictureStore, type PictureStore } from '../../src/server/storage/picture-store.ts'
import { createObjectStorage, type ObjectStorage } from '../support/object-storage.ts'
import { picture, sha256 } from '../support/photos.ts'

/** What disk and bucket have to do alike. */
describe.each(['disk', 'bucket'])('pictures in a %s', (kind) => {
  let folder: string
  let storage: ObjectStorage
  let store: PictureStore
  beforeAll(async () => {
    storage = await createObjectStorage()
  })
  afterAll(() => storage.close())
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'so-kiem-blobs-'))
    for (const key of await storage.keys()) await storage.bucket.remove(key)
    store = openPictureStore(kind === 'disk' ? folder : storage.settings)
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const listAll = async (hash: string) => [...(await store.blobs.list(hash.slice(0, 2)))]

  test('what was put is read, listed with its size, and whole; what was not is not there', async () => {
    const bytes = picture()
    const hash = sha256(bytes)
    expect([await store.blobs.read(hash), await listAll(hash)]).toEqual([null, []])
    await store.blobs.put(bytes, hash)
    expect(await store.blobs.read(hash)).toEqual(Buffer.from(bytes))
    expect(await listAll(hash)).toEqual([[hash, bytes.byteLength]])
    expect(await store.blobs.isWhole(hash)).toBe(true)
  })

  test('one content, however often and however many at once put it, is there once', async () => {
    const bytes = picture()
    const hash = sha256(bytes)
    await Promise.all(Array.from({ length: 8 }, () => store.blobs.put(bytes, hash)))
    await store.blobs.put(bytes, hash)
    expect(await listAll(hash)).toEqual([[hash, bytes.byteLength]])
  })

  test('content that was damaged is not whole, and the right one takes its place', async () => {
    const bytes = picture()
    const hash = sha256(bytes)
    await store.blobs.put(picture(), hash)
    expect(await store.blobs.isWhole(hash)).toBe(false)
    await store.blobs.put(bytes, hash)
    expect(await store.blobs.isWhole(hash)).toBe(true)
  })

  test('a probe leaves nothing', async () => {
    await store.blobs.probe()
    expect([await store.uploads.names(), await storage.keys()]).toEqual([[], []])
  })

  test('an upload that is not there is nothing, and can be removed all the same', async () => {
    expect(await store.uploads.look('a.b')).toEqual({ about: null, written: null, changedAt: 0 })
    await store.uploads.remove('a.b')
  })
})

describe('a bucket', () => {
  let storage: ObjectStorage
  beforeAll(async () => {
    storage = await createObjectStorage()
  })
  afterAll(() => storage.close())

  test('more keys than one page of a listing holds are all found', async () => {
    const bytes = new TextEncoder().encode('x')
    const keys = Array.from({ length: 1050 }, (_, n) => `blobs/ab/${String(n).padStart(4, '0')}`)
    for (let from = 0; from < keys.length; from += 50)
      await Promise.all(keys.slice(from, from + 50).map((key) => storage.bucket.put(key, bytes)))
    expect(await storage.keys('blobs/ab/')).toEqual(keys)
  })

  test('a store that knows no condition is asked without; one that has the key keeps what it has', async () => {
    const bytes = new TextEncoder().encode('x')
    const through = openBucket(storage.settings)
    let refusals = 1
    storage.trouble((method) => (method === 'PUT' && refusals-- > 0 ? { status: 501 } : 'answers'))
    await through.put('blobs/cd/one', bytes, true)
    expect(await storage.bucket.get('blobs/cd/one')).toEqual(Buffer.from(bytes))
    storage.trouble((method) => (method === 'PUT' ? { status: 412 } : 'answers'))
    await through.put('blobs/cd/one', bytes, true)
    await expect(through.put('blobs/cd/one', bytes)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    storage.trouble()
  })

  test('a store without room says so', async () => {
    storage.trouble(() => ({ status: 507 }))
    const putting = openBucket(storage.settings).put('blobs/cd/two', new TextEncoder().encode('x'))
    await expect(putting).rejects.toMatchObject({ code: 'STORAGE_FULL' })
    storage.trouble()
  })

  test('wrong keys are refused by the store, and stand in no error', async () => {
    const wrong = { ...storage.settings, secretAccessKey: 'bi-mat-sai' }
    const error = await openBucket(wrong)
      .get('x')
      .catch((refused: Error) => refused)
    expect(error).toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    expect(String((error as Error).cause)).toContain('SignatureDoesNotMatch')
    expect(String((error as Error).cause)).not.toContain('bi-mat-sai')
  })

  test('parts of two servers that overlap are one content; those of an earlier making are never read', async () => {
    const { uploads } = openPictureStore(storage.settings)
    if (uploads.in !== 'bucket') throw new Error('not in a bucket')
    const bytes = picture(900)
    await uploads.parts.create('p.overlap', { size: 900 })
    await uploads.parts.append('p.overlap', 0, picture(300))
    await uploads.parts.create('p.overlap', { size: 900 })
    for (const [from, to] of [
      [0, 400],
      [100, 300],
      [300, 700],
      [400, 650],
      [800, 900],
    ] as const)
      await uploads.parts.append('p.overlap', from, bytes.slice(from, to))
    expect((await uploads.look('p.overlap')).written).toBe(700)
    await uploads.parts.append('p.overlap', 700, bytes.slice(700, 800))
    expect((await uploads.look('p.overlap')).written).toBe(900)
    expect(await uploads.read('p.overlap')).toEqual(Buffer.from(bytes))
    await uploads.remove('p.overlap')
    expect(await storage.keys('uploads/')).toEqual([])
  })
})
