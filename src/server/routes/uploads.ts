import { statfs } from 'node:fs/promises'
import { FileStore } from '@tus/file-store'
import { type DataStore, Server } from '@tus/server'
import * as z from 'zod/mini'
import type { Person } from '../../domain/people.ts'
import { sha256Schema } from '../../domain/photo.ts'
import { PHOTO_BYTES_MAX } from '../../domain/photo-limits.ts'
import { Problem } from '../../domain/problem.ts'
import { UPLOADS_PATH, uploadName } from '../../protocol/terms.ts'
import { isAnnounced } from '../storage/photos.ts'
import { asStorageProblem } from '../storage/storage-problem.ts'
import type { Pictures } from '../sync/accept-photo.ts'
import type { AppParts } from './app-context.ts'
import { PartStore } from './part-store.ts'
import { uploadError } from './problem-response.ts'

const metadataSchema = z.object({ sha256: sha256Schema, photoId: z.string().check(z.regex(/^[\w-]{1,64}$/)) })

/**
 * The tus server. An upload's address is made of person and photo: so each photo
 * has at most one upload on the disk, and nobody reaches another's.
 */
export function openUploads({ db, pictures, logError = console.error }: AppParts) {
  const speakers = new WeakMap<object, Person>()
  /** Requests whose reply is one of our own Problems. */
  const refused = new WeakSet<object>()
  let server: Server | undefined

  function speakerOf(request: object): Person {
    const person = speakers.get(request)
    if (!person) throw new Problem('SIGN_IN_REQUIRED')
    return person
  }

  /** Made with the first upload: the store makes its folder at once. */
  const open = () =>
    new Server({
      path: UPLOADS_PATH,
      datastore: dataStoreOf(pictures),
      relativeLocation: true,
      // No other site may read a reply.
      allowedOrigins: [],
      maxSize: PHOTO_BYTES_MAX,
      namingFunction(request, metadata) {
        const parsed = metadataSchema.safeParse(metadata)
        if (!parsed.success) throw new Problem('BODY_INVALID', { at: ['upload-metadata'] })
        return uploadName(speakerOf(request).id, parsed.data.photoId)
      },
      async onIncomingRequest(request, name) {
        // Another's and nobody's upload look the same.
        if (!name.startsWith(uploadName(speakerOf(request).id, ''))) throw new Problem('NOT_FOUND')
      },
      async onUploadCreate(request, { size, metadata }) {
        const person = speakerOf(request)
        const { sha256, photoId } = metadataSchema.parse(metadata)
        if (size === undefined) throw new Problem('BODY_INVALID', { at: ['upload-length'] })
        if (!(await isAnnounced(db, person, { id: photoId, sha256, size }))) throw new Problem('PHOTO_NOT_ANNOUNCED')
        // What the sweep must know when nobody is there to ask.
        return { metadata: { sha256, photoId, province: person.provinceId } }
      },
      async onUploadFinish(_request, { id }) {
        await pictures.accept(id)
        return {}
      },
      async onResponseError(request, error) {
        // What the library itself refuses comes with its status; only Problems and surprises are ours to write.
        const status = 'status_code' in error ? error.status_code : undefined
        if (status !== undefined && status !== WRITE_FAILED && status !== NOT_SPOKEN) return undefined
        refused.add(request)
        if (status === NOT_SPOKEN) return uploadError(new Problem('BODY_INVALID', { at: ['upload-concat'] }), logError)
        const problem = status === WRITE_FAILED ? await writeProblem(pictures) : asStorageProblem(error)
        return uploadError(problem, logError)
      },
    })

  return async (person: Person, request: Request): Promise<Response> => {
    const unbroken = withoutBreaks(request)
    speakers.set(unbroken, person)
    server ??= open()
    const reply = await server.handleWeb(unbroken)
    // The library would call it plain text.
    if (refused.has(unbroken)) reply.headers.set('Content-Type', 'application/json')
    return reply
  }
}

/** What the library answers where bytes could not be written. */
const WRITE_FAILED = 500

/** What it answers to a part of tus that is not spoken here: to us the request is at fault, not the server. */
const NOT_SPOKEN = 501

function dataStoreOf({ uploads }: Pictures): DataStore {
  return uploads.in === 'folder' ? new FileStore({ directory: uploads.folder }) : new PartStore(uploads.parts)
}

/** It does not say why: a disk without room for one more picture is full. A bucket says it itself. */
async function writeProblem({ uploads }: Pictures): Promise<Problem> {
  if (uploads.in === 'bucket') return new Problem('STORAGE_UNAVAILABLE')
  const { folder } = uploads
  const { bavail, bsize } = await statfs(folder)
  return new Problem(bavail * bsize < PHOTO_BYTES_MAX ? 'STORAGE_FULL' : 'STORAGE_UNAVAILABLE')
}

/**
 * The same request with a body that ends where its line broke. The library would
 * throw away what lies in its buffers at an error: over 25 cuts a device then sends
 * eight to nine per cent again, and so less than two (`npm run bench:photos`).
 */
function withoutBreaks(request: Request): Request {
  const { method, url, headers } = request
  if (!request.body) return new Request(url, { method, headers })
  const reader = request.body.getReader()
  const body = new ReadableStream<Uint8Array>({
    async pull(stream) {
      const { done, value } = await reader.read().catch(() => ({ done: true as const, value: undefined }))
      if (done) stream.close()
      else stream.enqueue(value)
    },
    cancel: (reason) => reader.cancel(reason),
  })
  return new Request(url, { method, headers, body, duplex: 'half' } as RequestInit)
}
