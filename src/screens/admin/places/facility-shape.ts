import * as z from 'zod/mini'
import { isoDateSchema } from '../../../domain/date.ts'
import { compareDecimals, formatDecimal, readTyped } from '../../../domain/decimal.ts'
import { type FacilityType, type Facts, facilityTypeSchema, type WastewaterFacts } from '../../../domain/facts.ts'
import type { Position } from '../../../domain/place.ts'
import type { FacilityRow } from '../../../protocol/places-wire.ts'

/**
 * A facility as it is typed: every field is text, and '' is what is not known. It
 * turns into facts and back without a loss; see `saidOf` and `formOf`.
 */
export type FacilityForm = {
  name: string
  address: string
  type: FacilityType
  beds: string
  zone: string
  zoneNumber: string
  zoneDate: string
  region: string
  sites: { siteId: string; name: string }[]
  lat: string
  lon: string
  /** Whether anything is known of its wastewater: three facts of it can only be known or not asked for. */
  water: 'unknown' | 'known'
  receivingWater: string
  treatsInfectious: string
  usesRadioactiveSources: string
  treatedOnSite: string
  operatingSince: string
  approvedOn: string
  flow: string
  permit: 'none' | 'held'
  permitNumber: string
  maxFlow: string
  monitoring: string
  limits: { parameter: string; min: string; max: string }[]
}

/** What is said of a facility, as the server takes it. */
export type Said = { name: string; address: string; facts: Facts; position: Position | null }

/** A whole or broken number as people type it, in canonical text; null where it is none, or can be read in two ways. */
export function decimalIn(text: string): string | null {
  const result = readTyped(text)
  return result.ok && result.reading.is === 'number' ? result.reading.number : null
}

/** Degrees: nobody groups their digits, so that "105,123" can be read in one way alone. */
export function degreesIn(text: string): number | null {
  const typed = text.trim().replace(',', '.').replace(/^[−–]/, '-')
  return /^-?\d{1,3}(\.\d+)?$/.test(typed) ? Number(typed) : null
}

const isBlank = (text: string) => text.trim() === ''
const text = (max: number, message: string) => z.string().check(z.maxLength(max, message))
const dateOrBlank = z
  .string()
  .check(
    z.refine((date) => date === '' || (isoDateSchema.safeParse(date).success && date >= '1900'), 'Ngày chưa đúng.'),
  )
const decimalOrBlank = z.string().check(
  z.refine((typed) => isBlank(typed) || decimalIn(typed) !== null, {
    error: 'Chưa đọc được số này. Phần lẻ viết sau dấu phẩy, ví dụ 12,5; không chấm phần nghìn.',
    abort: true,
  }),
  z.refine((typed) => isBlank(typed) || !decimalIn(typed)?.startsWith('-'), 'Không nhỏ hơn 0.'),
)
const wholeOrBlank = (least: number, words: string) =>
  z
    .string()
    .check(z.refine((typed) => isBlank(typed) || (/^\s*\d{1,6}\s*$/.test(typed) && Number(typed) >= least), words))
const degreesOrBlank = (most: number, words: string) =>
  z.string().check(
    z.refine((typed) => {
      const degrees = degreesIn(typed)
      return isBlank(typed) || (degrees !== null && Math.abs(degrees) <= most)
    }, words),
  )

const shape = {
  name: z.string().check(z.trim(), z.minLength(1, 'Nhập tên cơ sở.'), z.maxLength(200, 'Tên dài tối đa 200 ký tự.')),
  address: text(300, 'Địa chỉ dài tối đa 300 ký tự.'),
  type: facilityTypeSchema,
  beds: wholeOrBlank(0, 'Số giường là một số nguyên; để trống nếu chưa rõ.'),
  zone: z.string(),
  zoneNumber: text(100, 'Số quyết định dài tối đa 100 ký tự.'),
  zoneDate: dateOrBlank,
  region: z.string(),
  sites: z.array(
    z.object({
      siteId: z.string(),
      name: z
        .string()
        .check(z.trim(), z.minLength(1, 'Nhập tên điểm trạm.'), z.maxLength(200, 'Tên dài tối đa 200 ký tự.')),
    }),
  ),
  lat: degreesOrBlank(90, 'Vĩ độ từ −90 đến 90, ví dụ 21,5.'),
  lon: degreesOrBlank(180, 'Kinh độ từ −180 đến 180, ví dụ 104,9.'),
  water: z.enum(['unknown', 'known']),
  receivingWater: z.string(),
  treatsInfectious: z.string(),
  usesRadioactiveSources: z.string(),
  treatedOnSite: z.string(),
  operatingSince: dateOrBlank,
  approvedOn: dateOrBlank,
  flow: decimalOrBlank,
  permit: z.enum(['none', 'held']),
  permitNumber: text(100, 'Số giấy phép dài tối đa 100 ký tự.'),
  maxFlow: decimalOrBlank,
  monitoring: wholeOrBlank(1, 'Số tháng giữa hai lần quan trắc, từ 1; để trống nếu chưa rõ.'),
  limits: z.array(
    z.object({
      parameter: z.string().check(z.minLength(1, 'Chọn thông số.')),
      min: decimalOrBlank,
      max: decimalOrBlank,
    }),
  ),
}

