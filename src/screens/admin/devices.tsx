import { useState } from 'react'
import { type Lost, listDevices } from '../../device/api/devices.ts'
import { endSession } from '../../device/api/people.ts'
import { useAsk, useAsked } from '../../device/api/use-asked.ts'
import type { DeviceRow, DevicesReply } from '../../protocol/device-wire.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { Panel } from '../../ui/panel.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { AskedPart } from '../parts/asked-part.tsx'
import page from '../parts/page.module.css'
import { timeInWords } from '../parts/when.ts'
import { Confirm } from './confirm.tsx'
import { DeviceCard } from './device-card.tsx'
import { devicesFor, hasWaiting } from './device-order.ts'
import { tabletWords } from './device-words.ts'
import css from './devices.module.css'
import { Handovers } from './handovers.tsx'
import { ReportLost } from './report-lost.tsx'
import { WithdrawLost } from './withdraw-lost.tsx'

/** Which question is open. */
type Asking =
  | { is: 'end'; session: string; name: string }
  | { is: 'lost'; lost: Lost; device: DeviceRow | null; name: string }
  | { is: 'found'; device: string; name: string }

/** The devices of the province: who uses them, what waits on them, and what to do about one that is lost. */
export function Devices() {
  const ask = useAsk()
  const asked = useAsked('devices', listDevices)
  const [asking, setAsking] = useState<Asking | null>(null)
  const [said, setSaid] = useState('')

  const close = (done: string | null) => {
    setAsking(null)
    if (done === null) return
    setSaid(done)
    asked.again()
  }
  return (
    <div className={css.page}>
      <PageTitle lead="Quản trị">Các máy của tỉnh</PageTitle>
      <p role="status">{said}</p>
      <AskedPart asked={asked} rows={4}>
        {(reply) => <Listed reply={reply} onAsk={setAsking} />}
      </AskedPart>
      <Handovers />
      {asking?.is === 'end' ? (
        <Confirm
          title={`Thu hồi phiên của ${asking.name}?`}
          action="Thu hồi"
          look="danger"
          onConfirm={async () => {
            await endSession(ask, asking.session)
            close(`Đã thu hồi phiên của ${asking.name}.`)
          }}
          onClose={() => close(null)}
        >
          <p>Máy đó phải đăng nhập lại mới gửi được. Dữ liệu trên máy vẫn còn nguyên và vẫn làm việc tiếp được.</p>
        </Confirm>
      ) : null}
      {asking?.is === 'found' ? <WithdrawLost {...asking} onClose={close} /> : null}
      {asking?.is === 'lost' ? (
        <ReportLost {...asking} sharing={asked.read ? sharing(asked.read.value, asking.device) : []} onClose={close} />
      ) : null}
    </div>
  )
}

function Listed({ reply, onAsk }: { reply: DevicesReply; onAsk: (asking: Asking) => void }) {
  const [text, setText] = useState('')
  const [isWaiting, setWaiting] = useState(false)
  const { devices, sessions } = reply
  const shown = devicesFor(devices, { text, isWaiting })
  const waiting = devices.filter(hasWaiting).length
  if (devices.length + sessions.length === 0) return <Empty title="Chưa có máy nào đồng bộ." />
  return (
    <>
      <p>
        {devices.length} máy; {waiting === 0 ? 'không máy nào' : `${waiting} máy`} còn nội dung chưa gửi khi liên lạc
        lần cuối.
      </p>
      <div className={css.filter}>
        <TextField
          label="Tìm theo tên người dùng"
          type="search"
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <label className={css.check}>
          <input type="checkbox" checked={isWaiting} onChange={({ target }) => setWaiting(target.checked)} />
          <span>Chỉ máy còn nội dung chưa gửi</span>
        </label>
      </div>
      {shown.length === 0 ? <Empty title="Không có máy nào như vậy." /> : null}
      <ul className={css.cards}>
        {shown.map((device) => (
          <li key={device.id}>
            <DeviceCard
              device={device}
              title={titleOf(device, reply)}
              sharing={sharing(reply, device).map(({ person }) => person.name)}
              onEnd={(session) => onAsk({ is: 'end', session, name: device.person.name })}
              onLost={() => onAsk({ is: 'lost', lost: { device: device.id }, device, name: device.person.name })}
              onFound={() => onAsk({ is: 'found', device: device.id, name: device.person.name })}
            />
          </li>
        ))}
      </ul>
      {sessions.length > 0 ? (
        <Panel title="Phiên đăng nhập chưa rõ máy">
          <p className={page.small}>Ứng dụng ở đó còn cũ, hoặc vừa đăng nhập và chưa đồng bộ lần nào.</p>
          <ul className={css.sessions}>
            {sessions.map(({ id, person, lastSeen, current }) => (
              <li key={id}>
                <span>
                  {person.name} · {timeInWords(lastSeen)}
                </span>
                {current ? (
                  <span>Máy đang dùng</span>
                ) : (
                  <span className={page.actions}>
                    <Button
                      aria-label={`Thu hồi phiên của ${person.name}`}
                      onClick={() => onAsk({ is: 'end', session: id, name: person.name })}
                    >
                      Thu hồi
                    </Button>
                    <Button
                      look="danger"
                      aria-label={`Báo mất máy của ${person.name}`}
                      onClick={() => onAsk({ is: 'lost', lost: { session: id }, device: null, name: person.name })}
                    >
                      Báo mất
                    </Button>
                  </span>
                )}
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
    </>
  )
}

/** "Nguyễn An"; of somebody with several devices "Nguyễn An · máy 3f2a91bc". */
function titleOf({ id, person, tablet }: DeviceRow, { devices }: DevicesReply): string {
  const isOnly = devices.filter((each) => each.person.name === person.name).length === 1
  return isOnly ? person.name : `${person.name} · máy ${tabletWords(tablet ?? id)}`
}

/** Who else uses the same tablet. */
function sharing({ devices }: DevicesReply, device: DeviceRow | null): DeviceRow[] {
  if (device === null || device.tablet === null) return []
  return devices.filter(
    ({ id, tablet, person }) => id !== device.id && tablet === device.tablet && person.id !== device.person.id,
  )
}
