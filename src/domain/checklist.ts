import * as z from 'zod/mini'
import { isoDateSchema } from './date.ts'
import { facilityTypeSchema, factConditionSchema, regionSchema } from './facts.ts'
import { basisSchema, legalDocumentSchema } from './law.ts'

/**
 * A published version of a checklist (bộ tiêu chí): everything the engine, the
 * screens and the minutes need, as data. A published version never changes;
 * it is named by id, version and the hash of its content.
 *
 * Points are whole hundredths (150 = 1.5). Thresholds are canonical decimal text.
 */

const decimalSchema = z.string().check(z.regex(/^-?\d+(\.\d+)?$/))
const hundredthsSchema = z.int().check(z.nonnegative())
const textSchema = z.string().check(z.minLength(1))

/**
 * Where a wording or a figure comes from: the legal text itself, one of the
 * source documents, our own proposal, or not known. Nothing may hide a proposal.
 */
export const originSchema = z.enum(['official', 'source', 'proposed', 'unknown'])
export type Origin = z.infer<typeof originSchema>

export const applicabilitySchema = z.strictObject({
  types: z.array(facilityTypeSchema).check(z.minLength(1)),
  minBeds: z.optional(z.int()),
  /** Exclusive: `belowBeds: 150` is "dưới 150 giường". */
  belowBeds: z.optional(z.int()),
  zones: z.optional(z.array(z.union([z.literal(1), z.literal(2), z.literal(3)]))),
  /** All of these facts must hold. */
  requires: z.optional(z.array(factConditionSchema)),
})
export type Applicability = z.infer<typeof applicabilitySchema>

/** From this value on (or up to it, see `better`) the item earns `points`; a step may itself be a critical failure. */
const stepSchema = z.strictObject({
  bound: decimalSchema,
  /** Whether the bound itself belongs to the step; default yes. */
  exclusive: z.optional(z.boolean()),
  points: hundredthsSchema,
  /** Where this figure comes from; that of the rule unless said. */
  origin: z.optional(originSchema),
})

/** How a number turns into points. */
export const numberRuleSchema = z.discriminatedUnion('by', [
  /** Limit of a parameter that depends on the facility and the date (`limits` below). */
  z.strictObject({ by: z.literal('limit'), parameter: z.string() }),
  /** Against one target, all or nothing, or in proportion to how much of it is reached. */
  z.strictObject({
    by: z.literal('target'),
    better: z.enum(['higher', 'lower']),
    target: decimalSchema,
    /** Whether the target itself falls short ("trên 95 %"); default no. */
    exclusive: z.optional(z.boolean()),
    partial: z.enum(['none', 'proportional']),
    /** Below this value it is a critical failure, whatever it earns. */
    criticalBelow: z.optional(decimalSchema),
    origin: originSchema,
  }),
  /** Bands, best first. Past the last band: no points, and a critical failure if `elseCritical`. */
  z.strictObject({
    by: z.literal('steps'),
    better: z.enum(['higher', 'lower']),
    steps: z.array(stepSchema).check(z.minLength(1)),
    elseCritical: z.boolean(),
    origin: originSchema,
  }),
  /** At most so much, by the socio-economic region of the facility; each figure with its own origin. */
  z.strictObject({
    by: z.literal('region'),
    better: z.literal('lower'),
    targets: z.record(regionSchema, z.strictObject({ target: decimalSchema, origin: originSchema })),
  }),
  /** Against a number in the facility's permit. */
  z.strictObject({ by: z.literal('permit'), fact: z.enum(['maxFlow']), better: z.literal('lower') }),
  /** The threshold is unknown or local: the inspector records the value and concludes. */
  z.strictObject({ by: z.literal('inspector'), reference: z.nullable(textSchema) }),
  /** Trend only: points for having the number at all, whatever it is. */
  z.strictObject({ by: z.literal('recorded') }),
  /** The value is the score (WHO components, 0–100 each). */
  z.strictObject({ by: z.literal('value'), max: decimalSchema }),
])
export type NumberRule = z.infer<typeof numberRuleSchema>

export const dateRuleSchema = z.discriminatedUnion('by', [
  /** On or before a deadline that is a setting of the checklist; late steps earn less. */
  z.strictObject({
    by: z.literal('deadline'),
    setting: z.string(),
    steps: z.array(z.strictObject({ daysLate: z.int(), points: hundredthsSchema })).check(z.minLength(1)),
  }),
  /** Not older than so many months on the day of the visit; the permit's own interval goes first. */
  z.strictObject({
    by: z.literal('within'),
    months: z.int().check(z.positive()),
    permitFirst: z.boolean(),
    origin: originSchema,
  }),
  z.strictObject({ by: z.literal('recorded') }),
])
export type DateRule = z.infer<typeof dateRuleSchema>

