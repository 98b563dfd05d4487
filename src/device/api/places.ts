import type * as z from 'zod/mini'
import {
  type AreaActReply,
  type AreasReply,
  areaActReplySchema,
  type areaEndSchema,
  type areaMergeSchema,
  type areaMoveSchema,
  type areaNameSchema,
  type areaSplitSchema,
  areasReplySchema,
  type FacilityDetail,
  type FacilityRow,
  facilitiesReplySchema,
  type facilityChangeSchema,
  facilityDetailSchema,
  facilityReplySchema,
  type newAreaSchema,
  type newFacilitySchema,
} from '../../protocol/places-wire.ts'
import type { Ask } from './ask.ts'

/**
 * Areas and facilities, asked of the server. Each throws what `Ask` throws, and the
 * problems that are named; every act also EFFECTIVE_DATE_FUTURE, EFFECTIVE_DATE_TOO_EARLY
 * where it has a date, NOT_FOUND, and PLACES_CHANGED where somebody was faster.
 */

const area = (id: string) => `/api/areas/${encodeURIComponent(id)}`
const facility = (id: string) => `/api/facilities/${encodeURIComponent(id)}`

/** The whole tree, also former areas. */
export function listAreas(ask: Ask): Promise<AreasReply> {
  return ask('GET', '/api/areas', areasReplySchema)
}

/** @throws Problem AREA_NAME_TAKEN, AREA_PARENT_INVALID */
export function createArea(ask: Ask, body: z.output<typeof newAreaSchema>): Promise<AreaActReply> {
  return ask('POST', '/api/areas', areaActReplySchema, body)
}

/** @throws Problem AREA_UNKNOWN, AREA_NAME_TAKEN */
export function renameArea(ask: Ask, id: string, body: z.output<typeof areaNameSchema>): Promise<AreaActReply> {
  return ask('PUT', area(id), areaActReplySchema, body)
}

/** @throws Problem AREA_UNKNOWN, AREA_KINDS_DIFFER, AREA_PARENT_INVALID, AREA_NAME_TAKEN */
export function mergeAreas(ask: Ask, body: z.output<typeof areaMergeSchema>): Promise<AreaActReply> {
  return ask('POST', '/api/areas/merge', areaActReplySchema, body)
}

/** @throws Problem AREA_UNKNOWN, AREA_KINDS_DIFFER, AREA_PARTS_INCOMPLETE, AREA_NAME_TAKEN */
export function splitArea(ask: Ask, id: string, body: z.output<typeof areaSplitSchema>): Promise<AreaActReply> {
  return ask('POST', `${area(id)}/split`, areaActReplySchema, body)
}

/** @throws Problem AREA_UNKNOWN, AREA_PARENT_INVALID, AREA_NAME_TAKEN */
export function moveArea(ask: Ask, id: string, body: z.output<typeof areaMoveSchema>): Promise<AreaActReply> {
  return ask('POST', `${area(id)}/move`, areaActReplySchema, body)
}

/** @throws Problem AREA_UNKNOWN, AREA_NOT_EMPTY {facilities, areas} or {people} */
export function endArea(ask: Ask, id: string, body: z.output<typeof areaEndSchema>): Promise<AreaActReply> {
  return ask('POST', `${area(id)}/end`, areaActReplySchema, body)
}

/** Every facility of the province, also closed ones, in order of name. */
export async function listFacilities(ask: Ask): Promise<FacilityRow[]> {
  return (await ask('GET', '/api/facilities', facilitiesReplySchema)).facilities
}

/** One of them, with what was done to it. @throws Problem NOT_FOUND */
export function readFacility(ask: Ask, id: string): Promise<FacilityDetail> {
  return ask('GET', facility(id), facilityDetailSchema)
}

/** @throws Problem AREA_UNKNOWN */
export async function createFacility(ask: Ask, body: z.output<typeof newFacilitySchema>): Promise<FacilityRow> {
  return (await ask('POST', '/api/facilities', facilityReplySchema, body)).facility
}

export async function changeFacility(
  ask: Ask,
  id: string,
  body: z.output<typeof facilityChangeSchema>,
): Promise<FacilityRow> {
  return (await ask('PUT', facility(id), facilityReplySchema, body)).facility
}

/** @throws Problem AREA_UNKNOWN */
export async function moveFacility(
  ask: Ask,
  id: string,
  body: { version: number; areaId: string; from: string },
): Promise<FacilityRow> {
  return (await ask('POST', `${facility(id)}/move`, facilityReplySchema, body)).facility
}

export async function closeFacility(ask: Ask, id: string, body: { version: number; on: string }): Promise<FacilityRow> {
  return (await ask('POST', `${facility(id)}/close`, facilityReplySchema, body)).facility
}

export async function reopenFacility(ask: Ask, id: string, body: { version: number }): Promise<FacilityRow> {
  return (await ask('POST', `${facility(id)}/reopen`, facilityReplySchema, body)).facility
}
