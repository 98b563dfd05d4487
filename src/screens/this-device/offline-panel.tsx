import { useEffect, useState } from 'react'
import { listOnDevice, type OnDevice } from '../../device/store/on-device.ts'
import { useStore } from '../../device/store/use-store.ts'
import { dateInVietnam, formatDate } from '../../domain/date.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { sizeWords } from '../parts/device-storage.ts'
import list from '../parts/list.module.css'
import { type NumberLine, Numbers } from '../parts/numbers.tsx'
import page from '../parts/page.module.css'
import { timeInWords } from '../parts/when.ts'
import { type AppFiles, askForFiles } from './app-files.ts'

/** What there is to work with where there is no network. */
export function OfflinePanel() {
  const here = useStore(listOnDevice, [])
  const { files, fetchFiles } = useAppFiles()
  if (here === undefined) return null
  const isWhole = files !== null && files !== 'asking' && files.here === files.all
  const canStart = here.checklists.some(({ readable }) => readable) && here.facilities.count > 0
  const isReady = isWhole && canStart && here.pulledAt !== null
  return (
    <Panel
      title="Dùng khi không có mạng"
      aside={
        files === 'asking' ? null : (
          <Badge tone={isReady ? 'pass' : 'partial'}>{isReady ? 'Đã sẵn sàng' : 'Chưa sẵn sàng'}</Badge>
        )
      }
    >
      <Numbers lines={[fileLine(files), ...contentLines(here)]} />
      {files !== null && files !== 'asking' && !isWhole ? (
        <div>
          <Button onClick={() => void fetchFiles()}>Tải các tệp còn thiếu</Button>
        </div>
      ) : null}
      {here.checklists.length > 0 ? (
        <Disclosure label="Xem từng bộ tiêu chí" openLabel="Thu gọn các bộ tiêu chí">
          {() => <Checklists checklists={here.checklists} />}
        </Disclosure>
      ) : null}
      <p className={page.small}>
        {here.pulledAt === null
          ? 'Chưa tải về lần nào: cần có mạng một lần trước khi đi.'
          : `Tải về từ máy chủ lúc ${timeInWords(here.pulledAt)}.`}
      </p>
    </Panel>
  )
}

function useAppFiles() {
  const [files, setFiles] = useState<AppFiles | 'asking' | null>('asking')
  useEffect(() => {
    let isHere = true
    askForFiles('FILES_HERE').then(
      (said) => isHere && setFiles(said),
      (error: unknown) => {
        console.warn(error)
        if (isHere) setFiles(null)
      },
    )
    return () => {
      isHere = false
    }
  }, [])
  return {
    files,
    async fetchFiles() {
      setFiles('asking')
      setFiles(await askForFiles('FETCH_FILES').catch(() => null))
    },
  }
}

function fileLine(files: AppFiles | 'asking' | null): NumberLine {
  const name = `Ứng dụng, bản ${__APP_VERSION__}`
  if (files === 'asking') return { name, value: 'đang kiểm tra…' }
  if (files === null) return { name, value: 'chưa nằm trên máy, cần mạng để mở', tone: 'partial' }
  const { all, here } = files
  return here === all
    ? { name, value: `đủ ${all} tệp`, tone: 'pass' }
    : { name, value: `thiếu ${all - here} trong ${all} tệp`, tone: 'partial' }
}

function contentLines({ checklists, facilities, visits, pictures, open }: OnDevice): NumberLine[] {
  const days = [visits.oldest, visits.newest].map((at) => at && formatDate(dateInVietnam(at)))
  const between = days[0] === days[1] ? `ngày ${days[0]}` : `từ ${days[0]} đến ${days[1]}`
  const weight = ({ bytes, isEstimate }: { bytes: number; isEstimate: boolean }) =>
    `${isEstimate ? 'khoảng ' : ''}${sizeWords(bytes)}`
  const checklistBytes = checklists.reduce((sum, { bytes }) => sum + bytes, 0)
  return [
    {
      name: 'Bộ tiêu chí',
      value: checklists.length === 0 ? 'chưa có' : `${checklists.length} bộ · ${sizeWords(checklistBytes)}`,
      ...(checklists.length === 0 && { tone: 'partial' as const }),
    },
    {
      name: 'Cơ sở',
      value:
        facilities.count === 0
          ? 'chưa có'
          : `${facilities.count} cơ sở ở ${facilities.areas.length} địa bàn · ${weight(facilities)}`,
      ...(facilities.count === 0 && { tone: 'partial' as const }),
    },
    {
      name: 'Kết quả các lượt đã nhận',
      value: visits.count === 0 ? 'chưa có' : `${visits.count} lượt, ${between} · ${weight(visits)}`,
    },
    { name: 'Lượt đang mở trên máy', value: open === 0 ? 'không có' : `${open} lượt` },
    {
      name: 'Ảnh trên máy',
      value: pictures.count === 0 ? 'không có' : `${pictures.count} ảnh · ${sizeWords(pictures.bytes)}`,
    },
  ]
}

function Checklists({ checklists }: Pick<OnDevice, 'checklists'>) {
  return (
    <ul className={list.list}>
      {checklists.map(({ ref, title, inForceFrom, readable, bytes }) => (
        <li key={ref.hash} className={list.row}>
          <span className={list.main}>
            <span className={list.name}>{title}</span>
            <span className={list.small}>
              Phiên bản {ref.version} ·{' '}
              {readable ? `hiệu lực từ ${formatDate(inForceFrom)}` : 'cần bản ứng dụng mới hơn để mở'} ·{' '}
              {sizeWords(bytes)}
            </span>
          </span>
        </li>
      ))}
    </ul>
  )
}