const partSchema = z.strictObject({ id: z.string(), text: textSchema })

/** What the inspector enters, and how it is scored. */
export const inputSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('passFail') }),
  /** From `min` (0 unless said) to max; earns points × value ÷ max. A level 1–5 typed by hand begins at 1. */
  z.strictObject({
    kind: z.literal('scale'),
    min: z.optional(z.int().check(z.gte(1))),
    max: z.int().check(z.gte(1)),
    /** One for each value, the least first. */
    labels: z.optional(z.array(textSchema)),
  }),
  z.strictObject({
    kind: z.literal('measure'),
    unit: z.string(),
    /** Whether "<0,01" and "KPH" make sense for this measure. */
    allowsBelow: z.boolean(),
    rule: numberRuleSchema,
  }),
  /** Numerator ÷ denominator in per cent; both are kept. */
  z.strictObject({ kind: z.literal('ratio'), numerator: textSchema, denominator: textSchema, rule: numberRuleSchema }),
  /** Found or not found ("KPH") in the sample; not found passes. */
  z.strictObject({
    kind: z.literal('detect'),
    /** Judged only where the table of limits holds for the facility on that day; without it, always. */
    byTable: z.optional(z.boolean()),
  }),
  z.strictObject({ kind: z.literal('date'), rule: dateRuleSchema }),
  /** Levels 1–5 from sub-items: any level-1 violation → 1; level n needs all of 2…n. */
  z.strictObject({
    kind: z.literal('ladder'),
    parts: z.array(z.extend(partSchema, { level: z.int().check(z.gte(1), z.lte(5)) })),
  }),
  /** All or none: one missing part fails the bundle. */
  z.strictObject({ kind: z.literal('bundle'), parts: z.array(partSchema).check(z.minLength(1)) }),
  /** Lines with a required count per zone; earns by the share of lines that reach it. */
  z.strictObject({
    kind: z.literal('lines'),
    lines: z
      .array(z.extend(partSchema, { required: z.record(z.enum(['1', '2', '3']), z.nullable(z.int())) }))
      .check(z.minLength(1)),
    rule: numberRuleSchema,
  }),
  /** Hand-hygiene opportunities by the five moments; one mini-table serves several items. */
  z.strictObject({
    kind: z.literal('observation'),
    counts: z.enum(['compliance', 'technique', 'duration', 'gloveMisuse']),
    /** Only opportunities that carry one of these moments; empty: all. */
    moments: z.array(z.int().check(z.gte(1), z.lte(5))),
    /** The item that holds the opportunities; null on that item itself. */
    sameAs: z.nullable(z.string()),
    smallSampleBelow: z.int(),
    /** With fewer opportunities nothing is concluded of these moments: neither points nor a critical failure. */
    concludesFrom: z.optional(z.int()),
    critical: z.nullable(z.strictObject({ below: decimalSchema, fromSample: z.int() })),
    rule: numberRuleSchema,
  }),
  /** Days that infectious waste may be stored: kind × kg a day × temperature × own or cluster. */
  z.strictObject({
    kind: z.literal('storageTime'),
    rows: z.array(
      z.strictObject({
        wasteKind: z.enum(['infectious', 'hazardous']),
        received: z.boolean(),
        belowCelsius: z.nullable(decimalSchema),
        belowKgPerDay: z.nullable(decimalSchema),
        maxDays: z.int(),
      }),
    ),
  }),
  /** A fact noted for the record; never scored. */
  z.strictObject({ kind: z.literal('text') }),
])
export type Input = z.infer<typeof inputSchema>

export const evidenceKinds = ['photo', 'document', 'measurement', 'interview', 'observation'] as const
export type EvidenceKind = (typeof evidenceKinds)[number]

export const itemSchema = z.strictObject({
  id: textSchema,
  /** The number in the official text, where it is known. */
  officialNumber: z.optional(z.string()),
  question: textSchema,
  input: inputSchema,
  /** Most that can be earned, in hundredths; 0 for an item that only passes or fails. */
  points: hundredthsSchema,
  pointsOrigin: originSchema,
  wordingOrigin: originSchema,
  /** Điểm liệt: a failure caps the grade. */
  critical: z.boolean(),
  /** Earns points without adding to the maximum. */
  bonus: z.optional(z.boolean()),
  allowsNotApplicable: z.boolean(),
  howToCheck: textSchema,
  /** What shows that the answer is right: something to do while answering. */
  evidence: z.array(z.enum(evidenceKinds)),
  /** Nobody hands in without it: only where the source itself says so. */
  evidenceRequired: z.optional(z.boolean()),
  appliesTo: applicabilitySchema,
  /** Answered once for the facility, at each of its sites, or in each room looked at. */
  each: z.optional(z.enum(['site', 'room'])),
  /** The period the number is about ("năm", "quý"), where it has one. */
  period: z.optional(z.string()),
  basis: z.array(basisSchema),
  remark: z.optional(z.string()),
})
export type Item = z.infer<typeof itemSchema>

