/** What both sides have agreed on beside the shapes (wire.ts, relay-wire.ts): versions, headers, addresses, sizes. */

export const PROTO = 1
/** Shape of the mutations that a device writes and of the records that it reads (reading.ts); rises when they change. */
export const SCHEMA = 3
export const PROTO_HEADER = 'Sync-Proto'
/** Whose store is speaking; a session of somebody else must not send it. */
export const PERSON_HEADER = 'Sync-Person'

/** A batch is at most so many mutations … */
export const BATCH_MAX = 300
/** … and so many bytes of JSON: a fifth of that on the line, which a poor one carries within the time of a request. */
export const BATCH_BYTES = 700 * 1024
/** Answers of one visit go out as one mutation up to this size. */
export const MUTATION_BYTES = 64 * 1024
/** What the server reads of one push: room for a batch of the largest single mutations. */
export const PUSH_BYTES_MAX = 1024 * 1024
/** What the server takes of one dead letter, unpacked. */
export const LETTER_BYTES_MAX = 1024 * 1024

/** What the server takes of one request of somebody who sends for others … */
export const RELAY_BYTES_MAX = 1024 * 1024
/** … and how much of sealed rows a device puts into it: a poor line and a strict proxy let it through. */
export const RELAY_PIECE = 256 * 1024

/** POST /sync/v1/blobs/have: so many hashes at most. */
export const HAVE_MAX = 500
/** Pictures, by GET and by their hash. */
export const BLOBS_PATH = '/sync/v1/blobs'
/** tus 1.0: where uploads are made … */
export const UPLOADS_PATH = '/sync/v1/blobs/tus'
/** … and the name of each, known to both sides beforehand: a first request that was cut can be resumed too. */
export function uploadName(personId: string, photoId: string): string {
  return `${personId}.${photoId}`
}
