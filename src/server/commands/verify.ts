import { createReadStream, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { type AuditFinding, followChain, verifyAudit } from '../audit/verify-audit.ts'
import { type EvidenceFault, type EvidenceFinding, verifyEvidence } from '../audit/verify-evidence.ts'
import { type PictureFinding, verifyPictures } from '../audit/verify-pictures.ts'
import { type Finding, type SealFault, verifySeals } from '../audit/verify-seals.ts'
import { ConfigError } from '../config.ts'
import type { AuditRow } from '../storage/audit.ts'
import { hasAuditLog, hasEvidence } from '../storage/audit-checks.ts'
import type { BucketSettings } from '../storage/bucket.ts'
import { openDatabase } from '../storage/database.ts'
import { openPictureStore } from '../storage/picture-store.ts'
import { requireDatabase } from './require-database.ts'

const faultWords: Record<SealFault, string> = {
  changed: 'nội dung niêm phong đã bị sửa',
  unlinked: 'chuỗi niêm phong bị đứt',
  missing: 'thiếu niêm phong đang có hiệu lực',
  differs: 'phiếu hiện lưu khác với niêm phong',
}

const evidenceWords: Record<EvidenceFault, string> = {
  receiptGone: 'biên nhận không còn',
  receiptChanged: 'biên nhận đã bị sửa',
  receiptDiffers: 'biên nhận không khớp với niêm phong',
  signature: 'chữ ký của máy không khớp',
}

const pictureWords: Record<PictureFinding['what'], string> = {
  changed: 'nội dung tệp đã bị sửa',
  missing: 'không còn tệp trên đĩa',
}

type Asked = {
  database: string
  /** Pictures lie in it, where they do not lie in a bucket. */
  dataDir: string
  bucket?: BucketSettings | null
  /** Whether the files of all pictures are read too. */
  pictures: boolean
}

/**
 * Looks for what was changed past the server, while it serves or stands still:
 * records, their seals, receipts and signatures, the audit log, and on request the files of pictures.
 *
 * @param say told of each finding and of the totals, in Vietnamese
 * @returns whether everything agrees
 * @throws ConfigError where there is no database
 */
export async function verify(asked: Asked, say: (line: string) => void): Promise<boolean> {
  const { database, dataDir, bucket, pictures } = asked
  requireDatabase(database)
  const db = openDatabase(database)
  const faults = counted(say)
  try {
    const { inspections, seals } = await verifySeals(db, (finding) => faults.tell(sealWords(finding)))
    say(`Đã soát ${inspections} lượt đã nộp, ${seals} niêm phong: ${faults.total()}.`)
    if (await hasAuditLog(db)) {
      const { lines } = await verifyAudit(db, (finding) => faults.tell(auditWords(finding)))
      say(`Đã soát ${lines} dòng nhật ký: ${faults.total()}.`)
      if (await hasEvidence(db)) {
        const { receipts, signatures } = await verifyEvidence(db, (finding) => faults.tell(evidenceLine(finding)))
        say(`Đã soát ${receipts} biên nhận, ${signatures} chữ ký của máy: ${faults.total()}.`)
      }
    } else {
      faults.tell(
        'Cơ sở dữ liệu này không có nhật ký. Nếu là bản cũ, hãy khởi động máy chủ một lần để bắt đầu nhật ký.',
      )
    }
    if (pictures) {
      const { blobs } = openPictureStore(bucket ?? dataDir)
      const { files } = await verifyPictures(db, blobs, ({ sha256, what }) =>
        faults.tell(`Ảnh ${sha256}: ${pictureWords[what]}.`),
      )
      say(`Đã soát ${files} tệp ảnh: ${faults.total()}.`)
    } else {
      say('Chưa soát các tệp ảnh trên đĩa (thêm --pictures để soát).')
    }
  } finally {
    await db.destroy()
  }
  return faults.none()
}

/**
 * Checks an exported log by itself, without any database: every line against its
 * hash, and each against the one before it.
 *
 * @returns whether every line is as it was written
 * @throws ConfigError where there is no such file
 */
export async function verifyExport(file: string, say: (line: string) => void): Promise<boolean> {
  if (!existsSync(file)) throw new ConfigError([`Không có tệp ${file}.`])
  const faults = counted(say)
  const chain = followChain((finding) => faults.tell(auditWords(finding)))
  let at = 0
  let head: string | null = null
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    at += 1
    const row = rowIn(line)
    if (row) {
      chain.take(row)
      head = row.sha256
    } else faults.tell(`Tệp, dòng ${at}: không đọc được.`)
  }
  if (at === 0) faults.tell(auditWords({ what: 'beginning' }))
  say(`Đã soát ${at} dòng nhật ký trong tệp: ${faults.total()}.`)
  if (head !== null && faults.none()) say(`Mã băm của dòng cuối (dòng ${chain.last}): ${head}`)
  return faults.none()
}

function rowIn(line: string): AuditRow | null {
  try {
    const row: unknown = JSON.parse(line)
    return typeof row === 'object' && row !== null && 'no' in row && typeof row.no === 'number'
      ? (row as AuditRow)
      : null
  } catch {
    return null
  }
}

function counted(say: (line: string) => void) {
  let found = 0
  let before = 0
  return {
    tell(line: string) {
      found += 1
      say(line)
    },
    none: () => found === 0,
    /** In words, since it was last asked. */
    total() {
      const since = found - before
      before = found
      return since === 0 ? 'tất cả khớp' : `${since} chỗ sai`
    },
  }
}

function sealWords({ inspection, seal, what }: Finding): string {
  return `Lượt ${inspection}, niêm phong ${seal ?? '?'}: ${faultWords[what]}.`
}

function evidenceLine(finding: EvidenceFinding): string {
  return finding.what === 'key'
    ? `Khóa ký của máy ${finding.key}: đã bị sửa.`
    : `Lượt ${finding.inspection}, niêm phong ${finding.seal}: ${evidenceWords[finding.what]}.`
}

function auditWords(finding: AuditFinding): string {
  switch (finding.what) {
    case 'changed':
      return `Nhật ký, dòng ${finding.no}: nội dung đã bị sửa.`
    case 'lost':
      return finding.from === finding.to
        ? `Nhật ký: thiếu dòng ${finding.from}.`
        : `Nhật ký: thiếu các dòng từ ${finding.from} đến ${finding.to}.`
    case 'unlinked':
      return `Nhật ký, dòng ${finding.no}: không nối tiếp dòng trước.`
    case 'beginning':
      return 'Nhật ký: không có dòng mở đầu.'
    case 'unanchored':
      return `Lượt ${finding.inspection}, niêm phong ${finding.seal}: không có trong nhật ký.`
    case 'sealGone':
      return `Nhật ký, dòng ${finding.no}: niêm phong ${finding.seal} của lượt ${finding.inspection} không còn hoặc đã khác.`
    case 'earlierSeals':
      return `Niêm phong có từ trước khi mở nhật ký: nhật ký ghi ${finding.expected}, nay có ${finding.found} và không khớp.`
    default:
      return finding satisfies never
  }
}
