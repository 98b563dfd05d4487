import { useState } from 'react'
import type { FieldValues, Path, UseFormReturn } from 'react-hook-form'
import type { Problem, ProblemCode } from '../../domain/problem.ts'
import { askProblemOf } from './ask-problem.tsx'

/** Beside which field a problem of the server is said. */
export type Beside<V extends FieldValues> = Partial<Record<ProblemCode, Path<V>>>

/**
 * Carries out an act that a form describes. What the server says of a field stands
 * beside that field and takes the focus; the rest is given back as `problem`.
 *
 * @param wordsFor the sentence of a problem beside a field
 */
export function useFormAct<V extends FieldValues>(
  form: UseFormReturn<V>,
  beside: Beside<V>,
  wordsFor: (problem: Problem) => string = ({ message }) => message,
) {
  const [problem, setProblem] = useState<Problem | null>(null)

  async function run(act: () => Promise<void>): Promise<void> {
    setProblem(null)
    try {
      await act()
    } catch (error) {
      const said = askProblemOf(error)
      const field = beside[said.code]
      if (field) form.setError(field, { message: wordsFor(said) }, { shouldFocus: true })
      else setProblem(said)
    }
  }

  return { problem, run }
}
