import { formatDate } from './date.ts'
import { formatDecimal } from './decimal.ts'
import { type Facts, facilityTypeNames, receivingWaterNames, regionNames, regionOf } from './facts.ts'

/** "Bệnh viện · 120 giường": what tells two facilities apart at a glance. */
export function factsInShort({ type, beds, zone }: Facts): string {
  const parts = [facilityTypeNames[type]]
  if (beds !== null && beds > 0) parts.push(`${beds} giường`)
  if (zone !== null) parts.push(`vùng ${zone}`)
  return parts.join(' · ')
}

export type FactLine = { name: string; value: string; unknown?: boolean }

/** The facts that decide which items apply and which limits hold. What is not known is said, not left out. */
export function factLines(facts: Facts): FactLine[] {
  const lines: FactLine[] = [{ name: 'Loại cơ sở', value: facilityTypeNames[facts.type] }]
  if (facts.beds !== null) lines.push({ name: 'Giường kế hoạch', value: `${facts.beds} giường` })
  else if (facts.type === 'hospital') lines.push({ name: 'Giường kế hoạch', value: 'chưa biết', unknown: true })
  if (facts.zone !== null) lines.push({ name: 'Vùng', value: `Vùng ${facts.zone}${decisionWords(facts)}` })
  const region = regionOf(facts)
  if (region !== null) lines.push({ name: 'Vùng kinh tế – xã hội', value: regionNames[region] })
  if (facts.sites.length > 1) lines.push({ name: 'Điểm trạm', value: facts.sites.map(({ name }) => name).join(', ') })
  return [...lines, ...wastewaterLines(facts.wastewater)]
}

function decisionWords({ zoneDecision }: Facts): string {
  return zoneDecision ? ` (quyết định ${zoneDecision.number} ngày ${formatDate(zoneDecision.date)})` : ''
}

function wastewaterLines(water: Facts['wastewater']): FactLine[] {
  if (!water) return [{ name: 'Nước thải', value: 'chưa có thông tin', unknown: true }]
  const lines: FactLine[] = [
    water.receivingWater
      ? { name: 'Nước thải xả vào', value: receivingWaterNames[water.receivingWater] }
      : { name: 'Nước thải xả vào', value: 'chưa biết', unknown: true },
  ]
  if (water.treatsInfectious) lines.push({ name: 'Bệnh truyền nhiễm', value: 'có điều trị (nước thải theo cột A)' })
  if (water.usesRadioactiveSources) lines.push({ name: 'Nguồn phóng xạ', value: 'có sử dụng' })
  if (water.treatedOnSite) lines.push({ name: 'Xử lý nước thải', value: 'tại chỗ' })
  if (water.operatingSince) lines.push({ name: 'Hoạt động từ', value: formatDate(water.operatingSince) })
  if (water.approvedOn) lines.push({ name: 'Phê duyệt môi trường', value: formatDate(water.approvedOn) })
  if (water.flow !== undefined)
    lines.push({ name: 'Lưu lượng nước thải', value: `${formatDecimal(water.flow)} m³/ngày` })
  if (water.permit) {
    const flow = water.permit.maxFlow === null ? '' : `, tối đa ${formatDecimal(water.permit.maxFlow)} m³/ngày`
    lines.push({ name: 'Giấy phép môi trường', value: `${water.permit.number}${flow}` })
  }
  return lines
}
