import { useState } from 'react'
import { contents, type DeviceContents } from '../../device/store/contents.ts'
import { useDevice } from '../../device/sync/device.ts'
import { Problem } from '../../domain/problem.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Panel } from '../../ui/panel.tsx'
import css from '../parts/page.module.css'
import { problemWords } from '../parts/problem-words.ts'
import { countWords } from '../parts/unsent-words.ts'
import { PinField, pinWords } from './pin-field.tsx'
import { SendFirst } from './send-first.tsx'
import { useSession } from './session.tsx'

/** Locking at once, for who hands the tablet on; and another PIN. */
export function LockPanel({ name }: { name: string }) {
  const { lock } = useSession()
  const { store } = useDevice()
  const [unsent, setUnsent] = useState<DeviceContents | null>(null)
  const [isChanging, setChanging] = useState(false)
  const [isChanged, setChanged] = useState(false)
  async function lockNow() {
    const here = await contents(store)
    if (here.unsentChanges + here.unsentPhotos === 0) await lock()
    else setUnsent(here)
  }

  return (
    <Panel title="Khóa máy">
      <p className={css.small}>
        Dữ liệu của {name} trên máy này được mã hóa và mở bằng mã PIN. Rời ứng dụng quá 15 phút thì máy tự khóa.
      </p>
      <div className={css.actions}>
        <Button look="main" onClick={() => void lockNow()}>
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
      {unsent ? <LockWithUnsent name={name} here={unsent} onClose={() => setUnsent(null)} /> : null}
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

type LockWithUnsentProps = { name: string; here: DeviceContents; onClose: () => void }

/** Whoever hands the tablet on takes the key along: what waits is sent before, or sealed by others where the account opens the store. */
function LockWithUnsent({ name, here, onClose }: LockWithUnsentProps) {
  const { lock } = useSession()
  const isRelayed = useDevice().store.markerKey !== null
  return (
    <Dialog title={`Còn ${countWords(here.unsentChanges, here.unsentPhotos)}`} onClose={onClose}>
      <p>
        {isRelayed
          ? `Tất cả vẫn an toàn trên máy. Khi máy khóa mà có mạng, máy tự gửi hộ, không ai ở đây đọc được; ${name} mở khóa thì máy xác nhận.`
          : `Khi máy khóa thì chưa gửi được gì của ${name}; tất cả vẫn an toàn trên máy và tự gửi khi ${name} mở khóa lúc có mạng.`}
      </p>
      <div className={css.actions}>
        <SendFirst label="Gửi rồi khóa" onSent={() => void lock()} />
        <Button onClick={() => void lock()}>Khóa luôn</Button>
        <Button look="quiet" onClick={onClose}>
          Ở lại
        </Button>
      </div>
    </Dialog>
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
