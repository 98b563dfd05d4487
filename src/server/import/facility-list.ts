import { canonicalJson } from '../../domain/canonical.ts'
import {
  type Facts,
  facilityTypeNames,
  receivingWaterNames,
  regionNames,
  type WastewaterFacts,
} from '../../domain/facts.ts'
import type { Position } from '../../domain/place.ts'
import type { Kept } from '../storage/facilities.ts'
import { type CellReader, type Choices, choicesOf, decimalOf, nameKey, readCells, yesOrNo } from './cells.ts'
import type { Columns, List, ListRow } from './columns.ts'
import type { Fault } from './faults.ts'
import { areaFinder, grouped, type World } from './world.ts'

export const facilityColumns = {
  name: { title: 'Tên cơ sở', names: ['Cơ sở', 'Tên cơ sở y tế', 'Cơ sở y tế'], isRequired: true },
  type: { title: 'Loại cơ sở', names: ['Loại', 'Loại hình'], isRequired: true },
  area: { title: 'Địa bàn', names: ['Xã phường', 'Xã, phường'], isRequired: true },
  address: { title: 'Địa chỉ' },
  position: { title: 'Tọa độ', names: ['Toạ độ', 'Vị trí'] },
  beds: { title: 'Giường kế hoạch', names: ['Số giường', 'Số giường kế hoạch', 'Giường bệnh'] },
  zone: { title: 'Vùng', names: ['Vùng trạm y tế'] },
  zoneNumber: { title: 'Số quyết định vùng', names: ['Quyết định vùng số', 'Quyết định vùng'] },
  zoneDate: { title: 'Ngày quyết định vùng' },
  region: { title: 'Vùng kinh tế xã hội', names: ['Vùng kinh tế - xã hội'] },
  sites: { title: 'Điểm trạm', names: ['Các điểm trạm'] },
  receivingWater: { title: 'Nguồn tiếp nhận nước thải', names: ['Nguồn tiếp nhận', 'Nước thải xả vào'] },
  flow: { title: 'Lưu lượng nước thải (m³/ngày)', names: ['Lưu lượng'] },
  operatingSince: { title: 'Vận hành xử lý nước thải từ ngày', names: ['Vận hành từ ngày', 'Vận hành từ'] },
  approvedOn: { title: 'Ngày phê duyệt môi trường', names: ['Ngày quyết định môi trường'] },
  permit: { title: 'Giấy phép môi trường số', names: ['Giấy phép số', 'Số giấy phép', 'Giấy phép môi trường'] },
  maxFlow: { title: 'Lưu lượng theo giấy phép (m³/ngày)', names: ['Lưu lượng giấy phép'] },
  monitoring: { title: 'Số tháng giữa hai lần quan trắc', names: ['Chu kỳ quan trắc', 'Quan trắc mỗi tháng'] },
  infectious: { title: 'Điều trị bệnh truyền nhiễm', names: ['Truyền nhiễm'] },
  radioactive: { title: 'Có nguồn phóng xạ', names: ['Nguồn phóng xạ'] },
  onSite: { title: 'Xử lý nước thải tại chỗ', names: ['Xử lý tại chỗ'] },
} as const satisfies Columns
type Key = keyof typeof facilityColumns
export type FacilityList = List<Key>

/** A facility that there is, or one that the file makes, by its place among these. */
export type FacilityRef = { id: string } | { made: number }

export type WantedFacility = { name: string; address: string; facts: Facts; position: Position | null }
export type FacilityPlan = {
  create: (WantedFacility & { areaId: string })[]
  /** `version` is what it has now: another person may change it meanwhile. */
  change: { id: string; version: number; to: WantedFacility }[]
  same: number
}

const types = choicesOf(facilityTypeNames, {
  hospital: ['bv', 'bệnh viện đa khoa', 'bệnh viện chuyên khoa'],
  healthCentre: ['ttyt'],
  communeStation: ['trạm y tế', 'tyt', 'trạm y tế phường'],
  clinic: ['phòng khám đa khoa', 'phòng khám chuyên khoa', 'pk'],
  psychiatricCare: ['cơ sở tâm thần'],
})
const regions = choicesOf(regionNames)
const receivingWaters = choicesOf(receivingWaterNames, {
  waterSupply: ['nguồn cấp nước sinh hoạt', 'cấp nước sinh hoạt'],
  publicSewer: ['cống chung', 'cống thoát nước chung'],
  otherWater: ['nguồn khác', 'không cấp nước sinh hoạt'],
  centralPlant: ['trạm xử lý tập trung', 'xử lý tập trung'],
})
const zones: Choices<1 | 2 | 3> = [
  { value: 1, names: ['1', 'vùng 1', 'I'] },
  { value: 2, names: ['2', 'vùng 2', 'II'] },
  { value: 3, names: ['3', 'vùng 3', 'III'] },
]

