import { dateInVietnam, formatDate, timeInVietnam } from './date.ts'
import type { InspectionKind } from './people.ts'
import type { Signature, SignerRole } from './signature.ts'

/** Who signs, from left to right in the minutes: the one who chairs stands right, as the form has it. */
export function signerRolesOf(kind: InspectionKind): readonly SignerRole[] {
  return kind === 'inspection' ? ['facility', 'secretary', 'head'] : ['secretary', 'facility']
}

export const signerRoleNames: Record<SignerRole, string> = {
  facility: 'Đại diện cơ sở',
  secretary: 'Thư ký',
  head: 'Trưởng đoàn',
}

/** "Ký trên máy lúc 10:42 ngày 22/11/2026" */
export function signedWords({ mark, at }: Pick<Signature, 'mark' | 'at'>): string {
  const how = { drawn: 'Ký trên máy', typed: 'Ký bằng tên gõ', refused: 'Từ chối ký' }[mark.is]
  return `${how} lúc ${timeInVietnam(at)} ngày ${formatDate(dateInVietnam(at))}`
}

/** "Đại diện cơ sở (ông/bà Lò Văn Trạm) từ chối ký. Lý do: …"; null where they did sign. */
export function refusalWords({ role, name, mark }: Pick<Signature, 'role' | 'name' | 'mark'>): string | null {
  if (mark.is !== 'refused') return null
  const who = `${signerRoleNames[role]}${name ? ` (ông/bà ${name})` : ''} từ chối ký.`
  return mark.reason ? `${who} Lý do: ${mark.reason}` : who
}
