import { Button, buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { canShare, printFile, shareOrDownload } from './hand-out.ts'
import css from './paper.module.css'
import type { Making } from './use-made-papers.ts'

type PaperPanelProps = { title: string; about: string; making: Making; onAgain: () => void }

/** One file: what it is, how far it is, and what can be done with it. */
export function PaperPanel({ title, about, making, onAgain }: PaperPanelProps) {
  return (
    <Panel title={title} aside={making.is === 'made' ? sizeInWords(making) : null}>
      <p>{about}</p>
      {making.is === 'failed' ? (
        <Notice tone="fail" role="alert" action={<Button onClick={onAgain}>Thử lại</Button>}>
          <p>{making.message}</p>
        </Notice>
      ) : (
        <>
          <p className={css.state} role="status">
            {making.is === 'making' ? 'Đang lập tệp PDF…' : `Đã lập xong ${making.file.name}`}
          </p>
          <Actions title={title} making={making} />
        </>
      )}
    </Panel>
  )
}

function Actions({ title, making }: { title: string; making: Exclude<Making, { is: 'failed' }> }) {
  if (making.is === 'making')
    return (
      <div className={css.actions}>
        <Button disabled>Xem</Button>
        <Button disabled>In</Button>
        <Button disabled>Chia sẻ</Button>
      </div>
    )
  const { file, url } = making
  const name = title.toLocaleLowerCase('vi')
  return (
    <div className={css.actions}>
      <a className={buttonClass('main')} href={url} target="_blank" rel="noreferrer" aria-label={`Xem ${name}`}>
        Xem
      </a>
      <Button aria-label={`In ${name}`} onClick={() => void printFile(file, url)}>
        In
      </Button>
      <Button
        aria-label={`${canShare(file) ? 'Chia sẻ' : 'Tải về'} ${name}`}
        onClick={() => void shareOrDownload(file)}
      >
        {canShare(file) ? 'Chia sẻ' : 'Tải về'}
      </Button>
    </div>
  )
}

function sizeInWords({ file, pages }: Extract<Making, { is: 'made' }>): string {
  return `${pages} trang · ${Math.ceil(file.size / 1000)} kB`
}
