import { dateInVietnam, formatDate, timeInVietnam } from '../domain/date.ts'
import { shortHash } from '../domain/evidence.ts'
import type { InspectionKind } from '../domain/people.ts'
import { lastOf, type Signature, type SignerRole } from '../domain/signature.ts'
import { signedWords, signerRolesOf } from '../domain/signature-words.ts'
import type { Code, Letterhead, Mark, Signer } from './paper.ts'
import type { PaperSource } from './source.ts'

/** Room for a hand to write in; within a line. */
export const GAP = '.'.repeat(12)

/**
 * "ngày 05 tháng 02 năm 2026": days below ten and the first two months with a nought
 * before them (Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần I, mục II.4).
 */
export function dateOfDocument(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-')
  return `ngày ${day} tháng ${Number(month) > 2 ? Number(month) : month} năm ${year}`
}

/** What an inspection's paper begins with. Who issues it, its number and its place are not known to the app. */
export function letterhead({ head }: PaperSource): Letterhead {
  return {
    is: 'letterhead',
    parent: null,
    // Who assesses itself issues the paper itself.
    issuer: head.kind === 'selfAssessment' ? head.facilityName : null,
    symbol: `Số: ${GAP}/BB-${GAP}`,
    placeAndDate: `${GAP}${GAP}, ${dateOfDocument(head.date)}`,
  }
}

export const subjects: Record<InspectionKind, string> = {
  inspection: 'Kiểm tra, chấm điểm',
  selfAssessment: 'Tự đánh giá',
}

/** "BẢN NHÁP" before it was handed in; invented facilities say so on every page. */
export function watermarkOf({ seal, facility }: PaperSource): string | null {
  const words = [...(seal ? [] : ['BẢN NHÁP']), ...(facility?.demonstration ? ['MINH HỌA'] : [])]
  return words.length > 0 ? words.join(' – ') : null
}

/** What stands at the foot of each page. */
export function footOf({ seal }: PaperSource): string {
  return seal
    ? `Mã kiểm chứng ${shortHash(seal.digest)} · Sổ Kiểm`
    : 'Bản nháp, chưa nộp: không có mã kiểm chứng · Sổ Kiểm'
}

/** The code with the whole digest; null on a draft, which nobody could compare with anything. */
export function codeOf({ seal }: PaperSource): Code | null {
  if (!seal) return null
  const { receipt } = seal
  return {
    address: seal.address,
    lines: [
      shortHash(seal.digest),
      `SHA-256: ${(seal.digest.match(/.{8}/g) ?? []).join(' ')}`,
      receipt
        ? `Máy chủ xác nhận lúc ${timeInVietnam(receipt.at)} ngày ${formatDate(dateInVietnam(receipt.at))}, biên nhận ${receipt.code}.`
        : 'Lập trên máy của người nộp, chưa có biên nhận của máy chủ.',
      'Quét mã để biết tờ giấy có khớp với bản máy chủ đang giữ không.',
    ],
  }
}

const signerTitles: Record<SignerRole, { title: string; hint: string }> = {
  facility: { title: 'ĐẠI DIỆN CƠ SỞ', hint: '(Ký, ghi rõ họ tên, đóng dấu)' },
  secretary: { title: 'THƯ KÝ', hint: '(Ký, ghi rõ họ tên)' },
  head: { title: 'TRƯỞNG ĐOÀN', hint: '(Ký, ghi rõ họ tên, đóng dấu)' },
}

/** Who signs, from left to right; the one who chairs stands right, as the form has it. */
export function signersOf({ head, signatures = [] }: PaperSource, roles?: readonly SignerRole[]): Signer[] {
  return (roles ?? signerRolesOf(head.kind)).map((role) => {
    const signed = lastOf(signatures, role)
    return { ...signerTitles[role], name: signed?.name || null, mark: signed ? markOf(signed) : null }
  })
}

function markOf(signature: Signature): Mark {
  const { mark } = signature
  const words = signedWords(signature)
  return mark.is === 'drawn' ? { is: 'drawn', strokes: mark.strokes, words } : { is: 'words', words }
}