const yesOrNo = ['treatsInfectious', 'usesRadioactiveSources', 'treatedOnSite'] as const

/** The fields of a facility, and what one of them asks of another. */
export const facilityShape = z.object(shape).check(
  z.refine(({ zone, zoneNumber, zoneDate }) => zone === '' || zoneDate === '' || !isBlank(zoneNumber), {
    path: ['zoneNumber'],
    error: 'Nhập số quyết định, hoặc bỏ cả ngày nếu chưa rõ.',
  }),
  z.refine(({ zone, zoneNumber, zoneDate }) => zone === '' || isBlank(zoneNumber) || zoneDate !== '', {
    path: ['zoneDate'],
    error: 'Nhập ngày quyết định, hoặc bỏ cả số nếu chưa rõ.',
  }),
  z.refine(({ lat, lon }) => isBlank(lon) || !isBlank(lat), { path: ['lat'], error: 'Nhập cả vĩ độ.' }),
  z.refine(({ lat, lon }) => isBlank(lat) || !isBlank(lon), { path: ['lon'], error: 'Nhập cả kinh độ.' }),
  ...yesOrNo.map((field) =>
    z.refine<FacilityForm>((form) => form.water === 'unknown' || form[field] !== '', {
      path: [field],
      error: 'Chọn có hoặc không. Nếu chưa rõ, hãy để cả phần nước thải là “Chưa rõ”.',
    }),
  ),
  z.refine(({ water, permit, permitNumber }) => water === 'unknown' || permit === 'none' || !isBlank(permitNumber), {
    path: ['permitNumber'],
    error: 'Nhập số giấy phép.',
  }),
  z.superRefine<FacilityForm>(({ water, permit, limits }, context) => {
    if (water === 'unknown' || permit === 'none') return
    limits.forEach(({ parameter, min, max }, index) => {
      const say = (field: string, message: string) =>
        context.addIssue({ code: 'custom', input: limits, path: ['limits', index, field], message })
      if (limits.findIndex((other) => other.parameter === parameter) < index)
        say('parameter', 'Thông số này đã có một dòng.')
      const [least, most] = [decimalIn(min), decimalIn(max)]
      if (least === null && most === null) say('max', 'Nhập giới hạn dưới, giới hạn trên, hoặc cả hai.')
      else if (least !== null && most !== null && compareDecimals(least, most) > 0)
        say('max', 'Giới hạn trên nhỏ hơn giới hạn dưới.')
    })
  }),
)

/** A number as it can be typed again. A zero tells "12,1250" from twelve thousand and more ("12,125"). */
function typedOf(number: string | null | undefined): string {
  if (number == null) return ''
  return number.replace('.', ',') + (/^[1-9]\d{0,2}\.\d{3}$/.test(number) ? '0' : '')
}

const degreesOf = (degrees: number | undefined) => degrees?.toString().replace('.', ',') ?? ''
const answerOf = (fact: boolean | undefined) => (fact === undefined ? '' : fact ? 'yes' : 'no')

/** A facility of which nothing is known but what everybody is asked first. */
export const blankForm: FacilityForm = {
  name: '',
  address: '',
  type: 'communeStation',
  beds: '',
  zone: '',
  zoneNumber: '',
  zoneDate: '',
  region: '',
  sites: [],
  lat: '',
  lon: '',
  ...waterForm(null),
}

