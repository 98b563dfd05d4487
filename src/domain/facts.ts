import * as z from 'zod/mini'
import { isoDateSchema } from './date.ts'

/**
 * What is known of a facility that decides which items apply to it and which
 * limits hold. A missing fact is `null`: never a guess.
 */

export const facilityTypes = ['hospital', 'healthCentre', 'communeStation', 'clinic', 'psychiatricCare'] as const
export const facilityTypeSchema = z.enum(facilityTypes)
export type FacilityType = z.infer<typeof facilityTypeSchema>

export const facilityTypeNames: Record<FacilityType, string> = {
  hospital: 'Bệnh viện',
  healthCentre: 'Trung tâm y tế',
  communeStation: 'Trạm y tế xã',
  clinic: 'Phòng khám',
  psychiatricCare: 'Cơ sở điều trị, nuôi dưỡng tâm thần',
}

/** The seven socio-economic regions of QĐ 318/QĐ-TTg: some targets depend on them. */
export const regions = [
  'northernMidlands',
  'redRiverDelta',
  'northCentralCoast',
  'southCentralCoast',
  'centralHighlands',
  'southeast',
  'mekongDelta',
] as const
export const regionSchema = z.enum(regions)
export type Region = z.infer<typeof regionSchema>

export const regionNames: Record<Region, string> = {
  northernMidlands: 'Trung du miền núi phía Bắc',
  redRiverDelta: 'Đồng bằng sông Hồng',
  northCentralCoast: 'Bắc Trung Bộ',
  southCentralCoast: 'Duyên hải Nam Trung Bộ',
  centralHighlands: 'Tây Nguyên',
  southeast: 'Đông Nam Bộ',
  mekongDelta: 'Đồng bằng sông Cửu Long',
}

const decimalTextSchema = z.string().check(z.regex(/^-?\d+(\.\d+)?$/))

/** A limit that a permit sets for one parameter; overrides every regulation. */
const permitLimitSchema = z.strictObject({
  parameter: z.string(),
  min: z.nullable(decimalTextSchema),
  max: z.nullable(decimalTextSchema),
})

/** Where treated wastewater goes: decides column A or B of QCVN 28:2010 (section 2.2). */
export const receivingWaters = ['waterSupply', 'publicSewer', 'otherWater', 'centralPlant'] as const
const receivingWaterSchema = z.enum(receivingWaters)

export const receivingWaterNames: Record<(typeof receivingWaters)[number], string> = {
  waterSupply: 'nguồn nước dùng cho cấp nước sinh hoạt',
  publicSewer: 'cống chung khu dân cư',
  otherWater: 'nguồn nước không dùng cho cấp nước sinh hoạt',
  centralPlant: 'hệ thống thu gom về trạm xử lý tập trung',
}

export const wastewaterFactsSchema = z.strictObject({
  receivingWater: z.nullable(receivingWaterSchema),
  /** Treats infectious disease: column A whatever the receiving water (TT 18/2013/TT-BYT, Điều 3). */
  treatsInfectious: z.boolean(),
  usesRadioactiveSources: z.boolean(),
  /** Treats on the spot as the law allows a very small facility: a person decides, the machine does not. */
  treatedOnSite: z.boolean(),
  operatingSince: z.nullable(isoDateSchema),
  /** What comes out, in m³ a day; absent where it is not known. What the permit allows is its `maxFlow`. */
  flow: z.optional(z.string().check(z.regex(/^\d+(\.\d+)?$/))),
  /** Date of the environmental decision (ĐTM, giấy phép môi trường …). */
  approvedOn: z.nullable(isoDateSchema),
  permit: z.nullable(
    z.strictObject({
      number: z.string(),
      /** m³ a day. */
      maxFlow: z.nullable(decimalTextSchema),
      monitoringEveryMonths: z.nullable(z.int().check(z.positive())),
      limits: z.array(permitLimitSchema),
    }),
  ),
})
export type WastewaterFacts = z.infer<typeof wastewaterFactsSchema>

export const factsSchema = z.strictObject({
  type: facilityTypeSchema,
  /** Planned beds (giường kế hoạch); null where the facility has none or the number is not known. */
  beds: z.nullable(z.int().check(z.nonnegative())),
  /** Zone 1, 2 or 3 of the commune health station standard (QĐ 1300/QĐ-BYT). */
  zone: z.nullable(z.union([z.literal(1), z.literal(2), z.literal(3)])),
  /** The decision that says so; absent where it is not known. */
  zoneDecision: z.optional(z.strictObject({ number: z.string(), date: isoDateSchema })),
  /** A region's id (see `regions`); one that this version does not know counts as not known. */
  region: z.nullable(z.string()),
  /** Points of care of a station with several sites, the main one first. */
  sites: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  wastewater: z.nullable(wastewaterFactsSchema),
})
export type Facts = z.infer<typeof factsSchema>

/** The socio-economic region; null where it is not known. */
export function regionOf({ region }: Facts): Region | null {
  return regions.find((known) => known === region) ?? null
}

/** Facts that an item may ask for, beside type, beds and zone. */
export const factConditions = ['usesRadioactiveSources', 'treatsInfectious', 'hasPermit', 'hasSeveralSites'] as const
export const factConditionSchema = z.enum(factConditions)

/** Whether a fact holds; false where it is not known. */
export function factHolds(facts: Facts, condition: (typeof factConditions)[number]): boolean {
  switch (condition) {
    case 'usesRadioactiveSources':
      return facts.wastewater?.usesRadioactiveSources ?? false
    case 'treatsInfectious':
      return facts.wastewater?.treatsInfectious ?? false
    case 'hasPermit':
      return facts.wastewater?.permit != null
    case 'hasSeveralSites':
      return facts.sites.length > 1
    default:
      return condition satisfies never
  }
}
