import { expect, it } from 'vitest'
import { distanceBetween } from '../../src/domain/place.ts'

const hanoi = { lat: 21.0285, lon: 105.8542 }

it.each([
  ['the same place', hanoi, hanoi, 0, 0],
  // A minute of arc along a meridian is a nautical mile.
  ['one minute to the north', hanoi, { ...hanoi, lat: hanoi.lat + 1 / 60 }, 1853, 2],
  ['a degree along the equator', { lat: 0, lon: 179.5 }, { lat: 0, lon: -179.5 }, 111_195, 5],
  ['Hà Nội to Thành phố Hồ Chí Minh', hanoi, { lat: 10.8231, lon: 106.6297 }, 1_138_000, 3000],
  ['the other side of the world', { lat: 10, lon: 20 }, { lat: -10, lon: -160 }, 20_015_115, 5],
])('%s', (_, from, to, metres, within) => {
  expect(Math.abs(distanceBetween(from, to) - metres)).toBeLessThanOrEqual(within)
  expect(distanceBetween(to, from)).toBeCloseTo(distanceBetween(from, to), 6)
})