function waterForm(water: WastewaterFacts | null) {
  const permit = water?.permit ?? null
  return {
    water: water ? ('known' as const) : ('unknown' as const),
    receivingWater: water?.receivingWater ?? '',
    treatsInfectious: answerOf(water?.treatsInfectious),
    usesRadioactiveSources: answerOf(water?.usesRadioactiveSources),
    treatedOnSite: answerOf(water?.treatedOnSite),
    operatingSince: water?.operatingSince ?? '',
    approvedOn: water?.approvedOn ?? '',
    flow: typedOf(water?.flow),
    permit: permit ? ('held' as const) : ('none' as const),
    permitNumber: permit?.number ?? '',
    maxFlow: typedOf(permit?.maxFlow),
    monitoring: permit?.monitoringEveryMonths?.toString() ?? '',
    limits:
      permit?.limits.map(({ parameter, min, max }) => ({ parameter, min: typedOf(min), max: typedOf(max) })) ?? [],
  }
}

/** A facility as a form shows it. */
export function formOf({ name, address, facts, position }: Pick<FacilityRow, keyof Said>): FacilityForm {
  const { type, beds, zone, zoneDecision, region, sites, wastewater } = facts
  return {
    name,
    address,
    type,
    beds: beds?.toString() ?? '',
    zone: zone?.toString() ?? '',
    zoneNumber: zoneDecision?.number ?? '',
    zoneDate: zoneDecision?.date ?? '',
    region: region ?? '',
    sites: sites.map(({ id, name }) => ({ siteId: id, name })),
    lat: degreesOf(position?.lat),
    lon: degreesOf(position?.lon),
    ...waterForm(wastewater),
  }
}

/** A form that fits its shape, as the server takes it. */
export function saidOf(form: FacilityForm): Said {
  const zone = ([1, 2, 3] as const).find((each) => String(each) === form.zone) ?? null
  const zoneDecision =
    zone === null || isBlank(form.zoneNumber) ? null : { number: form.zoneNumber.trim(), date: form.zoneDate }
  const lat = degreesIn(form.lat)
  const lon = degreesIn(form.lon)
  return {
    name: form.name.trim(),
    address: form.address.trim(),
    position: lat === null || lon === null ? null : { lat, lon },
    facts: {
      type: form.type,
      beds: wholeIn(form.beds),
      zone,
      ...(zoneDecision && { zoneDecision }),
      region: form.region || null,
      sites: form.sites.map(({ siteId, name }) => ({ id: siteId, name: name.trim() })),
      wastewater: form.water === 'unknown' ? null : waterOf(form),
    },
  }
}

function waterOf(form: FacilityForm): WastewaterFacts {
  const flow = decimalIn(form.flow)
  return {
    receivingWater: (form.receivingWater || null) as WastewaterFacts['receivingWater'],
    treatsInfectious: form.treatsInfectious === 'yes',
    usesRadioactiveSources: form.usesRadioactiveSources === 'yes',
    treatedOnSite: form.treatedOnSite === 'yes',
    operatingSince: form.operatingSince || null,
    ...(flow !== null && { flow }),
    approvedOn: form.approvedOn || null,
    permit:
      form.permit === 'none'
        ? null
        : {
            number: form.permitNumber.trim(),
            maxFlow: decimalIn(form.maxFlow),
            monitoringEveryMonths: wholeIn(form.monitoring),
            limits: form.limits.map(({ parameter, min, max }) => ({
              parameter,
              min: decimalIn(min),
              max: decimalIn(max),
            })),
          },
  }
}

const wholeIn = (typed: string) => (isBlank(typed) ? null : Number(typed))

/**
 * Two people have changed one facility. What only the other one changed is taken
 * over; what was typed here stays, also where both changed the same.
 *
 * @param base what both began with
 */
export function mergeForms(base: FacilityForm, theirs: FacilityForm, typed: FacilityForm): FacilityForm {
  const fields = Object.keys(base) as (keyof FacilityForm)[]
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
  return Object.fromEntries(
    fields.map((field) => [field, same(typed[field], base[field]) ? theirs[field] : typed[field]]),
  ) as FacilityForm
}

/** "21,5; 104,9": a position for reading. */
export function positionWords({ lat, lon }: Position): string {
  return `${formatDecimal(String(lat))}; ${formatDecimal(String(lon))}`
}
