import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { problemWords } from './parts/problem-words.ts'
import { PinField } from './shell/pin-field.tsx'
import { useSession } from './shell/session.tsx'
import { Threshold } from './shell/threshold.tsx'
import css from './sign-in.module.css'

/** After the first sign-in on this tablet: from then on the PIN opens it, with or without a network. */
export function ChoosePin({ name }: { name: string }) {
  const { choosePin } = useSession()
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<{ first?: string; second?: string }>({})

  async function keep() {
    if (pin !== again) return setProblem({ second: 'Hai lần nhập chưa giống nhau.' })
    setBusy(true)
    setProblem({})
    try {
      await choosePin(pin)
    } catch (error) {
      setProblem({ first: problemWords(error).message })
      setBusy(false)
    }
  }

  return (
    <Threshold>
      <PageTitle lead={name}>Đặt mã PIN cho máy này</PageTitle>
      <p>
        Mã PIN mở dữ liệu của riêng bạn trên máy này, cả khi không có mạng. Người khác dùng chung máy không đọc được.
        Quên mã PIN thì đăng nhập lại bằng mật khẩu khi có mạng.
      </p>
      <form
        className={css.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void keep()
        }}
      >
        <PinField
          label="Mã PIN, 6 chữ số"
          value={pin}
          onChange={setPin}
          isNew
          error={problem.first}
          readOnly={isBusy}
        />
        <PinField
          label="Nhập lại mã PIN"
          value={again}
          onChange={setAgain}
          isNew
          error={problem.second}
          readOnly={isBusy}
        />
        <Button type="submit" look="main" disabled={isBusy || pin.length < 6 || again.length < 6}>
          {isBusy ? 'Đang khóa dữ liệu…' : 'Đặt mã PIN'}
        </Button>
      </form>
    </Threshold>
  )
}
