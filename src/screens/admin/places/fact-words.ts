import { formatDate } from '../../../domain/date.ts'
import { formatDecimal } from '../../../domain/decimal.ts'
import {
  type Facts,
  facilityTypeNames,
  receivingWaterNames,
  regionNames,
  regionOf,
  type WastewaterFacts,
} from '../../../domain/facts.ts'
import type { FacilityRow } from '../../../protocol/places-wire.ts'
import { positionWords } from './facility-shape.ts'
import { type Parameter, parameterWords } from './parameters.ts'

/** One fact for reading; null where it is not known. */
export type FactLine = { name: string; value: string | null }

const day = (date: string | null) => date && formatDate(date)
const yesNo = (fact: boolean) => (fact ? 'có' : 'không')
const perDay = (flow: string | null | undefined) => (flow == null ? null : `${formatDecimal(flow)} m³/ngày`)

/** Everything that is known of a facility, and everything that is not: nothing is left out. */
export function factLines(facts: Facts, parameters: readonly Parameter[]): FactLine[] {
  const { type, beds, zone, zoneDecision, sites, wastewater } = facts
  const region = regionOf(facts)
  return [
    { name: 'Loại cơ sở', value: facilityTypeNames[type] },
    { name: 'Giường kế hoạch', value: beds === null ? null : `${beds} giường` },
    { name: 'Vùng', value: zone === null ? null : `Vùng ${zone}` },
    ...(zone === null
      ? []
      : [
          {
            name: 'Quyết định phân vùng',
            value: zoneDecision ? `${zoneDecision.number}, ngày ${formatDate(zoneDecision.date)}` : null,
          },
        ]),
    { name: 'Vùng kinh tế – xã hội', value: region === null ? null : regionNames[region] },
    { name: 'Điểm trạm', value: sites.length === 0 ? 'không ghi' : sites.map(({ name }) => name).join('; ') },
    ...(wastewater ? waterLines(wastewater, parameters) : [{ name: 'Nước thải', value: null }]),
  ]
}

function waterLines(water: WastewaterFacts, parameters: readonly Parameter[]): FactLine[] {
  const { receivingWater, permit } = water
  return [
    { name: 'Nước thải xả vào', value: receivingWater && receivingWaterNames[receivingWater] },
    { name: 'Điều trị bệnh truyền nhiễm', value: yesNo(water.treatsInfectious) },
    { name: 'Sử dụng nguồn phóng xạ', value: yesNo(water.usesRadioactiveSources) },
    { name: 'Xử lý tại chỗ', value: yesNo(water.treatedOnSite) },
    { name: 'Hoạt động từ', value: day(water.operatingSince) },
    { name: 'Phê duyệt môi trường', value: day(water.approvedOn) },
    { name: 'Lưu lượng', value: perDay(water.flow) },
    { name: 'Giấy phép môi trường', value: permit ? permit.number : 'chưa có hoặc chưa rõ' },
    ...(permit
      ? [
          { name: 'Lưu lượng được phép', value: perDay(permit.maxFlow) },
          {
            name: 'Quan trắc',
            value: permit.monitoringEveryMonths === null ? null : `${permit.monitoringEveryMonths} tháng một lần`,
          },
          {
            name: 'Giới hạn riêng',
            value:
              permit.limits.length === 0
                ? 'không ghi'
                : permit.limits
                    .map(
                      ({ parameter, min, max }) => `${parameterWords(parameters, parameter)}: ${rangeWords(min, max)}`,
                    )
                    .join('; '),
          },
        ]
      : []),
  ]
}

function rangeWords(min: string | null, max: string | null): string {
  if (min === null) return max === null ? 'chưa rõ' : `đến ${formatDecimal(max)}`
  return max === null ? `từ ${formatDecimal(min)}` : `${formatDecimal(min)} – ${formatDecimal(max)}`
}

/** Name, address and position too. */
export function facilityLines(facility: FacilityRow, parameters: readonly Parameter[]): FactLine[] {
  const { name, address, position, facts } = facility
  return [
    { name: 'Tên', value: name },
    { name: 'Địa chỉ', value: address || null },
    ...factLines(facts, parameters),
    { name: 'Tọa độ', value: position && positionWords(position) },
  ]
}

/** "Giường kế hoạch: 100 giường → 120 giường", a sentence for each line that differs. */
export function differences(before: readonly FactLine[], after: readonly FactLine[]): string[] {
  const names = [...new Set([...before, ...after].map(({ name }) => name))]
  const valueIn = (lines: readonly FactLine[], name: string) =>
    lines.find((line) => line.name === name)?.value ?? 'chưa rõ'
  return names.flatMap((name) => {
    const [was, now] = [valueIn(before, name), valueIn(after, name)]
    return was === now ? [] : [`${name}: ${was} → ${now}`]
  })
}
