import { describe, expect, it } from 'vitest'
import { checklists } from '../../src/criteria/all.ts'
import { ksnk } from '../../src/criteria/ksnk.ts'
import { ksnkRutGon } from '../../src/criteria/ksnk-rut-gon.ts'
import { laws } from '../../src/criteria/laws.ts'
import { nuocThai } from '../../src/criteria/nuoc-thai.ts'
import { tramYTeXa } from '../../src/criteria/tram-y-te-xa.ts'
import { xanhSachDep } from '../../src/criteria/xanh-sach-dep.ts'
import { type Checklist, checklistSchema } from '../../src/domain/checklist.ts'
import { compareDecimals, multiplyDecimals, points } from '../../src/domain/decimal.ts'
import { itemsOf } from '../../src/domain/items.ts'
import { citeBasis, legalDocumentSchema } from '../../src/domain/law.ts'

function itemOf(checklist: Checklist, id: string) {
  const found = itemsOf(checklist).find((item) => item.id === id)
  if (!found) throw new Error(`no item ${id}`)
  return found
}

/** Every sentence of a checklist that a person reads. */
function textsOf(checklist: Checklist): string[] {
  return [
    checklist.title,
    checklist.notice,
    ...checklist.sections.map(({ title }) => title),
    ...itemsOf(checklist).flatMap(({ question, howToCheck, remark }) => [question, howToCheck, remark ?? '']),
    ...checklist.grading.bands.map(({ title }) => title),
    ...checklist.plausibility.map(({ message }) => message),
    ...(checklist.limits ? [checklist.limits.otherwise] : []),
    ...checklist.documents.map(({ remark }) => remark ?? ''),
  ].filter((text) => text !== '')
}

