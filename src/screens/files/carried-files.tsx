import { useState } from 'react'
import { type Carried, dropCarried, letGo, tryAgain, useCarried } from '../../device/store/file/carried.ts'
import type { PictureHold } from '../../domain/picture-net.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Mark } from '../../ui/mark.tsx'
import { Panel } from '../../ui/panel.tsx'
import page from '../parts/page.module.css'
import { timeInWords } from '../parts/when.ts'
import { amountWords, originWords, sizeWords, stateOf } from './file-words.ts'
import css from './files.module.css'

/**
 * What lies here for others: whose, what of it the server has, and why not.
 * @param hold whether who is at work here wants pictures to wait; null for nobody
 */
export function CarriedFiles({ hold }: { hold: PictureHold }) {
  const files = useCarried()
  const [dropped, setDropped] = useState<Carried | null>(null)
  if (!files || files.length === 0) return null
  return (
    <Panel title="Tệp nhận hộ" aside={`${files.length} tệp`}>
      <ul className={css.list}>
        {files.map((file) => (
          <li key={file.id} className={css.carried}>
            <CarriedFile
              file={file}
              hold={file.header.photos > 0 && !file.isLetGo ? hold : null}
              onDrop={() => (file.state === 'sent' ? void dropCarried(file.id) : setDropped(file))}
            />
          </li>
        ))}
      </ul>
      {dropped ? <DropFile file={dropped} onClose={() => setDropped(null)} /> : null}
    </Panel>
  )
}

type CarriedFileProps = { file: Carried; hold: PictureHold; onDrop: () => void }

function CarriedFile({ file, hold, onDrop }: CarriedFileProps) {
  const { header, size, receivedAt, state, id } = file
  const { tone, words } = stateOf(file, hold)
  return (
    <>
      <h3 className={css.name}>Tệp của {header.name}</h3>
      <p className={css.detail}>
        {amountWords(header)} · {sizeWords(size)}
      </p>
      <p className={css.detail}>
        {originWords(header)}, nhận lúc {timeInWords(receivedAt)}
      </p>
      <p className={css.state} data-tone={tone} role="status">
        <Mark tone={tone} /> <span>{words}</span>
      </p>
      <div className={page.actions}>
        {state === 'sent' ? null : <Button onClick={() => void tryAgain(id)}>Gửi thử ngay</Button>}
        {state === 'waiting' && hold ? <Button onClick={() => void letGo(id)}>Gửi cả ảnh ngay</Button> : null}
        <Button look="quiet" onClick={onDrop} aria-label={`Xóa tệp của ${header.name}`}>
          {state === 'sent' ? 'Bỏ khỏi danh sách' : 'Xóa…'}
        </Button>
      </div>
    </>
  )
}

/** Two questions, each with what would be lost: this may be the only copy. */
function DropFile({ file, onClose }: { file: Carried; onClose: () => void }) {
  const { header, left, refusedPhotos, id } = file
  const [isSure, setSure] = useState(false)
  const open = left + refusedPhotos
  return (
    <Dialog title={isSure ? 'Xóa hẳn tệp này?' : `Máy chủ chưa nhận đủ tệp của ${header.name}`} onClose={onClose}>
      <p>
        {isSure
          ? `Nếu máy của ${header.name} hỏng hoặc mất thì ${amountWords(header)} chưa tới máy chủ sẽ mất theo. Xóa rồi không lấy lại được.`
          : `Còn ${open} phần chưa gửi: ${amountWords(header)}. Để lại thì máy này tự gửi hộ khi có mạng.`}
      </p>
      <div className={page.actions}>
        {isSure ? (
          <Button
            look="danger"
            onClick={() => {
              void dropCarried(id)
              onClose()
            }}
          >
            Xóa hẳn
          </Button>
        ) : (
          <Button look="danger" onClick={() => setSure(true)}>
            Vẫn muốn xóa
          </Button>
        )}
        <Button look="main" onClick={onClose}>
          Giữ lại
        </Button>
      </div>
    </Dialog>
  )
}