const SITES_MAX = 50

/**
 * What a list of facilities would do. One of the same name in the same area is the
 * same facility: what the row says is changed, and an empty cell keeps what is known.
 */
export function planFacilities(
  lists: readonly FacilityList[],
  world: World,
): FacilityPlan & { faults: Fault[]; warnings: Fault[] } {
  const plan: FacilityPlan = { create: [], change: [], same: 0 }
  const faults: Fault[] = []
  const warnings: Fault[] = []
  const findArea = areaFinder(world)
  const known = grouped(world.facilities, ({ facility }) => keyOf(facility))
  const seen = new Map<string, string>()

  for (const { sheet, rows } of lists) {
    for (const row of rows) {
      const cells = readCells(row)
      const name = cells.words('name', { isRequired: true })
      const areaName = cells.words('area', { isRequired: true })
      const area = areaName === null ? null : findArea(areaName)
      if (area === 'unknown') cells.fault('area', 'AREA_UNKNOWN', areaName ?? '')
      if (area === 'several') cells.fault('area', 'AREA_SEVERAL', areaName ?? '')
      const areaId = area !== null && typeof area === 'object' ? area.id : null
      const key = name !== null && areaId !== null ? keyOf({ name, areaId }) : null
      const [before, another] = (key === null ? undefined : known.get(key)) ?? []
      if (another) cells.fault('name', 'FACILITY_NOT_ALONE')
      const wanted = readFacility(cells, row, before, world.today)
      if (key !== null) {
        const twin = seen.get(key)
        if (twin !== undefined) cells.fault('name', 'FACILITY_TWICE', twin)
        seen.set(key, sheet === null ? `dòng ${row.at}` : `trang “${sheet}”, dòng ${row.at}`)
      }
      faults.push(...cells.faults)
      if (cells.faults.length > 0 || name === null || areaId === null || wanted === null) continue
      if (!before) plan.create.push({ name, areaId, ...wanted })
      else {
        const { facility, version } = before
        if (facility.closedOn !== undefined) warnings.push(row.fault('name', 'FACILITY_CLOSED'))
        const to = { name: facility.name, ...wanted }
        if (canonicalJson(to) === canonicalJson(saidOf(before))) plan.same += 1
        else plan.change.push({ id: facility.id, version, to })
      }
    }
  }
  return { ...plan, faults, warnings }
}

/** Finds a facility by name, with its area where several bear it; also those that a list makes. */
export function facilityFinder({ facilities }: World, { create }: Pick<FacilityPlan, 'create'>) {
  type Named = { name: string; areaId: string; ref: FacilityRef }
  const named: Named[] = [
    ...facilities.map(({ facility: { id, name, areaId } }) => ({ name, areaId, ref: { id } })),
    ...create.map(({ name, areaId }, made) => ({ name, areaId, ref: { made } })),
  ]
  const byName = grouped(named, ({ name }) => nameKey(name))
  return (name: string, areaId: string | null): FacilityRef | 'unknown' | 'several' => {
    const all = byName.get(nameKey(name)) ?? []
    const [found, another] = areaId === null ? all : all.filter((each) => each.areaId === areaId)
    return !found ? 'unknown' : another ? 'several' : found.ref
  }
}

const keyOf = ({ name, areaId }: { name: string; areaId: string }) => `${areaId}\n${nameKey(name)}`

const saidOf = ({ facility: { name, address, facts, position } }: Kept): WantedFacility => ({
  name,
  address,
  facts,
  position: position ?? null,
})

/** Everything but the name, on top of what is known. Null only beside a fault. */
function readFacility(
  cells: CellReader<Key>,
  row: ListRow<Key>,
  before: Kept | undefined,
  today: string,
): Omit<WantedFacility, 'name'> | null {
  const known = before?.facility
  const type = cells.choice('type', types, { isRequired: true })
  const address = cells.words('address', { most: 300 }) ?? known?.address ?? ''
  const position = readPosition(cells, row.get('position')) ?? known?.position ?? null
  const zoneDecision = readZoneDecision(cells, today) ?? known?.facts.zoneDecision
  const wastewater = readWastewater(cells, known?.facts.wastewater ?? null, today)
  const sites = readSites(cells, known?.facts.sites ?? [])
  const beds = cells.whole('beds') ?? known?.facts.beds ?? null
  const zone = cells.choice('zone', zones) ?? known?.facts.zone ?? null
  const region = cells.choice('region', regions) ?? known?.facts.region ?? null
  if (type === null) return null
  const facts: Facts = { type, beds, zone, region, sites, wastewater, ...(zoneDecision && { zoneDecision }) }
  // What this list has no column for stays.
  return { address, position, facts: { ...known?.facts, ...facts } }
}

