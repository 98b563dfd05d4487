import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import * as z from 'zod/mini'
import { checklists } from '../../src/criteria/all.ts'
import { checklistSchema } from '../../src/domain/checklist.ts'
import { CHECKLIST_SCHEMA } from '../../src/domain/checklist-ref.ts'

it('a schema that takes other checklists than before has another name', () => {
  const schema = JSON.stringify(z.toJSONSchema(checklistSchema, { unrepresentable: 'any' }))
  expect(CHECKLIST_SCHEMA).toBe(createHash('sha256').update(schema).digest('hex').slice(0, 12))
})

it.each(checklists.map((checklist) => [checklist.id, checklist] as const))(
  '%s: taken once, it is what the schema would make of it again',
  (_, checklist) => {
    expect(checklistSchema.parse(checklist)).toEqual(checklist)
  },
)
