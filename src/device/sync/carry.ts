import { Problem, type ProblemCode } from '../../domain/problem.ts'
import type { FileAbout, FilePart } from '../../protocol/file-wire.ts'
import { PROTO } from '../../protocol/terms.ts'
import {
  type CarriedRow,
  findCarried,
  nextPart,
  noteDone,
  notePart,
  noteRefused,
  offerRowsAgain,
} from '../store/file/carried.ts'
import { base64 } from '../store/sealed-text.ts'
import type { Transport } from './transport.ts'

/** What a file's refusal is called where it lies; what is not named here keeps its own name. */
const refusals: Partial<Record<ProblemCode, ProblemCode>> = {
  FILE_ACCOUNT_CLOSED: 'FILE_ACCOUNT_CLOSED',
  FILE_TABLET_LOST: 'FILE_TABLET_LOST',
  FILE_SESSION_ENDED: 'FILE_SESSION_ENDED',
  FORBIDDEN: 'FILE_OF_ANOTHER_SERVER',
  EPOCH_CHANGED: 'FILE_OF_FORMER_SERVER',
  // An older server: it may learn.
  NOT_FOUND: 'FILE_NOT_TAKEN',
  DEVICE_FORK: 'FILE_NOT_TAKEN',
  DEVICE_OF_ANOTHER: 'FILE_NOT_TAKEN',
  BODY_INVALID: 'FILE_NOT_TAKEN',
  BODY_MALFORMED: 'FILE_NOT_TAKEN',
  BODY_TOO_LARGE: 'FILE_NOT_TAKEN',
}
/** Troubles of one picture: the others still go. */
const ofOnePicture: readonly ProblemCode[] = [
  'PHOTO_NOT_ANNOUNCED',
  'PHOTO_NOT_IMAGE',
  'PHOTO_TOO_LARGE',
  'BODY_TOO_LARGE',
  'BODY_INVALID',
]

type Way = {
  transport: Transport
  app: string
  /** The page has something else to do. */
  isOver?: () => boolean
  /** Whether who is at work here wants pictures to wait (P60); nobody at the door. */
  isHeld?: () => Promise<boolean>
}

/**
 * Brings a file that lies here to the server: its mutations in order, then its
 * pictures. All of it stays here until the server has said of each part that it has
 * it. Two tabs or two tablets may be at it at once: nothing counts twice (P58).
 * Pictures that wait for another network wait here, as the file does.
 *
 * @returns `refused`: the file's line says why, and another try changes nothing for now
 * @throws Problem of the line
 */
export async function carryFile(
  id: string,
  { isOver = () => false, isHeld = async () => false, ...way }: Way,
): Promise<'done' | 'refused'> {
  const file = await findCarried(id)
  if (!file) return 'done'
  try {
    let again = 0
    for (let next = await nextPart(id); next; next = await nextPart(id)) {
      if (isOver()) return 'done'
      const { n, part, bytes } = next
      if (part.kind === 'picture' && (await isHeld()) && !(await findCarried(id))?.isLetGo) return 'done'
      if (part.kind === 'picture') await notePart(id, n, await bringPicture(file, part, new Blob([bytes]), way))
      else if (part.kind === 'rows') {
        const taken = await bringRows(file, { n, part, bytes: new Uint8Array(bytes) }, way)
        if (taken >= part.last) await notePart(id, n, 'taken')
        // It lacks numbers before these, or has stopped in between: from the beginning, once.
        else if (again++ === 0) await offerRowsAgain(id)
        else throw new Problem('SERVER_FAILED')
      }
    }
    return (await noteDone(id, Date.now())) === 'sent' ? 'done' : 'refused'
  } catch (error) {
    const code = error instanceof Problem ? refusals[error.code] : undefined
    if (code === undefined) throw error
    await noteRefused(id, code)
    return 'refused'
  }
}

function aboutOf({ header }: CarriedRow): FileAbout {
  const { file, personId, deviceId, tablet, epoch, key } = header
  return { file, personId, deviceId, tablet, epoch, key }
}

type RowsPart = { n: number; part: FilePart; bytes: Uint8Array }

/** @returns how far the file's numbers are taken */
async function bringRows(
  file: CarriedRow,
  { n, part, bytes }: RowsPart,
  { transport }: Pick<Way, 'transport'>,
): Promise<number> {
  const { schema, app, offset } = file.header
  const rows = { iv: part.iv, sealed: base64(bytes) }
  const ask = crypto.randomUUID()
  const said = { proto: PROTO, ask, ...aboutOf(file), schema, app, offset, part: n, rows } as const
  return (await transport.fileRows(said)).taken
}

async function bringPicture(
  file: CarriedRow,
  { photo, iv }: Extract<FilePart, { kind: 'picture' }>,
  sealed: Blob,
  { transport }: Pick<Way, 'transport'>,
): Promise<'taken' | 'refused'> {
  try {
    await transport.filePhoto({ ...aboutOf(file), photo, iv }, sealed)
    return 'taken'
  } catch (error) {
    if (error instanceof Problem && ofOnePicture.includes(error.code)) return 'refused'
    throw error
  }
}
