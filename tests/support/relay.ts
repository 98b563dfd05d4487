import { randomUUID } from 'node:crypto'
import { sealBound } from '../../src/device/store/file/bound.ts'
import { newKey } from '../../src/device/store/lock.ts'
import { packWith } from '../../src/device/store/packing.ts'
import { asText, base64 } from '../../src/device/store/sealed-text.ts'
import { bindingOf, type FileAbout, type FileRowsRequest } from '../../src/protocol/file-wire.ts'
import type { Relay, SealedText } from '../../src/protocol/relay-wire.ts'
import { jsonRequest, type ServerWorld } from './server-world.ts'

type Row = Partial<Omit<Relay['rows'][number], 'payload' | 'seen'>> & { payload: unknown; seen?: unknown }

/** A locked store as the server meets it: of somebody who is signed in and has spoken from this tablet. */
export async function lockedStore(
  { db, auth }: Pick<ServerWorld, 'db' | 'auth'>,
  personId: string,
  { tablet = randomUUID() }: { tablet?: string } = {},
) {
  const opened = await newKey()
  const { iv, key } = await opened.underSecret(auth.storeKeyOf(personId))
  const deviceId = randomUUID()
  const { id: session_id } = await db
    .selectFrom('session')
    .select('id')
    .where('userId', '=', personId)
    .orderBy('createdAt', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  const { tenant_id } = await db
    .selectFrom('person')
    .select('tenant_id')
    .where('user_id', '=', personId)
    .executeTakeFirstOrThrow()
  const row = { id: deviceId, tenant_id, user_id: personId, last_seq: 0, schema_ver: 1, app: 't', seen_at: 0 }
  await db
    .insertInto('device')
    .values({ ...row, tablet, session_id })
    .execute()
  const owner = { personId, deviceId, key: { iv: base64(iv), sealed: base64(key) } }
  const seal = async (value: unknown) => (await asText(await packWith(opened.key, value))) as SealedText
  const headers = { 'sync-tablet': tablet }
  const file: FileAbout = { ...owner, file: randomUUID(), tablet, epoch: null }

  return {
    owner,
    tablet,
    seal,
    /** A request for these rows, each a mutation of its own unless it says otherwise. */
    async ask(rows: Row[], changes: Partial<Relay> = {}): Promise<RequestInit> {
      const sealed = rows.map(async ({ payload, seen, ...more }, index) => ({
        ...{ seq: index + 1, id: randomUUID(), insp: 'i', cell: '', base: 0, at: 0 },
        ...more,
        payload: await seal(payload),
        ...(seen !== undefined && { seen: await seal(seen) }),
      }))
      const envelope = { proto: 1, ask: 'a', ...owner, epoch: null, schema: 1, app: 't', clock: { wall: 0 } }
      const init = jsonRequest({ ...envelope, rows: await Promise.all(sealed), ...changes })
      return { ...init, headers: { ...(init.headers as Record<string, string>), ...headers } }
    },
    /** What a file of this store says of itself. */
    file,
    /** A request for a part of it, as whoever carries the file makes it; the first unless it says otherwise. */
    async askFile(rows: Row[], changes: Partial<FileRowsRequest> = {}): Promise<RequestInit> {
      const whole = rows.map((row, index) => ({
        ...{ seq: index + 1, id: randomUUID(), insp: 'i', cell: '', base: 0, at: 0, bytes: 1 },
        ...row,
      }))
      const { iv, sealed } = await sealBound(opened.key, whole, bindingOf(file, 0))
      const said = { proto: 1, ask: 'a', ...file, schema: 1, app: 't', offset: null, part: 0 } as const
      return jsonRequest({ ...said, rows: { iv: base64(iv), sealed: base64(sealed) }, ...changes })
    },
    /** A request for a picture of it. */
    async askFilePicture(photo: string, bytes: Uint8Array<ArrayBuffer>, changes: Record<string, unknown> = {}) {
      const packed = await packWith(opened.key, bytes.buffer)
      if ('plain' in packed) throw new Error('not sealed')
      const about = { ...file, photo, iv: base64(packed.iv), ...changes }
      return {
        method: 'POST',
        headers: { 'sync-file': JSON.stringify(about) },
        body: packed.sealed as Uint8Array<ArrayBuffer>,
      } satisfies RequestInit
    },
    /** A request for a picture. */
    async askPicture(photo: string, bytes: Uint8Array<ArrayBuffer>, changes: Record<string, unknown> = {}) {
      const packed = await packWith(opened.key, bytes.buffer)
      if ('plain' in packed) throw new Error('not sealed')
      const about = { ...owner, photo, iv: base64(packed.iv), ...changes }
      return {
        method: 'POST',
        headers: { ...headers, 'sync-relay': JSON.stringify(about) },
        body: packed.sealed as Uint8Array<ArrayBuffer>,
      } satisfies RequestInit
    },
  }
}
