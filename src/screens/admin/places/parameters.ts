import { getChecklist, listChecklists } from '../../../device/store/checklists.ts'
import { useStore } from '../../../device/store/use-store.ts'

/** A parameter of wastewater that a permit may limit: its name and unit as the checklist says them. */
export type Parameter = { id: string; name: string; unit: string }

/** From the checklists on this tablet; none before the first sync. Undefined for the first moment. */
export function useParameters(): readonly Parameter[] | undefined {
  return useStore(async (store) => {
    for (const { ref } of await listChecklists(store)) {
      const limits = (await getChecklist(store, ref))?.limits
      if (limits) return limits.parameters.map(({ id, name, unit }) => ({ id, name, unit }))
    }
    return []
  }, [])
}

/** "BOD5 (20 °C), mg/l"; one that this tablet does not know goes by its id. */
export function parameterWords(parameters: readonly Parameter[], id: string): string {
  const known = parameters.find((each) => each.id === id)
  if (!known) return `Thông số “${id}”, chưa có tên trên máy này`
  return known.unit === '' ? known.name : `${known.name}, ${known.unit}`
}
