import { useState } from 'react'
import { type Proof, sayStep } from '../../device/store/steps.ts'
import { useCurrentStore } from '../../device/store/use-store.ts'
import { Problem, type ProblemCode } from '../../domain/problem.ts'
import type { Saying } from '../../domain/step.ts'

/** Says something of an inspection, and what kept it from being kept. */
export function useSaying(insp: string) {
  const store = useCurrentStore()
  const [problem, setProblem] = useState<ProblemCode | null>(null)
  const [isSaving, setSaving] = useState(false)

  /** @returns whether it is kept on this device */
  async function say(saying: Saying, proof: readonly Proof[] = []): Promise<boolean> {
    setProblem(null)
    setSaving(true)
    try {
      await sayStep(store, insp, saying, proof)
      return true
    } catch (error) {
      if (!(error instanceof Problem)) console.error(error)
      setProblem(error instanceof Problem ? error.code : 'DEVICE_STORAGE_FAILED')
      return false
    } finally {
      setSaving(false)
    }
  }

  return { say, problem, isSaving }
}