describe.each(checklists.map((checklist) => ({ id: checklist.id, checklist })))('$id', ({ checklist }) => {
  const items = itemsOf(checklist)

  it('is a checklist as the schema has it', () => {
    expect(checklistSchema.parse(checklist)).toEqual(checklist)
  })

  it('gives every section and every item an id of its own', () => {
    const ids = [...checklist.sections, ...items].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('numbers its items one after the other inside their section', () => {
    // The short form keeps the numbers of the full checklist.
    if (checklist.id === 'ksnk-rut-gon') return
    for (const section of checklist.sections) {
      expect(section.items.map(({ id }) => id)).toEqual(section.items.map((_, index) => `${section.id}.${index + 1}`))
    }
  })

  it.each(checklist.sections.map((section) => ({ id: section.id, section })))('$id adds up', ({ section }) => {
    const sum = section.items.reduce((total, item) => total + item.points, 0)
    expect(sum).toBe(section.points ?? 0)
  })

  it('says where its points and wording come from', () => {
    // The points of the optional tools are set by their own source; nothing in them is ours.
    const isOfficial = checklist.optional && checklist.id !== 'muc-tieu-thi-dua'
    const origins = isOfficial ? ['official', 'source'] : ['proposed', 'proposed']
    for (const item of items) expect([item.pointsOrigin, item.wordingOrigin]).toEqual(origins)
    if (checklist.optional) return
    // The rule of recognition of commune health stations alone has been seen in a source.
    expect(checklist.grading.origin).toBe(checklist.id === 'tram-y-te-xa' ? 'official' : 'proposed')
    expect(checklist.notice).toMatch(/đề xuất/)
  })

  it('lets every item apply to at least one of its facility types, each named once', () => {
    for (const { id, appliesTo } of items) {
      expect(
        appliesTo.types.filter((type) => checklist.facilityTypes.includes(type)),
        id,
      ).not.toEqual([])
      expect(new Set(appliesTo.types).size, id).toBe(appliesTo.types.length)
    }
  })

  it('asks every facility type something', () => {
    for (const type of checklist.facilityTypes)
      expect(
        items.some(({ appliesTo }) => appliesTo.types.includes(type)),
        type,
      ).toBe(true)
  })

  it('holds every document that a basis names, and whatever replaced it', () => {
    const bases = [...items.flatMap(({ basis }) => basis), ...(checklist.limits?.basis ?? [])]
    for (const basis of bases) expect(citeBasis(basis, checklist.documents)).not.toBe('')
    const held = checklist.documents.map(({ id }) => id)
    for (const { replacedBy } of checklist.documents) if (replacedBy) expect(held).toContain(replacedBy)
  })

  it('holds no document that nothing leads to', () => {
    const cited = [...items.flatMap(({ basis }) => basis), ...(checklist.limits?.basis ?? [])].map(
      ({ document }) => document,
    )
    const successors = checklist.documents.map(({ replacedBy }) => replacedBy)
    for (const { id } of checklist.documents) expect([...cited, ...successors]).toContain(id)
  })

  it('cites a document that had ceased to apply only where the item says so', () => {
    for (const { id, basis, remark } of items) {
      for (const { document } of basis) {
        const until = laws.find((law) => law.id === document)?.inForceUntil
        if (until && until <= checklist.inForceFrom) expect(remark, `${id} cites ${document}`).toMatch(/hết hiệu lực/)
      }
    }
  })

  it('marks what rests on a remembered document as remembered', () => {
    for (const { id, basis } of items) {
      for (const { document, recalled } of basis) {
        const confidence = checklist.documents.find((law) => law.id === document)?.confidence
        if (confidence === 'recalled') expect(recalled, `${id} cites ${document}`).toBe(true)
      }
    }
  })

  it('orders steps best first, the first worth all points and none worth more', () => {
    for (const item of items) {
      if (!('rule' in item.input) || item.input.rule.by !== 'steps') continue
      const { steps, better } = item.input.rule
      expect(steps[0]?.points, item.id).toBe(item.points)
      for (const [index, step] of steps.entries()) {
        const next = steps[index + 1]
        if (!next) continue
        expect(compareDecimals(step.bound, next.bound), item.id).toBe(better === 'higher' ? 1 : -1)
        expect(step.points, item.id).toBeGreaterThan(next.points)
      }
    }
  })

  it('names a scale label for every value', () => {
    for (const { id, input } of items) {
      if (input.kind === 'scale' && input.labels)
        expect(input.labels, id).toHaveLength(input.max - (input.min ?? 0) + 1)
    }
  })

  it('names limits, items and bands that exist', () => {
    const parameters = checklist.limits?.parameters.map(({ id }) => id) ?? []
    const named = items.flatMap(({ input }) =>
      'rule' in input && input.rule.by === 'limit' ? [input.rule.parameter] : [],
    )
    expect(new Set(named)).toEqual(new Set(parameters))
    const ids = items.map(({ id }) => id)
    for (const rule of checklist.plausibility) {
      expect(ids).toContain(rule.item)
      if (rule.kind === 'notLess') expect(ids).toContain(rule.than)
    }
    const bands = checklist.grading.bands.map(({ id }) => id)
    for (const { capTo } of checklist.grading.gates) expect(bands).toContain(capTo)
  })

  it('orders the bands best first and leaves the last open', () => {
    const bounds = checklist.grading.bands.map(({ atLeast }) => atLeast)
    // Bands that no source gives are left out, and that is said.
    if (bounds.length === 0)
      expect([checklist.grading.origin, checklist.notice]).toEqual([
        'unknown',
        expect.stringMatching(/dữ liệu|chưa xác định/),
      ])
    else expect(bounds.pop()).toBeNull()
    for (const [index, bound] of bounds.entries()) {
      const next = bounds[index + 1]
      if (next) expect(compareDecimals(bound as string, next)).toBe(1)
    }
  })

  it('writes Vietnamese with its marks, composed, and no note of the authors', () => {
    // No Vietnamese word is written like this: its marks were lost.
    const bare = new Set(['khong', 'nuoc', 'duoc', 'benh', 'nguoi', 'truoc', 'giay', 'phep', 'kiem', 'nghiem', 'luong'])
    for (const text of textsOf(checklist)) {
      expect(text, text).toBe(text.normalize('NFC'))
      const words = text.toLowerCase().split(/[^\p{L}]+/u)
      expect(
        words.filter((word) => bare.has(word)),
        text,
      ).toEqual([])
      if (words.length > 4)
        expect(text).toMatch(/[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]/i)
      expect(text).not.toMatch(/proposed|unknown|recalled|verified|seed|`|\[/i)
    }
  })
})

describe('the legal documents', () => {
  it.each(laws.map((law) => ({ id: law.id, law })))('$id is well formed', ({ law }) => {
    expect(legalDocumentSchema.parse(law)).toEqual(law)
    expect(law.number).not.toBe('')
    expect(law.title).not.toBe('')
    if (law.inForceFrom && law.inForceUntil) expect(law.inForceFrom < law.inForceUntil).toBe(true)
  })

  it('have ids of their own', () => {
    expect(new Set(laws.map(({ id }) => id)).size).toBe(laws.length)
  })

  it('name successors that are known', () => {
    const ids = laws.map(({ id }) => id)
    for (const { replacedBy } of laws) if (replacedBy) expect(ids).toContain(replacedBy)
  })

  it.each([
    ['qd-6573-2016', 'qd-5959-2021', '2021-12-31'],
    ['qd-3638-2016', 'qd-5959-2021', '2021-12-31'],
    ['qcvn-28-2010', 'qcvn-40-2025', '2025-09-01'],
  ])('%s gave way to %s on %s', (id, successor, on) => {
    const law = laws.find((known) => known.id === id)
    expect([law?.replacedBy, law?.inForceUntil]).toEqual([successor, on])
  })
})

describe('xanh-sach-dep', () => {
  it('has 71 items in eight sections', () => {
    expect(xanhSachDep.sections.map(({ items }) => items.length)).toEqual([7, 6, 13, 16, 10, 8, 5, 6])
    expect(itemsOf(xanhSachDep)).toHaveLength(71)
  })

  it('is worth 100 points, and 10 more for psychiatric care alone', () => {
    const worth = xanhSachDep.sections.map(({ points }) => points)
    expect(worth).toEqual([10, 10, 22, 24, 16, 10, 8, 10].map(points))
    for (const { appliesTo } of xanhSachDep.sections.at(-1)?.items ?? []) {
      expect(appliesTo.types).toEqual(['psychiatricCare'])
    }
  })

  it('has these critical items', () => {
    const critical = itemsOf(xanhSachDep).filter((item) => item.critical)
    expect(critical.map(({ id }) => id)).toEqual([
      'xsd.1.4',
      'xsd.6.1',
      'xsd.6.2',
      'xsd.6.4',
      'xsd.6.5',
      'xsd.7.1',
      'xsd.7.5',
    ])
  })

  it('fails critically on sorting below 80 % only', () => {
    const { input } = itemOf(xanhSachDep, 'xsd.6.2')
    expect(input).toMatchObject({ kind: 'ratio', rule: { by: 'steps', elseCritical: true } })
    expect('rule' in input && input.rule.by === 'steps' && input.rule.steps.at(-1)?.bound).toBe('80')
    for (const id of ['xsd.2.1', 'xsd.2.8', 'xsd.2.9', 'xsd.3.7', 'xsd.4.7']) {
      expect(itemOf(xanhSachDep, id).input).toMatchObject({ rule: { by: 'steps', elseCritical: false } })
    }
  })

  it('leaves the light level to the inspector: no lux limit is known', () => {
    expect(itemOf(xanhSachDep, 'xsd.1.3').input).toMatchObject({
      unit: 'lux',
      rule: { by: 'inspector', reference: null },
    })
  })

  it('says that the 32 official criteria are not in the data', () => {
    expect(xanhSachDep.notice).toMatch(/32 tiêu chí/)
    expect(xanhSachDep.notice).toMatch(/chưa xác định/)
  })
})

describe('ksnk', () => {
  it('has 130 items in thirteen sections', () => {
    expect(ksnk.sections.map(({ items }) => items.length)).toEqual([10, 10, 10, 5, 10, 10, 17, 7, 13, 13, 10, 6, 9])
    expect(itemsOf(ksnk)).toHaveLength(130)
  })

  it('is worth 230 points', () => {
    const worth = [18, 15, 16, 12, 18, 18, 33, 10, 24, 21, 17, 9, 19]
    expect(ksnk.sections.map(({ points }) => points)).toEqual(worth.map(points))
    expect(worth.reduce((sum, each) => sum + each)).toBe(230)
  })

  it('has these critical items', () => {
    const critical = itemsOf(ksnk).filter((item) => item.critical)
    expect(critical.map(({ id }) => id.replace('ksnk.', '')).join(' ')).toBe(
      '1.1 3.1 4.2 5.4 7.1 7.2 7.11 7.12 9.1 9.7 12.2 13.2 13.5',
    )
  })

  it('asks for hand hygiene once, for five items', () => {
    const shared = itemsOf(ksnk).flatMap(({ id, input }) => (input.kind === 'observation' ? [[id, input.sameAs]] : []))
    expect(shared).toEqual([['ksnk.4.1', null], ...[2, 3, 4, 5].map((n) => [`ksnk.4.${n}`, 'ksnk.4.1'])])
  })

  it('says that no official table of points was found', () => {
    expect(ksnk.notice).toMatch(/Chưa tìm thấy bảng điểm chính thức/)
  })
})

describe('ksnk-rut-gon', () => {
  it('has 33 items of the full checklist, worth 75 points', () => {
    expect(itemsOf(ksnkRutGon)).toHaveLength(33)
    expect(ksnkRutGon.sections.reduce((sum, section) => sum + (section.points ?? 0), 0)).toBe(points(75))
    expect(ksnkRutGon.sections.map(({ items }) => items.length)).toEqual([2, 4, 4, 1, 4, 4, 5, 4, 2, 1, 2])
    for (const { appliesTo: _, each: _each, ...item } of itemsOf(ksnkRutGon))
      expect(itemOf(ksnk, item.id)).toMatchObject(item)
  })
})

describe('nuoc-thai', () => {
  const table = nuocThai.limits
  if (!table) throw new Error('no limit table')

  it('has 15 parameters and 33 items worth 100 points', () => {
    const [slip, parameters, ...scored] = nuocThai.sections
    expect([slip?.counts, slip?.items.length]).toEqual(['unscored', 5])
    expect(parameters?.items).toHaveLength(15)
    expect(scored.map(({ items }) => items.length)).toEqual([7, 5, 9, 5, 7])
    expect(scored.map(({ points }) => points)).toEqual([22, 16, 26, 18, 18].map(points))
  })

  it('lets every parameter of Table 1 fail the facility, and scores none', () => {
    for (const [index, item] of (nuocThai.sections[1]?.items ?? []).entries()) {
      expect([item.critical, item.points]).toEqual([true, 0])
      expect(citeBasis(item.basis[0] as (typeof item.basis)[0], nuocThai.documents)).toBe(
        `QCVN 28:2010/BTNMT, Bảng 1 TT ${index + 1}`,
      )
    }
  })

  it('has these other critical items', () => {
    const critical = nuocThai.sections.slice(2).flatMap(({ items }) => items.filter((item) => item.critical))
    expect(critical.map(({ id }) => id)).toEqual(['nt.2.1', 'nt.3.2', 'nt.4.1', 'nt.5.1'])
  })

  it('asks for radioactivity only where radioactive sources are used', () => {
    const asked = itemsOf(nuocThai).filter(({ appliesTo }) => appliesTo.requires)
    expect(asked.map(({ id }) => id)).toEqual(['nt.1.10', 'nt.1.11'])
    for (const { appliesTo } of asked) expect(appliesTo.requires).toEqual(['usesRadioactiveSources'])
  })

  it('reads "<0,01" for every limited parameter but pH', () => {
    for (const { id, input } of nuocThai.sections[1]?.items ?? []) {
      if (input.kind === 'measure') expect(input.allowsBelow, id).toBe(id !== 'nt.1.1')
    }
  })

  it('asks each parameter in the unit of its limit', () => {
    for (const { id, input } of itemsOf(nuocThai)) {
      if (input.kind !== 'measure' || input.rule.by !== 'limit') continue
      const { parameter } = input.rule
      expect(table.parameters.find((known) => known.id === parameter)?.unit, id).toBe(input.unit)
    }
  })

  // Cmax = C × K (2.1), worked out by hand: column A with K 1.0 and 1.2, column B with K 1.0 and 1.2.
  it.each([
    ['bod5', '30', '36', '50', '60'],
    ['cod', '50', '60', '100', '120'],
    ['tss', '50', '60', '100', '120'],
    ['h2s', '1', '1.2', '4', '4.8'],
    ['nh4_n', '5', '6', '10', '12'],
    ['no3_n', '30', '36', '50', '60'],
    ['po4_p', '6', '7.2', '10', '12'],
    ['dau_mo_dtv', '10', '12', '20', '24'],
    ['alpha', '0.1', '0.1', '0.1', '0.1'],
    ['beta', '1', '1', '1', '1'],
    ['coliform', '3000', '3000', '5000', '5000'],
  ])('[QCVN 28] Cmax of %s is %s or %s in column A, %s or %s in column B', (id, ...cmax) => {
    const parameter = table.parameters.find((known) => known.id === id)
    const times = (c: string | null | undefined, k: string) => multiplyDecimals(c ?? '', parameter?.timesK ? k : '1')
    const { large, other } = table.k
    expect([
      times(parameter?.columnA.max, large),
      times(parameter?.columnA.max, other),
      times(parameter?.columnB.max, large),
      times(parameter?.columnB.max, other),
    ]).toEqual(cmax)
    expect([parameter?.columnA.min, parameter?.columnB.min]).toEqual([null, null])
  })

  it('[QCVN 28] keeps pH between 6.5 and 8.5 in both columns, whatever K', () => {
    const range = { min: '6.5', max: '8.5' }
    expect(table.parameters[0]).toMatchObject({ id: 'ph', columnA: range, columnB: range, timesK: false })
  })

  it('[QCVN 28] multiplies no microbe, no pH and no radioactivity by K', () => {
    const plain = table.parameters.filter(({ timesK }) => !timesK).map(({ id }) => id)
    expect(plain).toEqual(['ph', 'alpha', 'beta', 'coliform'])
  })

  it('[TT 06/2025, Điều 3] keeps QCVN 28 for older facilities up to the end of 2031', () => {
    expect([table.forFacilitiesBefore, table.samplesUntil]).toEqual(['2025-09-01', '2031-12-31'])
    expect(nuocThai.notice).toMatch(/31\/12\/2031/)
  })
})

describe('tram-y-te-xa', () => {
  const criteria = tramYTeXa.sections.filter(({ counts }) => counts === 'sum')
  const indicators = criteria.flatMap(({ items }) => items)

  it('has 47 indicators in ten criteria, seven opening facts and twenty targets', () => {
    expect(criteria.map(({ items }) => items.length)).toEqual([6, 4, 6, 4, 6, 4, 5, 6, 2, 4])
    expect(indicators).toHaveLength(47)
    const others = tramYTeXa.sections.filter(({ counts }) => counts !== 'sum')
    expect(others.map(({ id, counts, items }) => [id, counts, items.length])).toEqual([
      ['tyt.0', 'unscored', 7],
      ['tyt.b', 'apart', 20],
    ])
  })

  it('[QĐ 1300] gives each criterion its official total, 100 together', () => {
    const worth = [14, 10, 12, 9, 19, 12, 6, 11, 3, 4]
    expect(criteria.map((section) => section.points)).toEqual(worth.map(points))
    expect(worth.reduce((sum, each) => sum + each)).toBe(100)
    for (const { pointsOrigin } of criteria) expect(pointsOrigin).toBe('official')
  })

  it('[QĐ 1300] recognises from 80 %, from half of each criterion, without a critical failure', () => {
    expect(tramYTeXa.grading).toEqual({
      bands: [
        { id: 'passed', title: 'Đạt', atLeast: '80', tone: 'pass' },
        { id: 'failed', title: 'Không đạt', atLeast: null, tone: 'fail' },
      ],
      gates: [
        { kind: 'eachSection', atLeast: '50', capTo: 'failed' },
        { kind: 'noCriticalFailure', capTo: 'failed' },
      ],
      origin: 'official',
    })
  })

  it('knows the official number of three indicators, and that of stunting is also its place', () => {
    const numbered = indicators.flatMap(({ id, officialNumber }) => (officialNumber ? [[id, officialNumber]] : []))
    expect(numbered).toEqual([
      ['tyt.1.1', '1'],
      ['tyt.1.2', '2'],
      ['tyt.7.5', '35'],
    ])
    expect(indicators.findIndex(({ id }) => id === 'tyt.7.5') + 1).toBe(35)
  })

  it('has these critical items, all proposed', () => {
    const critical = itemsOf(tramYTeXa).filter((item) => item.critical)
    expect(critical.map(({ id }) => id)).toEqual([
      'tyt.1.5',
      'tyt.2.2',
      'tyt.3.5',
      'tyt.4.2',
      'tyt.5.1',
      'tyt.5.4',
      'tyt.6.4',
    ])
    for (const { remark } of critical) expect(remark).toMatch(/Điểm liệt ở đây là đề xuất/)
  })

  it('asks these at every site', () => {
    const atSites = itemsOf(tramYTeXa).filter(({ each }) => each === 'site')
    expect(atSites.map(({ id }) => id.replace('tyt.', '')).join(' ')).toBe(
      '3.1 3.2 3.3 3.4 3.5 3.6 4.1 4.2 4.3 6.4 9.1 10.1',
    )
  })

  it('invents no threshold: where none is known the inspector concludes', () => {
    const open = indicators.filter(({ input }) => 'rule' in input && input.rule.by === 'inspector')
    expect(open.map(({ id }) => id.replace('tyt.', '')).join(' ')).toBe('5.2 5.3 5.6 7.1 7.2 7.3 7.4 8.1 8.5 8.6 10.4')
    for (const { id, remark } of open) expect(remark, id).toMatch(/chưa xác định/)
  })

  it('follows the targets of 2030 as numbers, and scores none', () => {
    const targets = tramYTeXa.sections.at(-1)?.items ?? []
    const numbers = targets.flatMap(({ id, input }) =>
      'rule' in input && input.rule.by === 'target' ? [[id, input.rule.target, input.rule.exclusive ?? false]] : [],
    )
    expect(numbers).toEqual([
      ['tyt.b.1', '4', false],
      ['tyt.b.6', '95', true],
      ['tyt.b.7', '95', true],
      ['tyt.b.8', '95', true],
      ['tyt.b.9', '100', false],
      ['tyt.b.11', '90', false],
      ['tyt.b.19', '40', false],
    ])
    for (const { points, critical } of targets) expect([points, critical]).toEqual([0, false])
  })

  it('says that the 47 official indicators are not in the data', () => {
    expect(tramYTeXa.notice).toMatch(/47 chỉ tiêu của quyết định chưa có/)
  })
})