/** "21,0285; 105,8542" or "21.0285, 105.8542" */
function readPosition(cells: CellReader<Key>, text: string): Position | null {
  if (text === '') return null
  const [lat, lon, ...more] = text.split(/;|,\s+|\s+/).filter((part) => part !== '')
  const [north, east] = [lat, lon].map((part = '') => {
    // A degree has no thousands: a dot can only be a decimal one.
    const number = decimalOf(part.replace('.', ','))
    return number === null || number === 'ambiguous' ? Number.NaN : Number(number)
  }) as [number, number]
  if (more.length > 0 || !(Math.abs(north) <= 90) || !(Math.abs(east) <= 180))
    return cells.fault('position', 'POSITION_INVALID')
  return { lat: north, lon: east }
}

function readZoneDecision(cells: CellReader<Key>, today: string): { number: string; date: string } | null {
  const number = cells.words('zoneNumber', { most: 100 })
  const date = cells.date('zoneDate', today)
  if (cells.has('zoneNumber') && !cells.has('zoneDate'))
    return cells.fault('zoneDate', 'NEEDS_OTHER', facilityColumns.zoneDate.title)
  if (!cells.has('zoneNumber') && cells.has('zoneDate'))
    return cells.fault('zoneNumber', 'NEEDS_OTHER', facilityColumns.zoneNumber.title)
  return number !== null && date !== null ? { number, date } : null
}

/** The sites in this order; one of the same name keeps its id, because visits name it. */
function readSites(cells: CellReader<Key>, known: Facts['sites']): Facts['sites'] {
  const names = cells.several('sites')
  if (names.length === 0) return known
  if (
    names.length > SITES_MAX ||
    names.some((name) => name.length > 200) ||
    new Set(names.map(nameKey)).size < names.length
  ) {
    cells.fault('sites', 'SITES_INVALID')
    return known
  }
  const ids = new Map(known.map(({ id, name }) => [nameKey(name), id]))
  const used = new Set(known.map(({ id }) => id))
  let next = 1
  return names.map((name) => {
    const id = ids.get(nameKey(name))
    if (id !== undefined) return { id, name }
    while (used.has(`diem-${next}`)) next++
    used.add(`diem-${next}`)
    return { id: `diem-${next}`, name }
  })
}

const waterKeys = [
  'receivingWater',
  'flow',
  'operatingSince',
  'approvedOn',
  'permit',
  'maxFlow',
  'monitoring',
  'infectious',
  'radioactive',
  'onSite',
] as const satisfies readonly Key[]

function readWastewater(cells: CellReader<Key>, known: WastewaterFacts | null, today: string): WastewaterFacts | null {
  if (!waterKeys.some((key) => cells.has(key))) return known
  const flow = cells.decimal('flow') ?? known?.flow
  return {
    ...known,
    receivingWater: cells.choice('receivingWater', receivingWaters) ?? known?.receivingWater ?? null,
    treatsInfectious: cells.choice('infectious', yesOrNo) ?? known?.treatsInfectious ?? false,
    usesRadioactiveSources: cells.choice('radioactive', yesOrNo) ?? known?.usesRadioactiveSources ?? false,
    treatedOnSite: cells.choice('onSite', yesOrNo) ?? known?.treatedOnSite ?? false,
    operatingSince: cells.date('operatingSince', today) ?? known?.operatingSince ?? null,
    ...(flow !== undefined && { flow }),
    approvedOn: cells.date('approvedOn', today) ?? known?.approvedOn ?? null,
    permit: readPermit(cells, known?.permit ?? null),
  }
}

function readPermit(cells: CellReader<Key>, known: WastewaterFacts['permit']): WastewaterFacts['permit'] {
  const number = cells.words('permit', { most: 100 }) ?? known?.number ?? null
  const maxFlow = cells.decimal('maxFlow') ?? known?.maxFlow ?? null
  const months = cells.whole('monitoring', { least: 1 }) ?? known?.monitoringEveryMonths ?? null
  if (number !== null) return { number, maxFlow, monitoringEveryMonths: months, limits: known?.limits ?? [] }
  if (cells.has('maxFlow') || cells.has('monitoring'))
    cells.fault('permit', 'NEEDS_OTHER', facilityColumns.permit.title)
  return null
}
