import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { checkFile, importFile, TEMPLATE_PATH, takeFile } from '../../../device/api/import.ts'
import { useAsk } from '../../../device/api/use-asked.ts'
import type { Problem } from '../../../domain/problem.ts'
import type { ImportCheck, Imported } from '../../../protocol/import-wire.ts'
import { Button, buttonClass } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { PageTitle } from '../../../ui/page-title.tsx'
import { AskProblem, askProblemOf } from '../../parts/ask-problem.tsx'
import page from '../../parts/page.module.css'
import { CheckResult } from './check-result.tsx'
import css from './import.module.css'
import { ImportDone } from './import-done.tsx'
import { countOfNew, importWords, secondsFor } from './import-words.ts'

type Chosen = { name: string; file: Blob; check: ImportCheck }

/** People and facilities from a file: chosen, looked at, then done as a whole. */
export function ImportPage() {
  const ask = useAsk()
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [done, setDone] = useState<Imported | null>(null)
  const [busy, setBusy] = useState<'checking' | 'importing' | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)

  async function during(work: 'checking' | 'importing', act: () => Promise<void>) {
    setBusy(work)
    setProblem(null)
    try {
      await act()
    } catch (error) {
      setProblem(askProblemOf(error))
    } finally {
      setBusy(null)
    }
  }

  const choose = (picked: File) =>
    during('checking', async () => {
      setChosen(null)
      const file = await takeFile(picked)
      setChosen({ name: picked.name, file, check: await checkFile(ask, file) })
    })

  const carryOut = ({ file, check }: Chosen) =>
    during('importing', async () => {
      setDone(await importFile(ask, file, check.digest))
    })

  const leave = () => {
    setDone(null)
    setChosen(null)
  }

  if (done) return <ImportDone done={done} onDone={leave} />
  return (
    <div className={css.page}>
      <PageTitle>Nhập danh sách</PageTitle>
      <p className={css.lead}>
        Người dùng và cơ sở từ một tệp XLSX hoặc CSV. Tệp được kiểm tra trước; có lỗi thì không nhập gì.
      </p>
      <FileField isBusy={busy !== null} onChoose={choose} />
      <p role="status" className={css.status}>
        {busy === 'checking' ? 'Đang kiểm tra tệp…' : null}
        {busy === 'importing' && chosen ? waitingWords(chosen.check) : null}
      </p>
      {problem ? <AskProblem problem={problem} /> : null}
      {problem?.code === 'REPLY_UNHEARD' && chosen ? <Unheard /> : null}
      {chosen ? (
        <Checked chosen={chosen}>
          <Button look="main" disabled={busy !== null} onClick={() => void carryOut(chosen)}>
            {busy === 'importing' ? 'Đang nhập…' : importWords(chosen.check)}
          </Button>
        </Checked>
      ) : null}
    </div>
  )
}

function FileField({ isBusy, onChoose }: { isBusy: boolean; onChoose: (file: File) => void }) {
  const id = useId()
  return (
    <div className={css.choose}>
      <p className={css.hint} id={id}>
        Tệp .xlsx, hoặc .csv mã UTF-8; tối đa 10 MB và 5.000 dòng.
      </p>
      {/* The browser's own button speaks the browser's language. */}
      <label className={buttonClass('plain', css.file)} data-busy={isBusy || undefined}>
        Chọn tệp danh sách
        <input
          className={css.hidden}
          aria-describedby={id}
          type="file"
          accept=".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          disabled={isBusy}
          onChange={({ target }) => {
            const [file] = target.files ?? []
            if (file) onChoose(file)
            // The same file, corrected, is chosen again: that is a change too.
            target.value = ''
          }}
        />
      </label>
      <a className={buttonClass('quiet')} href={TEMPLATE_PATH} download="so-kiem-mau-nhap.xlsx">
        Tải tệp mẫu
      </a>
    </div>
  )
}

/** What was found, with the focus on it: it came where nothing was before. */
function Checked({ chosen: { name, check }, children }: { chosen: Chosen; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  // Another file is another result, and is said anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the check is what it follows.
  useEffect(() => heading.current?.focus(), [check])
  return (
    <section className={css.result} aria-labelledby="ket-qua-kiem-tra">
      <h2 ref={heading} id="ket-qua-kiem-tra" tabIndex={-1} className={css.heading}>
        Kết quả kiểm tra “{name}”
      </h2>
      <CheckResult check={check} />
      {check.faultsTotal === 0 && countOfNew(check) > 0 ? <div className={page.actions}>{children}</div> : null}
    </section>
  )
}

/** The answer may have been lost on the way after everything was done. */
function Unheard() {
  return (
    <Notice tone="info">
      <p>
        Hãy chọn lại tệp: nếu mọi dòng là “giữ nguyên” thì đã nhập xong. Mật khẩu tạm của các tài khoản mới được cấp lại
        một lượt ở trang Người dùng: lọc “Chưa đăng nhập” rồi chọn nhiều người.
      </p>
    </Notice>
  )
}

function waitingWords(check: ImportCheck): string {
  const seconds = secondsFor(check.people.created.count)
  const time = seconds > 5 ? ` Việc này mất khoảng ${seconds} giây.` : ''
  return `Đang nhập. Xin đừng đóng trang.${time}`
}
