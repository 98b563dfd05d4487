import { zodResolver } from '@hookform/resolvers/zod'
import { Controller, useForm } from 'react-hook-form'
import { withdrawLost } from '../../device/api/devices.ts'
import { useAsk } from '../../device/api/use-asked.ts'
import { foundSchema } from '../../protocol/device-wire.ts'
import { Segments } from '../../ui/segments.tsx'
import { FormDialog } from '../parts/form-dialog.tsx'
import { useFormAct } from '../parts/use-form-act.ts'

type WithdrawLostProps = { device: string; name: string; onClose: (done: string | null) => void }

/** The tablet was found before it was wiped: its person signs in again, and everything is there. */
export function WithdrawLost({ device, name, onClose }: WithdrawLostProps) {
  const ask = useAsk()
  const form = useForm({ resolver: zodResolver(foundSchema), defaultValues: { reason: 'found' as const } })
  const { problem, run } = useFormAct(form, {})
  const submit = form.handleSubmit(({ reason }) =>
    run(async () => {
      await withdrawLost(ask, device, reason)
      onClose(`Đã rút lại lệnh báo mất máy của ${name}.`)
    }),
  )
  return (
    <FormDialog
      title={`Rút lại lệnh báo mất máy của ${name}?`}
      action="Rút lại"
      problem={problem}
      isBusy={form.formState.isSubmitting}
      onSubmit={submit}
      onClose={() => onClose(null)}
    >
      <p>
        Máy đó không tự xóa nữa, nếu chưa xóa. Phiên đăng nhập đã hết vẫn hết: {name} đăng nhập lại rồi gửi tiếp phần
        còn trên máy.
      </p>
      <Controller
        control={form.control}
        name="reason"
        render={({ field }) => (
          <Segments
            legend="Lý do"
            showLegend
            size="small"
            wordy
            options={[
              { value: 'found', label: 'Đã tìm thấy máy', tone: 'info' },
              { value: 'mistaken', label: 'Báo nhầm máy', tone: 'info' },
            ]}
            value={field.value}
            onChoose={(value) => value && field.onChange(value)}
          />
        )}
      />
    </FormDialog>
  )
}
