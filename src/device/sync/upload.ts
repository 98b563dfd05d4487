import type { Photo } from '../../domain/photo.ts'
import { Problem } from '../../domain/problem.ts'
import { UPLOADS_PATH, uploadName } from '../../protocol/wire.ts'
import type { Transport, UploadReply } from './transport.ts'

/** More turns than any honest course of events needs; then it is the server's trouble, and later. */
const TURNS_MAX = 6
const BYTES = { 'content-type': 'application/offset+octet-stream' }

/**
 * Brings one picture to the server with tus 1.0:
 *
 *     first time   POST with all bytes                       one request where nothing goes wrong
 *     afterwards   HEAD ── so far ──▶ PATCH the rest         a cut costs what was on the line, no more
 *                   └── no upload ──▶ POST, then PATCH
 *
 * @param isResumed an earlier attempt may have left something there
 * @returns `mismatch` where other bytes arrived than were announced
 * @throws Problem from the line or the server: the next attempt is resumed
 */
export async function uploadPicture(
  transport: Transport,
  personId: string,
  photo: Photo,
  bytes: Blob,
  isResumed: boolean,
): Promise<'sent' | 'mismatch'> {
  const address = `${UPLOADS_PATH}/${uploadName(personId, photo.id)}`
  const about = {
    'upload-length': String(bytes.size),
    'upload-metadata': `sha256 ${btoa(photo.sha256)},photoId ${btoa(photo.id)}`,
  }
  const whereIsIt = () => transport.upload('HEAD', address, {})

  if (!isResumed) {
    const { is } = await transport.upload('POST', UPLOADS_PATH, { ...about, ...BYTES }, bytes)
    if (is === 'mismatch') return 'mismatch'
    if (is === 'at') return 'sent'
  }
  let reply: UploadReply = await whereIsIt()
  for (let turn = 0; turn < TURNS_MAX; turn++) {
    switch (reply.is) {
      case 'mismatch':
        return 'mismatch'
      case 'gone':
        reply = await transport.upload('POST', UPLOADS_PATH, about)
        break
      case 'elsewhere':
        reply = await whereIsIt()
        break
      case 'at': {
        // Also with nothing left: the server then does what a crash kept it from doing after the last byte.
        const headers = { ...BYTES, 'upload-offset': String(reply.offset) }
        reply = await transport.upload('PATCH', address, headers, bytes.slice(reply.offset))
        if (reply.is === 'at' && reply.offset === bytes.size) return 'sent'
        break
      }
      default:
        return reply satisfies never
    }
  }
  throw new Problem('SERVER_FAILED')
}
