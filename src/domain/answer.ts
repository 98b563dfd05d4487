import * as z from 'zod/mini'
import { canonicalJson } from './canonical.ts'
import type { Item } from './checklist.ts'
import { isoDateSchema } from './date.ts'
import { followUpSchema, planSchema } from './plan.ts'

/**
 * One answer. Three things that look alike are kept apart: nothing said yet
 * (`value: null`), "không áp dụng" (`notApplicable`) and "không" (`fail`).
 */

const decimalSchema = z.string().check(z.regex(/^-?\d+(\.\d+)?$/), z.maxLength(60))
const markSchema = z.enum(['pass', 'fail', 'notApplicable'])
const countSchema = z.int().check(z.gte(0), z.lte(1_000_000_000))

const readingSchema = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('number'), number: decimalSchema }),
  z.strictObject({ is: z.literal('below'), number: decimalSchema }),
  z.strictObject({ is: z.literal('notDetected') }),
])

/** One chance to clean hands; a chance may carry several of the five moments. */
const opportunitySchema = z.strictObject({
  id: z.string(),
  profession: z.enum(['doctor', 'nurse', 'midwife', 'technician', 'cleaner', 'student', 'other']),
  moments: z.array(z.int().check(z.gte(1), z.lte(5))).check(z.minLength(1), z.maxLength(5)),
  action: z.enum(['rub', 'wash', 'missed']),
  gloves: z.optional(z.boolean()),
  technique: z.optional(markSchema),
  duration: z.optional(markSchema),
})
export type Opportunity = z.infer<typeof opportunitySchema>

const simpleValues = [
  z.strictObject({ is: z.literal('notApplicable') }),
  /** Asked for, but the facility has no result to show: not a pass, and not a failure. */
  z.strictObject({ is: z.literal('noData') }),
  z.strictObject({ is: z.literal('verdict'), verdict: z.enum(['pass', 'fail']) }),
  z.strictObject({ is: z.literal('level'), level: z.int().check(z.gte(0), z.lte(100)) }),
  /** `verdict` only where the rule leaves the conclusion to the inspector. */
  z.strictObject({
    is: z.literal('reading'),
    reading: readingSchema,
    verdict: z.optional(z.enum(['pass', 'fail'])),
  }),
  /** `verdict` as with a reading. */
  z.strictObject({
    is: z.literal('ratio'),
    numerator: countSchema,
    denominator: countSchema,
    verdict: z.optional(z.enum(['pass', 'fail'])),
  }),
  z.strictObject({ is: z.literal('detected'), detected: z.boolean() }),
  z.strictObject({ is: z.literal('date'), date: isoDateSchema }),
  z.strictObject({ is: z.literal('marks'), marks: z.record(z.string(), markSchema) }),
  z.strictObject({ is: z.literal('counts'), counts: z.record(z.string(), countSchema) }),
  z.strictObject({ is: z.literal('opportunities'), list: z.array(opportunitySchema).check(z.maxLength(2000)) }),
  z.strictObject({
    is: z.literal('storage'),
    wasteKind: z.enum(['infectious', 'hazardous']),
    received: z.boolean(),
    celsius: z.nullable(decimalSchema),
    kgPerDay: z.nullable(decimalSchema),
    days: decimalSchema,
  }),
  z.strictObject({ is: z.literal('text'), text: z.string().check(z.maxLength(2000)) }),
] as const

const singleValueSchema = z.discriminatedUnion('is', simpleValues)
export type SingleValue = z.infer<typeof singleValueSchema>

export const answerValueSchema = z.discriminatedUnion('is', [
  ...simpleValues,
  /** The same question answered at several sites or rooms. */
  z.strictObject({
    is: z.literal('places'),
    places: z.array(z.strictObject({ id: z.string(), name: z.string(), value: singleValueSchema })),
  }),
])
export type AnswerValue = z.infer<typeof answerValueSchema>

/** 2,000 characters: about a full page; a longer note belongs in the minutes. */
export const NOTE_MAX = 2000

export const answerSchema = z.strictObject({
  value: z.nullable(answerValueSchema),
  note: z.optional(z.string().check(z.maxLength(NOTE_MAX))),
  /** What will be done about it: part of the answer, so that it is saved, merged and sealed as the answer is. */
  plan: z.optional(planSchema),
  /** Whether what an earlier visit planned for the item has been done. */
  followUp: z.optional(followUpSchema),
})
export type Answer = z.infer<typeof answerSchema>
export type Answers = Readonly<Record<string, Answer>>

/**
 * Whether an answer says nothing, as one that was given and taken back. Members that
 * a newer app has added count too: every version must agree on what is sealed.
 */
export function saysNothing({ value, ...more }: Answer): boolean {
  return value === null && Object.values(more).every(isUnsaid)
}

/** The answer with something said anew; what is empty is left out, what this app does not know stays. */
export function withSaid(answer: Answer, said: { [K in keyof Answer]?: Answer[K] | undefined }): Answer {
  const { value, note, plan, followUp, ...unknown } = { ...answer, ...said }
  const more = Object.entries({ note, plan, followUp, ...unknown }).filter(([, member]) => !isUnsaid(member))
  return { value: value ?? null, ...Object.fromEntries(more) }
}

function isUnsaid(member: unknown): boolean {
  return member === undefined || member === ''
}

/** By which a mutation names the answer that its author saw: 32 bits of its digest; whole, it would double what a change costs on the line. */
export function printOf(sha256: string): string {
  return sha256.slice(0, 8)
}

/** In whichever order their members were written. */
export function isSameAnswer(a: Answer, b: Answer): boolean {
  return canonicalJson(a) === canonicalJson(b)
}

/**
 * Whether a value can belong to an item: the server asks before it keeps an
 * answer, because a device may be old, broken or lying.
 */
export function fits(item: Item, value: AnswerValue): boolean {
  if (value.is === 'notApplicable') return item.allowsNotApplicable
  if (value.is === 'places')
    return item.each !== undefined && value.places.every((place) => fits({ ...item, each: undefined }, place.value))
  const { input } = item
  switch (input.kind) {
    case 'passFail':
      return value.is === 'verdict'
    case 'scale':
      return value.is === 'level' && value.level >= (input.min ?? 0) && value.level <= input.max
    case 'measure':
      if (value.is === 'noData') return input.rule.by === 'limit' || input.rule.by === 'recorded'
      if (value.is !== 'reading') return false
      if (value.reading.is !== 'number' && !input.allowsBelow) return false
      return (input.rule.by === 'inspector') === (value.verdict !== undefined)
    case 'ratio':
      if (value.is === 'noData') return input.rule.by === 'recorded'
      if (value.is !== 'ratio' || value.numerator > value.denominator) return false
      // Of nothing there is nothing to conclude.
      if (value.denominator === 0) return value.verdict === undefined
      return (input.rule.by === 'inspector') === (value.verdict !== undefined)
    case 'detect':
      return value.is === 'detected' || value.is === 'noData'
    case 'date':
      return value.is === 'date'
    case 'ladder':
    case 'bundle':
      return value.is === 'marks' && Object.keys(value.marks).every((id) => input.parts.some((part) => part.id === id))
    case 'lines':
      return (
        value.is === 'counts' && Object.keys(value.counts).every((id) => input.lines.some((line) => line.id === id))
      )
    case 'observation':
      return value.is === 'opportunities' && input.sameAs === null
    case 'storageTime':
      return value.is === 'storage'
    case 'text':
      return value.is === 'text'
    default:
      return input satisfies never
  }
}
