import { progressOf } from '../../device/store/drafts.ts'
import { useStore } from '../../device/store/use-store.ts'
import { Meter } from '../../ui/meter.tsx'
import css from './open-inspections.module.css'

/** How much of an open inspection is answered, live. */
export function OpenProgress({ id }: { id: string }) {
  const progress = useStore((store) => progressOf(store, id), [id])
  if (progress === undefined) return null
  const { answered, applicable } = progress ?? { answered: 0, applicable: 0 }
  const share = applicable > 0 ? Math.floor((answered / applicable) * 100) : 0
  return (
    <>
      <Meter value={answered} max={applicable} label={`Đã trả lời ${answered} trên ${applicable} tiêu chí`} />
      <span className={css.share}>
        {share} % · {answered}/{applicable}
      </span>
    </>
  )
}
