import { useState } from 'react'
import { sayOfMany } from '../../../device/store/steps.ts'
import { useDevice } from '../../../device/sync/device.ts'
import { drawnFrom } from '../../../domain/draw.ts'
import { Problem } from '../../../domain/problem.ts'
import type { Draw } from '../../../domain/step.ts'
import { TextField } from '../../../ui/text-field.tsx'
import { FormDialog } from '../../parts/form-dialog.tsx'

export type BulkDone = { approved: number; held: number; draw: Draw | null }

type BulkDialogProps = { ids: readonly string[]; onDone: (done: BulkDone) => void; onClose: () => void }

const PERCENT = 10

/**
 * Approves many at once, and holds a random share of them back. The seed is drawn when
 * it is said: whoever saw it before could choose what is held.
 */
export function BulkDialog({ ids, onDone, onClose }: BulkDialogProps) {
  const { store, engine } = useDevice()
  const [typed, setTyped] = useState(`${PERCENT}`)
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const isDrawn = ids.length > 1
  const percent = /^\d{1,3}$/.test(typed.trim()) ? Number(typed) : Number.NaN
  const isFit = !isDrawn || (percent >= 0 && percent <= 100)
  // How many depends on how many there are, whatever the seed.
  const share = isDrawn && isFit ? drawnFrom(ids, { seed: '', percent }).size : 0

  async function approve() {
    if (!isFit) return
    setBusy(true)
    setProblem(null)
    const draw = share > 0 ? { seed: crypto.randomUUID().slice(0, 8), percent } : null
    const held = draw ? drawnFrom(ids, draw) : new Set<string>()
    try {
      await sayOfMany(
        store,
        ids.map((insp) => ({
          insp,
          say:
            draw && held.has(insp)
              ? { is: 'hold' as const, draw }
              : { is: 'approve' as const, comment: '', ...(draw && { draw }) },
        })),
      )
      void engine.syncNow()
      onDone({ approved: ids.length - held.size, held: held.size, draw })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
      setBusy(false)
    }
  }

  return (
    <FormDialog
      title={`Duyệt ${ids.length} kết quả`}
      action={share > 0 ? `Duyệt ${ids.length - share}, giữ lại ${share}` : `Duyệt ${ids.length} kết quả`}
      doing="Đang lưu…"
      problem={problem}
      isBusy={isBusy || !isFit}
      onSubmit={(event) => {
        event.preventDefault()
        void approve()
      }}
      onClose={onClose}
    >
      {isDrawn ? (
        <>
          <p>
            Một phần được rút ngẫu nhiên để xem kỹ trước khi duyệt. Mã rút được ghi vào hồ sơ để ai cũng rút lại được.
          </p>
          <TextField
            label="Giữ lại xem kỹ"
            unit="%"
            inputMode="numeric"
            autoComplete="off"
            value={typed}
            error={isFit ? undefined : 'Nhập số nguyên từ 0 đến 100.'}
            onChange={(event) => setTyped(event.target.value)}
          />
        </>
      ) : (
        <p>Kết quả đã duyệt không sửa được nữa, trừ khi bị trả lại.</p>
      )}
    </FormDialog>
  )
}
