import { answerInWords } from '../answer-words.ts'
import type { Checklist, Item } from '../checklist.ts'
import { answersIn, type InspectionRecord } from '../inspection.ts'
import { itemNumber, itemsOf } from '../items.ts'
import { limitOfParameter } from '../scoring/limit.ts'
import type { ItemScore } from '../scoring/result.ts'
import { score } from '../scoring/score.ts'

/**
 * What one visit says of the wastewater it looked at: each parameter with its reading
 * and the limit that held for this facility on that day. It is written down when the
 * visit is sealed, and no later table of limits changes it.
 */
export type WaterSample = {
  /** "QCVN 28:2010/BTNMT": of the table that the checklist carries. */
  standard: string
  /** Null where the slip's day was not written down. */
  sampledOn: string | null
  /** What else the slip says: where the sample was taken, who analysed it. */
  slip: { question: string; words: string }[]
  parameters: WaterParameter[]
}

export type WaterParameter = {
  item: string
  number: string
  name: string
  /** "61 mg/l", "<0,01 mg/l", "KPH", "Không phát hiện", "Chưa có số liệu". */
  words: string
  /** "Cmax = 50 × 1,2 = 60 mg/l"; null where nobody can say. */
  limit: string | null
  /** Which column and factor, or why there is no limit. */
  why: string
  state: ItemScore['state']
}

/** @returns null where the checklist has no table of limits, or nothing of it was answered */
export function waterSampleOf({ head, cells }: InspectionRecord, checklist: Checklist): WaterSample | null {
  const { limits } = checklist
  if (limits === null) return null
  const answers = answersIn(cells)
  const context = { checklist, facts: head.facts, date: head.date }
  const { byItem } = score(checklist, head.facts, answers, context)
  const parameters = itemsOf(checklist).flatMap((item): WaterParameter[] => {
    const parameter = parameterOf(item)
    const value = answers[item.id]?.value ?? null
    const scored = byItem[item.id]
    if (parameter === null || value === null || value.is === 'notApplicable' || !scored) return []
    const known = limits.parameters.find(({ id }) => id === parameter)
    const limit = known && limitOfParameter(known.id, context, answers)
    return [
      {
        item: item.id,
        number: itemNumber(item),
        name: known?.name ?? item.question,
        words: answerInWords(item, value),
        limit: (limit?.known ? limit.text : scored.limit) ?? null,
        why: limit?.why ?? '',
        state: scored.state,
      },
    ]
  })
  if (parameters.length === 0) return null
  const slip = checklist.sections.find(({ items }) => items.some(({ id }) => id === limits.sampledOn))
  const sampled = answers[limits.sampledOn ?? '']?.value
  return {
    standard: limits.standard,
    sampledOn: sampled?.is === 'date' ? sampled.date : null,
    slip: (slip?.items ?? []).flatMap((item) => {
      const value = answers[item.id]?.value
      return value?.is === 'text' ? [{ question: item.question, words: value.text }] : []
    }),
    parameters,
  }
}

/** The parameter that an item holds; '' for one that is only found or not found; null where the item holds none. */
function parameterOf({ input }: Item): string | null {
  if (input.kind === 'measure' && input.rule.by === 'limit') return input.rule.parameter
  return input.kind === 'detect' && input.byTable ? '' : null
}
