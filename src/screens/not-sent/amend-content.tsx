import type { AttentionEntry, AttentionGroup } from '../../device/store/attention.ts'
import { itemsOf } from '../../domain/items.ts'
import { AnswerChanges } from '../parts/answer-changes.tsx'

type AmendContentProps = { said: AttentionEntry['said']; checklist: AttentionGroup['checklist'] }

/** The answers that an amendment carries, so that nobody has to type them again from memory. */
export function AmendContent({ said, checklist }: AmendContentProps) {
  if (said.k !== 'inspection.amend' || !checklist) return null
  const items = itemsOf(checklist).filter(({ id }) => said.set[id])
  return items.length > 0 ? <AnswerChanges changes={items.map((item) => ({ item, after: said.set[item.id] }))} /> : null
}
