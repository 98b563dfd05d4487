import type { Answer, AnswerValue, Opportunity, SingleValue } from '../domain/answer.ts'
import type { Checklist, Item } from '../domain/checklist.ts'
import type { Facts } from '../domain/facts.ts'
import { applicableSections } from '../domain/scoring/context.ts'

/**
 * An invented answer to everything that applies to a facility.
 * @param isGood by the item's place among those that are asked
 */
export function inventedAnswers(
  checklist: Checklist,
  facts: Facts,
  isGood: (index: number, item: Item) => boolean,
): Record<string, Answer> {
  const items = applicableSections(checklist, facts)
    .flatMap((section) => section.items)
    .filter(({ input }) => input.kind !== 'observation' || input.sameAs === null)
  return Object.fromEntries(
    items.map((item, index): [string, Answer] => {
      const good = isGood(index, item)
      const single = valueFor(item, good)
      const value: AnswerValue = item.each
        ? { is: 'places', places: placesOf(facts).map((place) => ({ ...place, value: single })) }
        : single
      return [item.id, good ? { value } : { value, note: 'Đã nhắc cơ sở khắc phục trong tuần.' }]
    }),
  )
}

function placesOf({ sites }: Facts): Facts['sites'] {
  return sites.length > 0 ? sites : [{ id: 'main', name: 'Cơ sở chính' }]
}

function valueFor({ input }: Item, good: boolean): SingleValue {
  switch (input.kind) {
    case 'passFail':
      return { is: 'verdict', verdict: good ? 'pass' : 'fail' }
    case 'scale':
      return { is: 'level', level: good ? input.max : 0 }
    case 'measure': {
      const reading = { is: 'number', number: input.rule.by === 'limit' && !good ? '9999' : '7' } as const
      return input.rule.by === 'inspector'
        ? { is: 'reading', reading, verdict: good ? 'pass' : 'fail' }
        : { is: 'reading', reading }
    }
    case 'ratio': {
      const counts = { numerator: good ? 10 : 5, denominator: 10 }
      return input.rule.by === 'inspector'
        ? { is: 'ratio', ...counts, verdict: good ? 'pass' : 'fail' }
        : { is: 'ratio', ...counts }
    }
    case 'detect':
      return { is: 'detected', detected: !good }
    case 'date':
      return { is: 'date', date: good ? '2026-10-01' : '2020-01-01' }
    case 'observation':
      return { is: 'opportunities', list: Array.from({ length: 20 }, (_, n) => opportunity(n, good || n % 2 === 0)) }
    case 'bundle':
      return { is: 'marks', marks: Object.fromEntries(input.parts.map(({ id }) => [id, good ? 'pass' : 'fail'])) }
    case 'ladder': {
      // On level 1 "pass" says that the violation is there.
      const marks = input.parts.map(({ id, level }) => [id, (level === 1) === good ? 'fail' : 'pass'] as const)
      return { is: 'marks', marks: Object.fromEntries(marks) }
    }
    case 'storageTime': {
      const { wasteKind = 'infectious', received = false } = input.rows[0] ?? {}
      return { is: 'storage', wasteKind, received, celsius: '5', kgPerDay: '4', days: good ? '1' : '400' }
    }
    case 'text':
      return { is: 'text', text: 'Đã ghi theo sổ của đơn vị.' }
    default:
      throw new Error(`no answer for ${input.kind}`)
  }
}

function opportunity(n: number, acted: boolean): Opportunity {
  const plain = { id: `${n}`, profession: 'nurse' } as const
  return acted
    ? { ...plain, moments: [1 + (n % 5)], action: 'rub', technique: 'pass', duration: 'pass' }
    : { ...plain, moments: [1 + (n % 5)], action: 'missed', gloves: false }
}
