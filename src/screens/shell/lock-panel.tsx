import { useState } from 'react'
import { Problem } from '../../domain/problem.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Panel } from '../../ui/panel.tsx'
import { problemWords } from '../parts/problem-words.ts'
import css from '../this-device.module.css'
import { PinField, pinWords } from './pin-field.tsx'
import { useSession } from './session.tsx'

/** Locking at once, for who hands the tablet on; and another PIN. */
export function LockPanel({ name }: { name: string }) {
  const { lock } = useSession()
  const [isChanging, setChanging] = useState(false)
  const [isChanged, setChanged] = useState(false)
  return (
    <Panel title="Khóa máy">
      <p className={css.small}>
        Dữ liệu của {name} trên máy này được mã hóa và mở bằng mã PIN. Rời ứng dụng quá 15 phút thì máy tự khóa.
      </p>
      <div className={css.actions}>
        <Button look="main" onClick={() => void lock()}>
          Khóa ngay
        </Button>
        <Button
          onClick={() => {
            setChanged(false)
            setChanging(true)
          }}
        >
          Đổi mã PIN
        </Button>
      </div>
      {isChanged ? <p role="status">Đã đổi mã PIN.</p> : null}
      {isChanging ? (
        <ChangePin
          onClose={(done) => {
            setChanging(false)
            setChanged(done)
          }}
        />
      ) : null}
    </Panel>
  )
}

type ChangePinProblem = { was?: string; first?: string; second?: string }

function ChangePin({ onClose }: { onClose: (done: boolean) => void }) {
  const { choosePin } = useSession()
  const [was, setWas] = useState('')
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ChangePinProblem>({})

  async function change() {
    if (pin !== again) return setProblem({ second: 'Hai lần nhập chưa giống nhau.' })
    setBusy(true)
    setProblem({})
    try {
      await choosePin(pin, was)
      onClose(true)
    } catch (error) {
      const { code, message } = problemWords(error)
      const isOfPresent = code === 'PIN_WRONG' || code === 'PIN_USED_UP'
      setProblem(isOfPresent ? { was: error instanceof Problem ? pinWords(error) : message } : { first: message })
      if (isOfPresent) setWas('')
      setBusy(false)
    }
  }

  return (
    <Dialog title="Đổi mã PIN" onClose={() => onClose(false)}>
      <form
        className={css.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void change()
        }}
      >
        <PinField label="Mã PIN đang dùng" value={was} onChange={setWas} error={problem.was} readOnly={isBusy} />
        <PinField
          label="Mã PIN mới, 6 chữ số"
          value={pin}
          onChange={setPin}
          isNew
          error={problem.first}
          readOnly={isBusy}
        />
        <PinField
          label="Nhập lại mã PIN mới"
          value={again}
          onChange={setAgain}
          isNew
          error={problem.second}
          readOnly={isBusy}
        />
        <div className={css.actions}>
          <Button type="submit" look="main" disabled={isBusy || was.length < 6 || pin.length < 6 || again.length < 6}>
            {isBusy ? 'Đang đổi…' : 'Đổi mã PIN'}
          </Button>
          <Button onClick={() => onClose(false)}>Thôi</Button>
        </div>
      </form>
    </Dialog>
  )
}
