import { useContext, useState } from 'react'
import { takeIn } from '../../device/store/file/carried.ts'
import { type ReadFile, readFile } from '../../device/store/file/container.ts'
import { type Restored, restoreFile } from '../../device/store/file/restore.ts'
import { type Device, DeviceContext } from '../../device/sync/device.ts'
import { Problem } from '../../domain/problem.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { readStorage } from '../parts/device-storage.ts'
import page from '../parts/page.module.css'
import { problemWords } from '../parts/problem-words.ts'
import { amountWords, originWords, sizeWords } from './file-words.ts'
import css from './files.module.css'

type Opened = { file: File; read: ReadFile }

/** Where nobody is at work: a file is taken in to be carried. */
export function OpenFile() {
  return <FileChooser device={null} />
}

/** Where somebody is: their own file is gone on with here, anybody else's is carried. */
export function OpenOwnOrCarry() {
  return <FileChooser device={useContext(DeviceContext)} />
}

function FileChooser({ device }: { device: Device | null }) {
  const [opened, setOpened] = useState<Opened | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [done, setDone] = useState('')

  async function act(work: () => Promise<unknown>) {
    setBusy(true)
    setProblem(null)
    setDone('')
    try {
      await work()
    } catch (error) {
      setProblem(problemWords(error).message)
    } finally {
      setBusy(false)
    }
  }

  const choose = (file: File) =>
    act(async () => {
      setOpened(null)
      const read = await readFile(file)
      const isOwn = read.header.personId === device?.person.id
      // Whether an own one is of this server its key says.
      if (!isOwn && read.header.origin !== location.origin) throw new Problem('FILE_OF_ANOTHER_SERVER')
      setOpened({ file, read })
    })
  const keep = ({ file, read }: Opened) =>
    act(async () => {
      await seeRoom(file.size)
      const was = await takeIn(read, file.size, Date.now())
      setOpened(null)
      setDone(
        was === 'known'
          ? 'Tệp này đã có trên máy, ở danh sách dưới đây.'
          : 'Đã nhận giữ tệp. Có mạng thì máy này tự gửi hộ.',
      )
    })
  const goOn = ({ file, read }: Opened, { store, engine }: Device) =>
    act(async () => {
      await seeRoom(file.size)
      const restored = await restoreFile(store, read)
      setOpened(null)
      setDone(restoredWords(restored))
      void engine.syncNow()
    })

  return (
    <Panel title="Mở tệp .sokiem">
      <p className={page.small}>
        Tệp của đồng nghiệp: máy này giữ riêng, không ai ở đây đọc được, và gửi hộ khi có mạng.
        {device ? ' Tệp của chính mình: mở vào máy này để làm tiếp.' : ''}
      </p>
      <div>
        {/* The browser's own button speaks the browser's language. Any name: messengers change the ending. */}
        <label className={buttonClass('plain', css.chooser)} data-busy={isBusy || undefined}>
          {isBusy ? 'Đang đọc tệp…' : 'Chọn tệp'}
          <input
            className={css.hidden}
            type="file"
            disabled={isBusy}
            onChange={({ target }) => {
              const [file] = target.files ?? []
              if (file) void choose(file)
              target.value = ''
            }}
          />
        </label>
      </div>
      {problem ? (
        <Notice tone="fail" role="alert">
          <p>{problem}</p>
        </Notice>
      ) : null}
      {opened ? (
        <Found
          opened={opened}
          isOwn={opened.read.header.personId === device?.person.id}
          isBusy={isBusy}
          onKeep={() => void keep(opened)}
          onGoOn={() => device && void goOn(opened, device)}
          onClose={() => setOpened(null)}
        />
      ) : null}
      <p role="status" className={css.said}>
        {done}
      </p>
    </Panel>
  )
}

type FoundProps = {
  opened: Opened
  isOwn: boolean
  isBusy: boolean
  onKeep: () => void
  onGoOn: () => void
  onClose: () => void
}

/** What the file says of itself, before anything of it is kept. */
function Found({ opened: { file, read }, isOwn, isBusy, onKeep, onGoOn, onClose }: FoundProps) {
  const { header } = read
  return (
    <Notice tone="info" title={isOwn ? 'Tệp của chính bạn' : `Tệp của ${header.name}`} role="status">
      <p>
        {amountWords(header)} · {sizeWords(file.size)}, {originWords(header)}.
      </p>
      <p>
        {isOwn
          ? 'Các lượt trong tệp sẽ hiện ở đây như khi lập tệp, làm tiếp và nộp được. Máy cũ có mạng lại thì không bị đếm hai lần.'
          : 'Nội dung vẫn khóa kín. Máy kia có mạng trước hay sau cũng không bị đếm hai lần.'}
      </p>
      <div className={css.actions}>
        <Button look="main" disabled={isBusy} onClick={isOwn ? onGoOn : onKeep}>
          {isOwn ? 'Mở vào máy này' : 'Nhận giữ để gửi hộ'}
        </Button>
        <Button look="quiet" disabled={isBusy} onClick={onClose}>
          Thôi
        </Button>
      </div>
    </Notice>
  )
}

/** Said before the copying begins, where the browser tells how much there is. @throws Problem FILE_NO_ROOM */
async function seeRoom(size: number): Promise<void> {
  const storage = await readStorage()
  if (storage?.quota != null && storage.quota - (storage.usage ?? 0) < size * 1.1) throw new Problem('FILE_NO_ROOM')
}

function restoredWords({ visits, known, photos }: Restored): string {
  if (visits === 0) return 'Máy này đã có đủ những gì trong tệp: không thêm gì.'
  const brought = `Đã mở ${visits} lượt${photos > 0 ? ` và ${photos} ảnh` : ''} vào máy này; tìm ở trang đầu.`
  return known > 0 ? `${brought} ${known} lượt khác đã có sẵn.` : brought
}
