import * as z from 'zod/mini'
import { REFUSAL_REASON_MAX, SIGNER_NAME_MAX, type SignatureMark } from '../../../domain/signature.ts'
import { isInk, STROKES_MAX, strokesOf } from '../../../domain/strokes.ts'

const nameSchema = z.string().check(z.trim(), z.maxLength(SIGNER_NAME_MAX, `Không dài quá ${SIGNER_NAME_MAX} ký tự.`))
const pointSchema = z.object({ x: z.number(), y: z.number() })

/** What the dialog is filled in with. */
export const signingSchema = z
  .object({
    how: z.enum(['drawn', 'typed', 'refused']),
    name: nameSchema,
    position: nameSchema,
    lines: z.array(z.array(pointSchema)).check(z.maxLength(STROKES_MAX, 'Quá nhiều nét. Hãy xóa hết và ký lại.')),
    confirmed: z.boolean(),
    reason: z.string().check(z.trim(), z.maxLength(REFUSAL_REASON_MAX, `Lý do dài quá ${REFUSAL_REASON_MAX} ký tự.`)),
  })
  .check(
    z.refine(({ how, name }) => how === 'refused' || name !== '', {
      path: ['name'],
      error: 'Nhập họ và tên người ký.',
    }),
    z.refine(({ how, lines }) => how !== 'drawn' || isInk(strokesOf(lines)), {
      path: ['lines'],
      error: 'Chưa thấy chữ ký. Hãy ký vào ô trắng, hoặc chọn “Gõ tên”.',
    }),
    z.refine(({ how, confirmed }) => how !== 'typed' || confirmed, {
      path: ['confirmed'],
      error: 'Cần đánh dấu xác nhận.',
    }),
  )
export type SigningForm = z.infer<typeof signingSchema>

export function markOf({ how, lines, reason }: SigningForm): SignatureMark {
  switch (how) {
    case 'drawn':
      return { is: 'drawn', strokes: strokesOf(lines) }
    case 'typed':
      return { is: 'typed' }
    case 'refused':
      return { is: 'refused', reason }
    default:
      return how satisfies never
  }
}
