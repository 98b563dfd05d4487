import { formatDecimal } from './decimal.ts'
import { distanceBetween, type Position } from './place.ts'

/** "21,273367° vĩ bắc, 106,396533° kinh đông (sai số khoảng 12 m)" */
export function positionWords({ lat, lon, accuracy }: Position & { accuracy?: number | undefined }): string {
  const degrees = (value: number) => `${formatDecimal(Math.abs(value).toFixed(6))}°`
  const place = `${degrees(lat)} vĩ ${lat < 0 ? 'nam' : 'bắc'}, ${degrees(lon)} kinh ${lon < 0 ? 'tây' : 'đông'}`
  return accuracy === undefined ? place : `${place} (sai số khoảng ${metresWords(accuracy)})`
}

/** "cách vị trí đã biết của cơ sở khoảng 120 m" */
export function distanceWords(from: Position, facility: Position): string {
  return `cách vị trí đã biết của cơ sở khoảng ${metresWords(distanceBetween(from, facility))}`
}

/** "12 m" · "1,3 km" · "1.138 km": never more exact than it can be. */
export function metresWords(metres: number): string {
  if (metres < 100) return `${Math.ceil(metres)} m`
  if (metres < 995) return `${Math.round(metres / 10) * 10} m`
  const kilometres = metres / 1000
  return `${formatDecimal(kilometres < 10 ? String(Number(kilometres.toFixed(1))) : String(Math.round(kilometres)))} km`
}
