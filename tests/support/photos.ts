import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Photo } from '../../src/domain/photo.ts'
import { UPLOADS_PATH, uploadName } from '../../src/protocol/terms.ts'

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** A JPEG of one grey component, 1600 × 1200, as far as its header goes; its data is any bytes at all. */
export function jpegOf(data: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array([...HEADER, ...data, ...END])
}

const HEADER = [
  ...[0xff, 0xd8],
  // Frame: 8 bits, 1200 lines of 1600, one component.
  ...[0xff, 0xc0, 0, 11, 8, 0x04, 0xb0, 0x06, 0x40, 1, 1, 0x11, 0],
  // Scan; whatever follows is its data.
  ...[0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0],
]
const END = [0xff, 0xd9]

/** A picture of so many bytes that no other is like; of less than 32 it is none. */
export function picture(size = 3000): Uint8Array<ArrayBuffer> {
  const data = size - HEADER.length - END.length
  return data > 0 ? jpegOf(randomBytes(data)) : new Uint8Array(randomBytes(size))
}

export function photoOf(bytes: Uint8Array, more: Partial<Photo> = {}): Photo {
  return {
    id: randomUUID(),
    item: 'q1',
    sha256: sha256(bytes),
    size: bytes.byteLength,
    mime: 'image/jpeg',
    width: 1600,
    height: 1200,
    takenAt: 1_795_000_000_000,
    ...more,
  }
}

type Send = (path: string, init: RequestInit) => Promise<Response> | Response

/** The three requests of tus, made by hand. */
export function tusBy(send: Send, cookie: string, personId: string) {
  const base = { cookie, 'tus-resumable': '1.0.0' }
  const at = (photo: Photo) => `${UPLOADS_PATH}/${uploadName(personId, photo.id)}`
  const text = (value: string) => Buffer.from(value).toString('base64')
  return {
    create: async (photo: Photo, bytes?: Uint8Array<ArrayBuffer>, claims: Partial<Photo> = {}) => {
      const said = { ...photo, ...claims }
      const headers: Record<string, string> = {
        ...base,
        'upload-length': String(said.size),
        'upload-metadata': `sha256 ${text(said.sha256)},photoId ${text(said.id)}`,
      }
      if (bytes) headers['content-type'] = 'application/offset+octet-stream'
      return send(UPLOADS_PATH, { method: 'POST', headers, body: bytes })
    },
    offset: async (photo: Photo) => {
      const reply = await send(at(photo), { method: 'HEAD', headers: base })
      return reply.ok ? Number(reply.headers.get('upload-offset')) : reply.status
    },
    append: async (photo: Photo, offset: number, bytes: Uint8Array<ArrayBuffer>) =>
      send(at(photo), {
        method: 'PATCH',
        headers: { ...base, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
        body: bytes,
      }),
  }
}
