import { useState } from 'react'
import { contents } from '../../device/store/contents.ts'
import { makeFile } from '../../device/store/file/make-file.ts'
import { listUnsentWork, type UnsentVisit } from '../../device/store/file/unsent-work.ts'
import { useStore } from '../../device/store/use-store.ts'
import { useDevice } from '../../device/sync/device.ts'
import { dateInVietnam, formatDate, timeInVietnam } from '../../domain/date.ts'
import type { FileHeader } from '../../protocol/file-wire.ts'
import { SCHEMA } from '../../protocol/terms.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { canShare, shareOrDownload } from '../paper/hand-out.ts'
import { download } from '../parts/download.ts'
import page from '../parts/page.module.css'
import { problemWords } from '../parts/problem-words.ts'
import { amountWords, sizeWords, sokiemName } from './file-words.ts'
import css from './files.module.css'

type Made = { name: string; content: Blob; header: Omit<FileHeader, 'parts'> }

/** Writes what was not sent into a sealed file: all of it, or chosen visits. */
export function MakeFile() {
  const { store, person } = useDevice()
  const work = useStore(listUnsentWork, [])
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [made, setMade] = useState<Made | null>(null)
  if (work === undefined) return null
  const chosen = work.filter(({ insp }) => !left.has(insp))

  async function make() {
    setBusy(true)
    setProblem(null)
    setMade(null)
    try {
      const now = Date.now()
      const maker = { name: person.name, app: __APP_VERSION__, schema: SCHEMA, origin: location.origin, now }
      const file = await makeFile(
        store,
        chosen.map(({ insp }) => insp),
        maker,
      )
      setMade({ ...file, name: sokiemName(person.name, `${dateInVietnam(now)} ${timeInVietnam(now)}`) })
    } catch (error) {
      setProblem(problemWords(error).message)
    } finally {
      setBusy(false)
    }
  }

  const toggle = (insp: string) => {
    setMade(null)
    const next = new Set(left)
    if (!next.delete(insp)) next.add(insp)
    setLeft(next)
  }
  return (
    <Panel title="Sao lưu ra tệp" aside={work.length > 0 ? `${work.length} lượt chưa gửi` : undefined}>
      <NotCarried />
      {work.length === 0 ? (
        <p className={page.small}>Mọi thứ trên máy này đã ở máy chủ: không có gì phải ghi ra tệp.</p>
      ) : (
        <>
          <p className={page.small}>
            Tệp được khóa kín: chỉ máy chủ và tài khoản của {person.name} mở được. Đưa cho đồng nghiệp để gửi hộ, hoặc
            giữ lại để mở trên máy khác của mình. Những gì ở đây vẫn ở lại máy này.
          </p>
          <fieldset className={css.choices}>
            <legend className={css.legend}>Những lượt ghi vào tệp</legend>
            <ul className={css.list}>
              {work.map((visit) => (
                <li key={visit.insp}>
                  <label className={css.choice}>
                    <input
                      type="checkbox"
                      checked={!left.has(visit.insp)}
                      disabled={isBusy}
                      onChange={() => toggle(visit.insp)}
                    />
                    <span>
                      <span className={css.name}>{visit.facilityName}</span>
                      <span className={css.detail}>{visitWords(visit)}</span>
                    </span>
                  </label>
                </li>
              ))}
            </ul>
          </fieldset>
          <p className={page.small} role="status">
            {totalWords(chosen)}
          </p>
          {problem ? (
            <Notice tone="fail" role="alert">
              <p>{problem}</p>
            </Notice>
          ) : null}
          {made ? <HandOut made={made} /> : null}
          <div className={page.actions}>
            <Button look={made ? 'plain' : 'main'} disabled={isBusy || chosen.length === 0} onClick={() => void make()}>
              {isBusy ? 'Đang tạo tệp…' : made ? 'Tạo tệp khác' : 'Tạo tệp'}
            </Button>
          </div>
        </>
      )}
    </Panel>
  )
}

/** What was corrected and is not sent back yet is said to nobody: a file does not say it either. */
function NotCarried() {
  const here = useStore(contents, [])
  if (!here || here.corrections === 0) return null
  return (
    <Notice tone="partial" title={`${here.corrections} tiêu chí đã sửa chưa gửi lại, không nằm trong tệp`}>
      <p>Hãy mở từng kết quả bị trả lại ở trang đầu và bấm “Gửi lại”, rồi tạo tệp: khi đó bản sửa đi cùng.</p>
    </Notice>
  )
}

/** The file is there; it goes out at a tap of its own, since browsers share only what was just asked for. */
function HandOut({ made: { name, content, header } }: { made: Made }) {
  const shared = new File([content], `${name}.txt`, { type: 'text/plain' })
  const isShared = canShare(shared)
  return (
    <Notice tone="pass" title={`Đã tạo tệp ${sizeWords(content.size)}: ${amountWords(header)}`} role="status">
      <p className={css.file}>{name}</p>
      <p className={page.small}>Máy lập tệp: {header.tablet.slice(0, 4).toUpperCase()}</p>
      <div className={css.actions}>
        <Button look="main" onClick={() => download(name, content)}>
          Tải tệp về máy
        </Button>
        {isShared ? <Button onClick={() => void shareOrDownload(shared)}>Chia sẻ (Bluetooth, Zalo…)</Button> : null}
      </div>
      <p className={page.small}>
        {isShared
          ? 'Khi chia sẻ, tệp mang đuôi .sokiem.txt vì trình duyệt chỉ cho chia sẻ vài đuôi quen thuộc; mở ra như nhau. Qua USB hoặc thẻ nhớ: tải về rồi chép từ mục Tải xuống.'
          : 'Trình duyệt này không chia sẻ thẳng được tệp: hãy tải về rồi gửi từ mục Tải xuống qua Bluetooth, USB hoặc thẻ nhớ.'}{' '}
        Sửa tiếp trên máy này vẫn được; phần sửa sau không có trong tệp.
      </p>
    </Notice>
  )
}

/** "ngày 22/11/2026 · đang làm · 14 thay đổi · 3 ảnh, 1,2 MB" */
function visitWords({ date, state, changes, photos, bytes }: UnsentVisit): string {
  const states = { draft: 'đang làm', waiting: 'đã nộp, chờ gửi', refused: 'bị từ chối' } as const
  return [
    ...(date === null ? [] : [`ngày ${formatDate(date)}`]),
    state === null ? 'sau khi nộp' : states[state],
    ...(changes > 0 ? [`${changes} thay đổi`] : []),
    ...(photos > 0 ? [`${photos} ảnh, ${sizeWords(bytes)}`] : []),
  ].join(' · ')
}

function totalWords(chosen: readonly UnsentVisit[]): string {
  if (chosen.length === 0) return 'Chưa chọn lượt nào.'
  const sum = (of: (visit: UnsentVisit) => number) => chosen.reduce((total, visit) => total + of(visit), 0)
  const amount = amountWords({ visits: chosen.length, changes: sum((v) => v.changes), photos: sum((v) => v.photos) })
  const bytes = sum((v) => v.bytes)
  return `Sẽ ghi: ${amount}${bytes > 0 ? `, khoảng ${sizeWords(bytes)}` : ''}. Mỗi lượt đi trọn phần chưa gửi của nó.`
}
