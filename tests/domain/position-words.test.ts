import { expect, it } from 'vitest'
import { distanceWords, metresWords, positionWords } from '../../src/domain/position-words.ts'

it.each([
  [0, '0 m'],
  [11.2, '12 m'],
  [99.4, '100 m'],
  [347, '350 m'],
  [994, '990 m'],
  [1000, '1 km'],
  [1349, '1,3 km'],
  [9960, '10 km'],
  [1_138_000, '1.138 km'],
  [12_345_678, '12.346 km'],
])('%s metres are %s', (metres, words) => {
  expect(metresWords(metres)).toBe(words)
})

it('a place is read in degrees with its sides, and with how exact it is where that is known', () => {
  expect(positionWords({ lat: 21.273367, lon: 106.396533, accuracy: 12 })).toBe(
    '21,273367° vĩ bắc, 106,396533° kinh đông (sai số khoảng 12 m)',
  )
  expect(positionWords({ lat: -8.5, lon: -70 })).toBe('8,500000° vĩ nam, 70,000000° kinh tây')
})

it('the distance from the facility is that of the two places', () => {
  const place = { lat: 21.273367, lon: 106.396533 }
  expect(distanceWords(place, { ...place, lat: place.lat + 0.001 })).toBe('cách vị trí đã biết của cơ sở khoảng 110 m')
})
