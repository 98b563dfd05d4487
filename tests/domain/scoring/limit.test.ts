import { describe, expect, it } from 'vitest'
import { nuocThai } from '../../../src/criteria/nuoc-thai.ts'
import type { AnswerValue } from '../../../src/domain/answer.ts'
import type { Item } from '../../../src/domain/checklist.ts'
import { readTyped } from '../../../src/domain/decimal.ts'
import type { Facts } from '../../../src/domain/facts.ts'
import { itemsOf } from '../../../src/domain/items.ts'
import { limitOfParameter } from '../../../src/domain/scoring/limit.ts'
import { score } from '../../../src/domain/scoring/score.ts'
import { limitOf, verdictOf } from '../../../src/domain/scoring/verdict.ts'
import { facts, wastewater } from '../../support/builders.ts'

// QCVN 28:2010/BTNMT, Bảng 1 and Bảng 2; worked by hand from criteria A2.
const DAY = '2026-11-22'
const toSewer = wastewater({ receivingWater: 'publicSewer' })
const toSupply = wastewater({ receivingWater: 'waterSupply' })

function parameterItem(parameter: string): Item {
  const found = itemsOf(nuocThai).find(
    ({ input }) => input.kind === 'measure' && input.rule.by === 'limit' && input.rule.parameter === parameter,
  )
  if (!found) throw new Error(`no item for ${parameter}`)
  return found
}

function typed(text: string): AnswerValue {
  const read = readTyped(text)
  if (!read.ok) throw new Error(`${text}: ${read.code}`)
  return { is: 'reading', reading: read.reading }
}

function outcome(parameter: string, text: string, of: Facts, date = DAY) {
  return verdictOf(parameterItem(parameter), typed(text), { checklist: nuocThai, facts: of, date })
}

const sewer120 = facts({ beds: 120, wastewater: toSewer })

describe('Cmax = C × K', () => {
  it.each([
    // beds, water, parameter, Cmax
    [120, toSewer, 'bod5', '60'],
    [299, toSewer, 'bod5', '60'],
    [300, toSewer, 'bod5', '50'],
    [301, toSewer, 'bod5', '50'],
    [120, toSupply, 'bod5', '36'],
    [300, toSupply, 'bod5', '30'],
    [120, toSewer, 'cod', '120'],
    [120, toSewer, 'tss', '120'],
    [120, toSewer, 'h2s', '4.8'],
    [120, toSupply, 'h2s', '1.2'],
    [120, toSewer, 'nh4_n', '12'],
    [120, toSewer, 'no3_n', '60'],
    [120, toSupply, 'po4_p', '7.2'],
    [120, toSewer, 'po4_p', '12'],
    [120, toSewer, 'dau_mo_dtv', '24'],
    // K = 1 for coliforms and pH (2.1); the stricter K = 1 for radioactivity (A1.6)
    [120, toSewer, 'coliform', '5000'],
    [120, toSupply, 'coliform', '3000'],
    [120, toSewer, 'alpha', '0.1'],
    [120, toSewer, 'beta', '1'],
  ])('%d beds: %o %s → %s', (beds, water, parameter, max) => {
    const limit = limitOfParameter(parameter, {
      checklist: nuocThai,
      facts: facts({ beds, wastewater: water }),
      date: DAY,
    })
    expect(limit.known && Number(limit.max)).toBe(Number(max))
  })

  it('a health centre with 300 beds is not a hospital: K stays 1.2', () => {
    const of = facts({ type: 'healthCentre', beds: 300, wastewater: toSewer })
    expect(limitOfParameter('bod5', { checklist: nuocThai, facts: of, date: DAY })).toMatchObject({
      known: true,
      max: '60',
    })
  })

  it('infectious disease means column A, whatever the water', () => {
    const of = facts({ wastewater: wastewater({ treatsInfectious: true }) })
    expect(limitOfParameter('bod5', { checklist: nuocThai, facts: of, date: DAY })).toMatchObject({
      known: true,
      max: '36',
    })
  })
})

