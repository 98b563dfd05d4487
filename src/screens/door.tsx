import { lazy, Suspense, useEffect, useState } from 'react'
import { type Known, listKnown } from '../device/store/people.ts'
import { useNetworkKind } from '../device/sync/use-network.ts'
import { roleNames } from '../domain/people.ts'
import { Problem } from '../domain/problem.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { Panel } from '../ui/panel.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { DoorFiles } from './files/door-files.tsx'
import { unsentFate, unsentWords } from './parts/unsent-words.ts'
import { PeopleHere } from './shell/people-here.tsx'
import { PinField, pinWords } from './shell/pin-field.tsx'
import { useSession } from './shell/session.tsx'
import { Threshold } from './shell/threshold.tsx'
import { WipedNotice } from './shell/wiped-notice.tsx'
import css from './sign-in.module.css'

// With a PIN nobody needs it.
const SignIn = lazy(() => import('./sign-in.tsx').then((file) => ({ default: file.SignIn })))

/**
 * Before anybody has come in: the PIN of whoever was here last or of somebody else
 * who has used this tablet, which needs no network; or name and password.
 *
 * @param first what is asked for first: after a sign-out nobody's PIN
 */
export function Door({ first }: { first: 'pin' | 'password' }) {
  const [known, setKnown] = useState<Known[] | null>(null)
  const [chosen, setChosen] = useState<string | null>(null)
  const [by, setBy] = useState(first)
  const network = useNetworkKind()

  useEffect(() => {
    let isHere = true
    const look = () =>
      listKnown().then(
        (people) => isHere && setKnown(people),
        (error: unknown) => console.error(error),
      )
    // What waits for people whose stores are locked here goes out, and the list says so. First whoever stands here comes in.
    let stop = () => {}
    const relay = async () => {
      await look()
      const { createRelayLane } = await import('../device/sync/relay-lane.ts')
      if (!isHere) return
      const lane = createRelayLane({ here: null, app: __APP_VERSION__, onRound: () => void look() })
      stop = lane.stop
      await lane.sendSoon()
    }
    relay().catch((error: unknown) => console.warn(error))
    return () => {
      isHere = false
      stop()
    }
  }, [])

  if (known === null) return <Skeleton rows={3} />
  const person = known.find(({ id }) => id === chosen) ?? known[0]
  const choose = (id: string) => {
    setChosen(id)
    setBy('pin')
  }
  const list = (title: string, people: readonly Known[]) =>
    people.length > 0 ? (
      <Panel title={title}>
        <PeopleHere people={people} onChoose={choose} />
      </Panel>
    ) : null
  if (!person || by === 'password')
    return (
      <Suspense fallback={<Skeleton rows={3} />}>
        <SignIn
          again={false}
          others={
            <>
              {list('Mở bằng mã PIN', known)}
              <DoorFiles />
            </>
          }
        />
      </Suspense>
    )
  return (
    <Threshold>
      <WipedNotice />
      <PageTitle lead={roleNames[person.role]} title="Mở khóa">
        {person.name}
      </PageTitle>
      {person.unsent ? (
        <Notice tone="info">
          <p>
            {unsentWords(person.unsent)}. {unsentFate({ ...person, unsent: person.unsent }, network)}
          </p>
        </Notice>
      ) : null}
      <PinForm key={person.id} person={person} />
      <div>
        <Button look="quiet" onClick={() => setBy('password')}>
          Đăng nhập bằng mật khẩu
        </Button>
      </div>
      {list(
        'Người khác trên máy này',
        known.filter(({ id }) => id !== person.id),
      )}
      <DoorFiles />
    </Threshold>
  )
}

function PinForm({ person }: { person: Known }) {
  const { unlock } = useSession()
  const [pin, setPin] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)

  async function open() {
    setBusy(true)
    setProblem(null)
    try {
      await unlock(person.id, pin)
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem('DEVICE_STORAGE_FAILED'))
      setPin('')
      setBusy(false)
    }
  }

  const isUsedUp = !person.hasPin || problem?.code === 'PIN_USED_UP'
  if (isUsedUp)
    return (
      <Notice tone="fail" role="alert">
        <p>{new Problem('PIN_USED_UP').message}</p>
      </Notice>
    )
  return (
    <form
      className={css.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void open()
      }}
    >
      <PinField
        label="Mã PIN"
        value={pin}
        onChange={setPin}
        autoFocus
        error={problem ? pinWords(problem) : undefined}
        readOnly={isBusy}
      />
      <Button type="submit" look="main" disabled={isBusy || pin.length < 6}>
        {isBusy ? 'Đang mở…' : 'Mở khóa'}
      </Button>
    </form>
  )
}
