import { useState } from 'react'
import { reassign } from '../../../device/api/campaigns.ts'
import { useAsk } from '../../../device/api/use-asked.ts'
import type { Problem } from '../../../domain/problem.ts'
import { matches } from '../../../domain/search.ts'
import type { CampaignReply } from '../../../protocol/campaign-wire.ts'
import { ChoiceList } from '../../../ui/choice-list.tsx'
import { askProblemOf } from '../../parts/ask-problem.tsx'
import { FormDialog } from '../../parts/form-dialog.tsx'
import type { AssignmentRow } from './assignment-filter.ts'

type ReassignProps = {
  assignment: AssignmentRow
  inspectors: CampaignReply['inspectors']
  onChanged: (reply: CampaignReply) => void
  onClose: () => void
}

/** Gives one visit to others; nobody who does not have the facility's area is offered. */
export function Reassign({ assignment: { id, facility, people }, inspectors, onChanged, onClose }: ReassignProps) {
  const ask = useAsk()
  const before = people.map((each) => each.id)
  const [chosen, setChosen] = useState(before)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isBusy, setBusy] = useState(false)
  const able = inspectors.filter(({ areaIds }) => areaIds.includes(facility.areaId))

  async function give() {
    setBusy(true)
    setProblem(null)
    try {
      // Who has lost the area since it was given is not offered, and would be refused.
      const offered = chosen.filter((each) => able.some((inspector) => inspector.id === each))
      onChanged(await reassign(ask, id, offered))
    } catch (error) {
      setProblem(askProblemOf(error))
      setBusy(false)
    }
  }

  return (
    <FormDialog
      title={`Giao ${facility.name}`}
      action="Lưu"
      problem={problem}
      isBusy={isBusy}
      isDirty={[...chosen].sort().join() !== [...before].sort().join()}
      onSubmit={(event) => {
        event.preventDefault()
        void give()
      }}
      onClose={onClose}
    >
      {able.length === 0 ? (
        <p>Chưa có người kiểm tra nào phụ trách {facility.areaName}.</p>
      ) : (
        <ChoiceList
          legend={`Người kiểm tra phụ trách ${facility.areaName}`}
          searchLabel="Tìm người kiểm tra"
          choices={able.map((each) => ({ value: each.id, label: each.name }))}
          matches={({ label }, query) => matches(label, query)}
          chosen={chosen}
          onChoose={setChosen}
        />
      )}
    </FormDialog>
  )
}
