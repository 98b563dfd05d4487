import type { Answer, AnswerValue } from '../../src/domain/answer.ts'
import type { Checklist, Item } from '../../src/domain/checklist.ts'
import type { Facts } from '../../src/domain/facts.ts'
import { applicableSections } from '../../src/domain/scoring/context.ts'

/** A plausible full set of answers: mostly good, every sixth item bad. */
export function fullAnswers(checklist: Checklist, facts: Facts): Record<string, Answer> {
  const items = applicableSections(checklist, facts).flatMap((section) => section.items)
  return Object.fromEntries(
    items.map((item, index): [string, Answer] => {
      const isBad = index % 6 === 5
      const value = valueFor(item, !isBad)
      return [item.id, isBad ? { value, note: 'Đã nhắc cơ sở khắc phục trong tuần.' } : { value }]
    }),
  )
}

function valueFor({ input }: Item, good: boolean): AnswerValue {
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
    case 'ratio':
      return { is: 'ratio', numerator: good ? 10 : 5, denominator: 10 }
    case 'detect':
      return { is: 'detected', detected: !good }
    case 'date':
      return { is: 'date', date: good ? '2026-10-01' : '2020-01-01' }
    case 'storageTime': {
      const { wasteKind = 'infectious', received = false } = input.rows[0] ?? {}
      return { is: 'storage', wasteKind, received, celsius: '5', kgPerDay: '4', days: good ? '1' : '400' }
    }
    default:
      throw new Error(`no answer for ${input.kind}`)
  }
}
