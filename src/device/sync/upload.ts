import type { Photo } from '../../domain/photo.ts'
import { Problem } from '../../domain/problem.ts'
import { UPLOADS_PATH, uploadName } from '../../protocol/terms.ts'
import type { Transport, UploadReply } from './transport.ts'

/** More turns without a byte of progress than any honest course of events needs; then it is the server's trouble, and later. */
const TURNS_MAX = 6
/** What calls this too large lets no picture through at all. */
const PIECE_MIN = 8_000
const BYTES = { 'content-type': 'application/offset+octet-stream' }

/**
 * Brings one picture to the server with tus 1.0:
 *
 *     first time   POST with all bytes                       one request where nothing goes wrong
 *     afterwards   HEAD ── so far ──▶ PATCH the rest         a cut costs what was on the line, no more
 *                   └── no upload ──▶ POST, then PATCH
 *
 * Where a proxy calls a request too large, the rest goes in pieces, half as large each time.
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
  let piece = bytes.size
  const halve = () => {
    if (piece <= PIECE_MIN) throw new Problem('INTERCEPTED')
    piece = Math.ceil(piece / 2)
  }

  if (!isResumed) {
    const { is } = await transport.upload('POST', UPLOADS_PATH, { ...about, ...BYTES }, bytes)
    if (is === 'mismatch') return 'mismatch'
    if (is === 'at') return 'sent'
    if (is === 'tooLarge') halve()
  }
  let reply: UploadReply = await whereIsIt()
  let reached = 0
  for (let turn = 0; turn < TURNS_MAX; turn++) {
    switch (reply.is) {
      case 'mismatch':
        return 'mismatch'
      case 'gone':
        reply = await transport.upload('POST', UPLOADS_PATH, about)
        break
      case 'tooLarge':
        halve()
        turn = 0
        reply = await whereIsIt()
        break
      case 'elsewhere':
        reply = await whereIsIt()
        break
      case 'at': {
        const { offset } = reply
        if (offset > reached) turn = 0
        reached = Math.max(reached, offset)
        // Also with nothing left: the server then does what a crash kept it from doing after the last byte.
        const headers = { ...BYTES, 'upload-offset': String(offset) }
        reply = await transport.upload('PATCH', address, headers, bytes.slice(offset, offset + piece))
        if (reply.is === 'at' && reply.offset === bytes.size) return 'sent'
        break
      }
      default:
        return reply satisfies never
    }
  }
  throw new Problem('SERVER_FAILED')
}
