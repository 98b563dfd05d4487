import type { AnswerValue, Opportunity, SingleValue } from '../../src/domain/answer.ts'
import type { Input, Item, NumberRule } from '../../src/domain/checklist.ts'
import type { ScoringContext } from '../../src/domain/scoring/context.ts'
import { around, boundsOf, randomDay, randomDecimal } from './random-bounds.ts'
import type { Random } from './seeded-random.ts'

/** How an invented inspection goes: the same chances for every item of it, so that good and bad ones both occur. */
export type Mood = {
  /** Share of the answers that are as good as they can be; the others are anything. */
  good: number
  /** What would sink the result is in order, whatever the rest is like. */
  careful: boolean
  /** Share of the answers that say too little yet: a part not marked, a site not visited. */
  half: number
  /** Share of "không áp dụng", where it is allowed. */
  aside: number
}

type Of<K extends Input['kind']> = Extract<Input, { kind: K }>
type Value<K extends AnswerValue['is']> = Extract<AnswerValue, { is: K }>

/** Any value that fits the item; null where it has none of its own (it counts another's opportunities). */
export function randomValue(item: Item, context: ScoringContext, mood: Mood, random: Random): AnswerValue | null {
  if (item.allowsNotApplicable && random.chance(mood.aside)) return { is: 'notApplicable' }
  if (item.input.kind === 'observation' && item.input.sameAs !== null) return null
  // Now and then an answer from before the question was asked in each place.
  if (item.each === undefined || random.chance(0.03)) return randomSingle(item, context, mood, random)
  return randomPlaces(item, context, mood, random)
}

const rooms = Array.from({ length: 4 }, (_, n) => ({ id: `room-${n}`, name: `Phòng ${n + 1}` }))
const closed = { id: 'closed', name: 'Điểm trạm đã đóng' }

function randomPlaces(item: Item, context: ScoringContext, mood: Mood, random: Random): Value<'places'> {
  const { sites } = context.facts
  const wanted = item.each === 'room' || sites.length === 0 ? rooms.slice(0, 1 + random.below(rooms.length)) : sites
  const visited = random.chance(mood.half) ? wanted.filter(() => random.chance(0.6)) : [...wanted]
  if (random.chance(0.03)) visited.push(closed)
  const places = random.shuffled(visited).map(({ id, name }) => {
    const aside = item.allowsNotApplicable && random.chance(mood.aside)
    const value: SingleValue = aside ? { is: 'notApplicable' } : randomSingle(item, context, mood, random)
    return { id, name, value }
  })
  return { is: 'places', places }
}

const texts = ['', 'Xã Suối Mơ, 4.312 người', 'Ghi “quý 3” \\ "quý 4"\n– chưa có số liệu', 'Đặng Thuỳ Trâm 😀']

function randomSingle({ input, critical }: Item, context: ScoringContext, mood: Mood, random: Random): SingleValue {
  const good = random.chance(critical && mood.careful ? 1 : mood.good)
  switch (input.kind) {
    case 'passFail':
      return { is: 'verdict', verdict: good || random.chance(0.5) ? 'pass' : 'fail' }
    case 'scale':
      return { is: 'level', level: good ? input.max : random.below(input.max + 1) }
    case 'measure':
      return randomMeasure(input, context, good, random)
    case 'ratio':
      return randomRatio(input, good, random)
    case 'detect':
      return !good && random.chance(0.2) ? { is: 'noData' } : { is: 'detected', detected: !good && random.chance(0.5) }
    case 'date':
      return { is: 'date', date: good ? context.date : randomDay(input.rule, context, random) }
    case 'ladder':
    case 'bundle':
      return randomMarks(input, good, mood, random)
    case 'lines':
      return randomCounts(input, good, mood, random)
    case 'observation':
      return randomOpportunities(input, good, random)
    case 'storageTime':
      return randomStorage(input, good, random)
    case 'text':
      return { is: 'text', text: random.pick(texts) }
    default:
      return input satisfies never
  }
}

/** Only a rule that leaves the conclusion to the inspector takes one. */
function conclusion(rule: NumberRule, good: boolean, random: Random): { verdict?: 'pass' | 'fail' } {
  return rule.by === 'inspector' ? { verdict: good || random.chance(0.5) ? 'pass' : 'fail' } : {}
}

function randomMeasure(input: Of<'measure'>, context: ScoringContext, good: boolean, random: Random): SingleValue {
  const { rule, allowsBelow } = input
  const canBeMissing = rule.by === 'limit' || rule.by === 'recorded'
  if (canBeMissing && !good && random.chance(0.08)) return { is: 'noData' }
  const bounds = boundsOf(rule, context)
  const [best] = bounds
  const near =
    bounds.length > 0 && random.chance(0.7) ? random.pick(around(random.pick(bounds))) : randomDecimal(random)
  const number = good && best !== undefined ? best : near
  const verdict = conclusion(rule, good, random)
  const drawn = allowsBelow ? random.below(10) : 0
  if (drawn === 9) return { is: 'reading', reading: { is: 'notDetected' }, ...verdict }
  if (drawn >= 7) return { is: 'reading', reading: { is: 'below', number }, ...verdict }
  return { is: 'reading', reading: { is: 'number', number }, ...verdict }
}