describe('a reading against the limit', () => {
  it('BOD5 = 61 mg/l of a 120-bed hospital to a public sewer fails, with the product and the clause', () => {
    const verdict = outcome('bod5', '61', sewer120)
    expect(verdict).toMatchObject({ outcome: 'fail' })
    expect(verdict?.reason).toContain('61 mg/l vượt giới hạn Cmax = 50 × 1,2 = 60 mg/l')
    expect(verdict?.reason).toContain('QCVN 28:2010/BTNMT')
    expect(verdict?.reason).toContain('cột B vì xả vào cống chung khu dân cư')
    expect(verdict?.basis).not.toHaveLength(0)
  })

  it.each([
    ['bod5', '60', 'pass'],
    ['bod5', '60,01', 'fail'],
    ['bod5', '<0,01', 'pass'],
    ['bod5', 'KPH', 'pass'],
    // Nobody can say what hides under a detection limit above Cmax.
    ['bod5', '<61', 'undetermined'],
    ['ph', '6,5', 'pass'],
    ['ph', '6,49', 'fail'],
    ['ph', '8,5', 'pass'],
    ['ph', '8,51', 'fail'],
    ['coliform', '5000', 'pass'],
    ['coliform', '5001', 'fail'],
  ])('%s %s: %s', (parameter, text, expected) => {
    expect(outcome(parameter, text, sewer120)?.outcome).toBe(expected)
  })

  it.each([
    ['7,2', 'pass'],
    ['7,20', 'pass'],
    ['7,2000001', 'fail'],
  ])('phosphate %s mg/l at column A, K = 1.2: %s', (text, expected) => {
    expect(outcome('po4_p', text, facts({ wastewater: toSupply }))?.outcome).toBe(expected)
  })

  it('no result is neither a pass nor a failure', () => {
    const verdict = verdictOf(
      parameterItem('bod5'),
      { is: 'noData' },
      { checklist: nuocThai, facts: sewer120, date: DAY },
    )
    expect(verdict).toMatchObject({ outcome: 'undetermined' })
  })
})

describe('which regulation', () => {
  const since = (operatingSince: string | null, approvedOn: string | null = null) =>
    facts({ wastewater: wastewater({ operatingSince, approvedOn }) })

  it.each([
    ['running before, sampled today', since('2012-05-01'), DAY, true],
    ['running on the last day before', since('2025-08-31'), DAY, true],
    ['running on the first day of the new one', since('2025-09-01'), DAY, false],
    ['approved before, running after', since('2026-02-01', '2025-03-01'), DAY, true],
    ['the last day of the transition', since('2012-05-01'), '2031-12-31', true],
    ['the day after it', since('2012-05-01'), '2032-01-01', false],
    ['nothing known of its beginning', since(null), DAY, false],
    ['no facts at all', facts({ wastewater: null }), DAY, false],
    ['no receiving water known', facts({ wastewater: wastewater({ receivingWater: null }) }), DAY, false],
    ['to a central plant', facts({ wastewater: wastewater({ receivingWater: 'centralPlant' }) }), DAY, false],
    ['treated on the spot', facts({ wastewater: wastewater({ treatedOnSite: true }) }), DAY, false],
    ['a hospital whose beds are not known', facts({ beds: null, wastewater: toSewer }), DAY, false],
  ])('%s: limit known is %s', (_case, of, date, known) => {
    expect(limitOfParameter('bod5', { checklist: nuocThai, facts: of, date }).known).toBe(known)
  })

  it.each([
    ['2031-12-31', '2032-03-01', true],
    ['2032-01-01', '2032-03-01', false],
    // The day of the visit does not matter once the day of sampling is written down.
    ['2026-10-02', '2040-01-01', true],
  ])('a sample of %s, looked at on %s: known is %s', (sampled, date, known) => {
    const others = { 'nt.0.1': { value: { is: 'date', date: sampled } } } as const
    expect(limitOfParameter('bod5', { checklist: nuocThai, facts: sewer120, date }, others).known).toBe(known)
    const slip = { ...others, 'nt.1.2': { value: typed('61') } }
    const { byItem } = score(nuocThai, sewer120, slip, { date })
    expect(byItem['nt.1.2']?.state).toBe(known ? 'fail' : 'undetermined')
  })

  it('without a slip the day of the visit decides', () => {
    const others = { 'nt.0.1': { value: { is: 'notApplicable' } } } as const
    const on = (date: string) => limitOfParameter('bod5', { checklist: nuocThai, facts: sewer120, date }, others).known
    expect([on('2031-12-31'), on('2032-01-01')]).toEqual([true, false])
  })

  it('where no table fits the verdict is “chưa xác định”, never a guess', () => {
    const verdict = outcome('bod5', '61', since('2026-01-01'))
    expect(verdict?.outcome).toBe('undetermined')
    expect(verdict?.reason).toContain('QCVN 40:2025/BTNMT')
  })

  it('the facility’s own permit goes before every regulation', () => {
    const permit = {
      number: '12/GPMT',
      maxFlow: null,
      monitoringEveryMonths: null,
      limits: [{ parameter: 'bod5', min: null, max: '30' }],
    }
    const of = facts({ wastewater: wastewater({ permit }) })
    expect(outcome('bod5', '31', of)).toMatchObject({ outcome: 'fail' })
    expect(outcome('bod5', '30', of)).toMatchObject({ outcome: 'pass' })
    expect(outcome('bod5', '30', of)?.reason).toContain('12/GPMT')
    // A parameter the permit does not name keeps the regulation's limit.
    expect(outcome('cod', '120', of)).toMatchObject({ outcome: 'pass' })
  })

  it('the limit stands there before anything is typed', () => {
    expect(limitOf(parameterItem('bod5'), { checklist: nuocThai, facts: sewer120, date: DAY })).toMatchObject({
      text: 'Cmax = 50 × 1,2 = 60 mg/l',
      known: true,
    })
  })
})

