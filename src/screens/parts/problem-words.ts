import { messageOf, Problem, type ProblemCode } from '../../domain/problem.ts'

/** The sentence and the code of anything that was thrown. What nobody expected counts as a failed write on this device. */
export function problemWords(error: unknown): { code: ProblemCode; message: string } {
  if (error instanceof Problem) return { code: error.code, message: error.message }
  console.error(error)
  return { code: 'DEVICE_STORAGE_FAILED', message: messageOf('DEVICE_STORAGE_FAILED') }
}