function randomRatio(input: Of<'ratio'>, good: boolean, random: Random): SingleValue {
  const { rule } = input
  if (rule.by === 'recorded' && !good && random.chance(0.15)) return { is: 'noData' }
  const isFull = 'better' in rule && rule.better === 'lower' ? 0 : 1
  const verdict = conclusion(rule, good, random)
  const denominator = random.chance(0.3) ? 10_000 : random.chance(0.02) ? 1_000_000_000 : 1 + random.below(50)
  if (good) return { is: 'ratio', numerator: denominator * isFull, denominator, ...verdict }
  const bounds = rule.by === 'target' ? [rule.target] : rule.by === 'steps' ? rule.steps.map(({ bound }) => bound) : []
  if (bounds.length === 0 || random.chance(0.3))
    return { is: 'ratio', numerator: random.below(denominator + 1), denominator, ...verdict }
  return { is: 'ratio', numerator: partNear(random.pick(bounds), denominator, random), denominator, ...verdict }
}

/** A part of the whole that lies on the bound (in per cent), or one more or less. */
function partNear(bound: string, whole: number, random: Random): number {
  const part = Math.floor((Number(bound) * whole) / 100) + random.below(3) - 1
  return Math.min(whole, Math.max(0, part))
}

function randomMarks(input: Of<'ladder'> | Of<'bundle'>, good: boolean, mood: Mood, random: Random): Value<'marks'> {
  const isHalf = random.chance(mood.half)
  const share = random.pick([0.2, 0.7, 0.95])
  const marks: Value<'marks'>['marks'] = {}
  for (const part of input.parts) {
    if (isHalf && random.chance(0.4)) continue
    // On level 1 a mark says that the violation is there.
    const isViolation = 'level' in part && part.level === 1
    const holds = good || random.chance(share)
    marks[part.id] = random.chance(0.05) ? 'notApplicable' : holds === isViolation ? 'fail' : 'pass'
  }
  return { is: 'marks', marks }
}

function randomCounts(input: Of<'lines'>, good: boolean, mood: Mood, random: Random): Value<'counts'> {
  const isHalf = random.chance(mood.half)
  const counts: Record<string, number> = {}
  for (const { id, required } of input.lines) {
    if (isHalf && random.chance(0.4)) continue
    const need = required[random.pick(['1', '2', '3'] as const)] ?? 0
    counts[id] = good ? 1_000_000_000 : Math.max(0, need + random.below(3) - 1)
  }
  return { is: 'counts', counts }
}

const professions = ['doctor', 'nurse', 'midwife', 'technician', 'cleaner', 'student', 'other'] as const
const marksOrNone = ['pass', 'pass', 'pass', 'fail', 'notApplicable', undefined] as const

function randomOpportunities(input: Of<'observation'>, good: boolean, random: Random): Value<'opportunities'> {
  // Either side of the sizes from which a sample counts as large enough.
  const turns = [input.smallSampleBelow, input.critical?.fromSample ?? 10].map((turn) => turn + random.below(3) - 1)
  const size = Math.max(0, random.pick([...turns, random.below(30), random.below(6)]))
  const wanted = boundOfCompliance(input.rule, random)
  const acted = good ? size : partNear(wanted, size, random)
  const list = Array.from({ length: size }, (_, n) => randomOpportunity(n, n < acted, good, random))
  return { is: 'opportunities', list: random.shuffled(list) }
}

function boundOfCompliance(rule: NumberRule, random: Random): string {
  return rule.by === 'target' && random.chance(0.5) ? rule.target : random.pick(['0', '50', '70', '90', '100'])
}

function randomOpportunity(n: number, acted: boolean, good: boolean, random: Random): Opportunity {
  const moments = [1 + random.below(5)]
  while (random.chance(0.3) && moments.length < 5) {
    const more = 1 + random.below(5)
    if (!moments.includes(more)) moments.push(more)
  }
  const plain = { id: `o${n}`, profession: random.pick(professions), moments }
  if (!acted) return { ...plain, action: 'missed', ...(random.chance(0.5) && { gloves: random.chance(0.3) }) }
  const technique = good ? 'pass' : random.pick(marksOrNone)
  const duration = good ? 'pass' : random.pick(marksOrNone)
  return {
    ...plain,
    action: random.chance(0.6) ? 'rub' : 'wash',
    ...(technique && { technique }),
    ...(duration && { duration }),
  }
}

function randomStorage({ rows }: Of<'storageTime'>, good: boolean, random: Random): Value<'storage'> {
  const row = random.pick(rows)
  const near = (bound: string | null) =>
    random.chance(0.15) ? null : bound === null ? randomDecimal(random) : random.pick(around(bound))
  return {
    is: 'storage',
    // Mostly a case that the regulation knows; otherwise any.
    wasteKind: random.chance(0.9) ? row.wasteKind : 'hazardous',
    received: random.chance(0.9) ? row.received : !row.received,
    celsius: near(row.belowCelsius),
    kgPerDay: near(row.belowKgPerDay),
    days: good ? '0' : random.pick(around(String(row.maxDays))),
  }
}