const bandSchema = z.strictObject({
  id: textSchema,
  title: textSchema,
  /** Least percentage (or points, or mean level: see `grading.by`) of the band; null for the lowest. */
  atLeast: z.nullable(decimalSchema),
  tone: z.enum(['pass', 'partial', 'fail']),
})
export type Band = z.infer<typeof bandSchema>

export const sectionSchema = z.strictObject({
  id: textSchema,
  title: textSchema,
  /** What the items' points must add up to, in hundredths; null where the section is not scored. */
  points: z.nullable(hundredthsSchema),
  pointsOrigin: originSchema,
  /** `sum` counts in the total; `unscored` only passes or fails; `apart` is followed beside the total. */
  counts: z.enum(['sum', 'unscored', 'apart']),
  items: z.array(itemSchema).check(z.minLength(1)),
})
export type Section = z.infer<typeof sectionSchema>

/** A condition beside the percentage; where it fails the grade falls to `capTo`. */
const gateSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('noCriticalFailure'), capTo: z.string() }),
  z.strictObject({ kind: z.literal('eachSection'), atLeast: decimalSchema, capTo: z.string() }),
  z.strictObject({ kind: z.literal('noItemAtZero'), capTo: z.string() }),
])
export type Gate = z.infer<typeof gateSchema>

/** Limits of discharged wastewater: C by column, times K for the parameters that say so. */
export const limitTableSchema = z.strictObject({
  id: z.string(),
  standard: textSchema,
  basis: z.array(basisSchema),
  /** Why a facility that treats infectious disease has column A. */
  infectiousBasis: z.optional(z.array(basisSchema)),
  /** A facility running or approved before this date may keep the table … */
  forFacilitiesBefore: isoDateSchema,
  /** … for samples taken up to and including this date. */
  samplesUntil: isoDateSchema,
  /** The item that holds the day of sampling; the day of the visit where it says none. */
  sampledOn: z.optional(z.string()),
  k: z.strictObject({ hospitalFromBeds: z.int(), large: decimalSchema, other: decimalSchema }),
  parameters: z.array(
    z.strictObject({
      id: z.string(),
      name: textSchema,
      row: textSchema,
      unit: z.string(),
      columnA: z.strictObject({ min: z.nullable(decimalSchema), max: z.nullable(decimalSchema) }),
      columnB: z.strictObject({ min: z.nullable(decimalSchema), max: z.nullable(decimalSchema) }),
      timesK: z.boolean(),
    }),
  ),
  /** Said where no table fits: the standards that a person must choose between, and why the numbers are missing. */
  otherwise: textSchema,
})
export type LimitTable = z.infer<typeof limitTableSchema>

const settingSchema = z.strictObject({ id: z.string(), title: textSchema, value: z.string(), origin: originSchema })

/** What cannot be right, or may be typed in another unit: said as a warning and never as a score. */
const plausibilitySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('notLess'), item: z.string(), than: z.string(), message: textSchema }),
  /** Above its limit as typed, within it once multiplied by `factor`: the slip may give another unit. */
  z.strictObject({ kind: z.literal('otherUnit'), item: z.string(), factor: decimalSchema, message: textSchema }),
])

export const checklistSchema = z.strictObject({
  id: textSchema,
  version: z.string().check(z.regex(/^\d+\.\d+$/)),
  title: textSchema,
  shortTitle: textSchema,
  /** What a reader must know about where points and wording come from. */
  notice: textSchema,
  inForceFrom: isoDateSchema,
  facilityTypes: z.array(facilityTypeSchema).check(z.minLength(1)),
  sections: z.array(sectionSchema).check(z.minLength(1)),
  /** One of the tools that are offered apart, for those who ask for it. */
  optional: z.optional(z.boolean()),
  grading: z.strictObject({
    /**
     * What the bands are read against: the percentage unless said; the points of a
     * tool with a fixed maximum; the mean of levels 1–5, each item weighing its points.
     */
    by: z.optional(z.enum(['points', 'meanLevel'])),
    /** Best first; the last has no lower bound. Empty where the source's own bands are not known. */
    bands: z.array(bandSchema),
    gates: z.array(gateSchema),
    origin: originSchema,
  }),
  limits: z.nullable(limitTableSchema),
  sites: z.nullable(z.strictObject({ combine: z.enum(['worst', 'mean', 'main']), origin: originSchema })),
  settings: z.array(settingSchema),
  plausibility: z.array(plausibilitySchema),
  /** Every document that a basis names. */
  documents: z.array(legalDocumentSchema),
})
export type Checklist = z.infer<typeof checklistSchema>