describe('what may be typed in another unit [criteria B1: theo N, không theo NH4]', () => {
  const warned = (id: string, text: string, of: Facts = sewer120) =>
    score(nuocThai, of, { [id]: { value: typed(text) } }, { date: DAY }).warnings

  it.each([
    // limit of 120 beds into a sewer, what the slip may mean in N or P
    ['nt.1.6', '12', false], // at the limit
    ['nt.1.6', '12,1', true], // × 0,7765 = 9,4
    ['nt.1.6', '15,45', true], // × 0,7765 = 11,997
    ['nt.1.6', '15,46', false], // × 0,7765 = 12,005: too much in either unit
    ['nt.1.7', '60,1', true],
    ['nt.1.7', '265,7', false], // × 0,2259 = 60,02
    ['nt.1.8', '12,1', true],
    ['nt.1.8', '36,8', false], // × 0,3261 = 12,0005
  ])('%s = %s warns: %s', (id, text, warns) => {
    expect(warned(id, text).some((message) => /đơn vị/.test(message))).toBe(warns)
  })

  it('where no limit is known there is nothing to warn of', () => {
    expect(warned('nt.1.6', '100', facts({ wastewater: null }))).toEqual([])
  })
})

describe('microbes: “không phát hiện” of the table, where the table holds', () => {
  const found = (of: Facts, date = DAY) =>
    score(nuocThai, of, { 'nt.1.13': { value: { is: 'detected', detected: true } } }, { date }).byItem['nt.1.13']

  it.each([
    ['a facility of before 01/09/2025', sewer120, DAY, 'fail', true],
    ['its last day', sewer120, '2031-12-31', 'fail', true],
    ['the day after', sewer120, '2032-01-01', 'undetermined', false],
    ['a new facility', facts({ wastewater: wastewater({ operatingSince: '2026-01-01' }) }), DAY, 'undetermined', false],
    [
      'a central plant',
      facts({ wastewater: wastewater({ receivingWater: 'centralPlant' }) }),
      DAY,
      'undetermined',
      false,
    ],
    ['nothing known', facts({ wastewater: null }), DAY, 'undetermined', false],
  ])('%s', (_case, of, date, state, criticalFailure) => {
    expect(found(of, date)).toMatchObject({ state, criticalFailure })
  })

  it('an unknown column does not matter: both columns ask for none', () => {
    expect(found(facts({ wastewater: wastewater({ receivingWater: null }) }))?.state).toBe('fail')
  })
})
