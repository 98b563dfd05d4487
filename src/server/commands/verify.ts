import { createReadStream, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { type AuditFinding, followChains, verifyAudit } from '../audit/verify-audit.ts'
import { type EvidenceFault, type EvidenceFinding, verifyEvidence } from '../audit/verify-evidence.ts'
import { type PictureFinding, verifyPictures } from '../audit/verify-pictures.ts'
import { type Finding, type SealFault, verifySeals } from '../audit/verify-seals.ts'
import { ConfigError } from '../config.ts'
import { type AuditRow, SYSTEM_CHAIN } from '../storage/audit.ts'
import type { BucketSettings } from '../storage/bucket.ts'
import { openDatabase } from '../storage/database.ts'
import { openPictureStore } from '../storage/picture-store.ts'
import { requireDatabase, requireMigrated } from './require-database.ts'

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
 * @throws ConfigError where there is no database, or one that an older server wrote
 */
export async function verify(asked: Asked, say: (line: string) => void): Promise<boolean> {
  const { database, dataDir, bucket, pictures } = asked
  requireDatabase(database)
  const db = openDatabase(database)
  const faults = counted(say)
  try {
    await requireMigrated(db)
    const { inspections, seals } = await verifySeals(db, (finding) => faults.tell(sealWords(finding)))
    say(`Đã soát ${inspections} lượt đã nộp, ${seals} niêm phong: ${faults.total()}.`)
    const { lines } = await verifyAudit(db, (finding) => faults.tell(auditWords(finding)))
    say(`Đã soát ${lines} dòng nhật ký: ${faults.total()}.`)
    const { receipts, signatures } = await verifyEvidence(db, (finding) => faults.tell(evidenceLine(finding)))
    say(`Đã soát ${receipts} biên nhận, ${signatures} chữ ký của máy: ${faults.total()}.`)
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
 * hash, and each against the one before it in its chain.
 *
 * @returns whether every line is as it was written
 * @throws ConfigError where there is no such file
 */
export async function verifyExport(file: string, say: (line: string) => void): Promise<boolean> {
  if (!existsSync(file)) throw new ConfigError([`Không có tệp ${file}.`])
  const faults = counted(say)
  const chains = followChains((finding) => faults.tell(auditWords(finding)))
  let at = 0
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    at += 1
    const row = rowIn(line)
    if (row) chains.take(row)
    else faults.tell(`Tệp, dòng ${at}: không đọc được.`)
  }
  chains.end()
  say(`Đã soát ${at} dòng nhật ký trong tệp: ${faults.total()}.`)
  if (faults.none())
    for (const [chain, { no, sha256 }] of chains.ends)
      say(`Mã băm của dòng cuối${ofChain(chain)} (dòng ${no}): ${sha256}`)
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

/** Of the system's chain nothing is said: in a small installation people know of one log. */
const ofChain = (chain: string) => (chain === SYSTEM_CHAIN ? '' : ` của tỉnh ${chain}`)

function auditWords(finding: AuditFinding): string {
  const log = 'chain' in finding ? `Nhật ký${ofChain(finding.chain)}` : 'Nhật ký'
  switch (finding.what) {
    case 'changed':
      return `${log}, dòng ${finding.no}: nội dung đã bị sửa.`
    case 'lost':
      return finding.from === finding.to
        ? `${log}: thiếu dòng ${finding.from}.`
        : `${log}: thiếu các dòng từ ${finding.from} đến ${finding.to}.`
    case 'unlinked':
      return `${log}, dòng ${finding.no}: không nối tiếp dòng trước.`
    case 'beginning':
      return `${log}: không có dòng mở đầu.`
    case 'unanchored':
      return `Lượt ${finding.inspection}, niêm phong ${finding.seal}: không có trong nhật ký.`
    case 'sealGone':
      return `${log}, dòng ${finding.no}: niêm phong ${finding.seal} của lượt ${finding.inspection} không còn hoặc đã khác.`
    case 'earlierSeals':
      return `Niêm phong có từ trước khi mở nhật ký: nhật ký ghi ${finding.expected}, nay có ${finding.found} và không khớp.`
    default:
      return finding satisfies never
  }
}
