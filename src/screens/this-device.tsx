import { useState } from 'react'
import { Link } from 'wouter'
import { contents } from '../device/store/contents.ts'
import { listOpen } from '../device/store/open-list.ts'
import { useStore } from '../device/store/use-store.ts'
import { useDevice, useSyncStatus } from '../device/sync/device.ts'
import { roleNames } from '../domain/people.ts'
import { messageOf } from '../domain/problem.ts'
import { Badge } from '../ui/badge.tsx'
import { Button, buttonClass } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { Panel } from '../ui/panel.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { FilesLink } from './files/files-link.tsx'
import { OpenInspections } from './inspector/open-inspections.tsx'
import { UnfinishedResults } from './inspector/unfinished-results.tsx'
import { AttentionLink } from './parts/attention-link.tsx'
import { EvictionNotice } from './parts/eviction-notice.tsx'
import { Numbers } from './parts/numbers.tsx'
import css from './parts/page.module.css'
import { PictureNetPanel } from './parts/photos/picture-net-panel.tsx'
import { syncWords } from './parts/sync-words.ts'
import { timeInWords } from './parts/when.ts'
import { InstallPlace } from './shell/install-place.tsx'
import { LockPanel } from './shell/lock-panel.tsx'
import { SignOut } from './shell/sign-out.tsx'
import { StoragePanel } from './shell/storage-panel.tsx'
import { LossPanel } from './this-device/loss-panel.tsx'
import { OfflinePanel } from './this-device/offline-panel.tsx'
import { VersionPanel } from './this-device/version-panel.tsx'

/** What is on this tablet, what has not been sent, and the way out. */
export function ThisDevice() {
  const { person, engine } = useDevice()
  const status = useSyncStatus()
  const here = useStore(contents, [])
  const open = useStore(listOpen, [])
  const [leaving, setLeaving] = useState(false)
  if (here === undefined || open === undefined) return <Skeleton rows={5} />

  const { tone, words } = syncWords({ ...status, lastSuccessAt: status.lastSuccessAt ?? here.lastPulledAt })
  const isSyncing = status.state === 'syncing'
  return (
    <div className={css.page}>
      <PageTitle lead={`${person.name} · ${roleNames[person.role]}`}>Máy này</PageTitle>

      <EvictionNotice />

      <LossPanel />

      <Panel title="Đồng bộ" aside={<Badge tone={tone}>{words}</Badge>}>
        {status.problem && !isSyncing ? (
          <Notice tone={status.state === 'offline' ? 'info' : 'partial'} role="status">
            <p>{messageOf(status.problem)}</p>
          </Notice>
        ) : null}
        <Numbers
          lines={[
            {
              name: 'Chưa gửi',
              value: here.unsentChanges === 0 ? 'không có' : `${here.unsentChanges} thay đổi`,
              tone: here.unsentChanges > 0 ? 'info' : 'pass',
            },
            ...(here.corrections > 0
              ? [
                  {
                    name: 'Đã sửa, chưa gửi lại',
                    value: `${here.corrections} tiêu chí`,
                    tone: 'info' as const,
                  },
                ]
              : []),
            {
              name: 'Ảnh chờ gửi',
              value: here.unsentPhotos === 0 ? 'không có' : `${here.unsentPhotos} ảnh`,
              tone: here.unsentPhotos > 0 ? 'info' : 'pass',
            },
            {
              name: 'Tải về lần cuối',
              value: here.lastPulledAt === null ? 'chưa lần nào' : timeInWords(here.lastPulledAt),
            },
            { name: 'Gửi lần cuối', value: here.lastSentAt === null ? 'chưa lần nào' : timeInWords(here.lastSentAt) },
          ]}
        />
        <div className={css.actions}>
          <Button look="main" disabled={isSyncing} onClick={() => void engine.syncNow()}>
            {isSyncing ? 'Đang đồng bộ…' : 'Đồng bộ ngay'}
          </Button>
          {status.state === 'signInNeeded' ? (
            <Link href="/dang-nhap" className={buttonClass('plain')}>
              Đăng nhập lại
            </Link>
          ) : null}
        </div>
      </Panel>

      <PictureNetPanel />

      <AttentionLink always />

      <FilesLink />

      <OpenInspections title="Bị từ chối" list={open.filter(({ state }) => state === 'refused')} />
      <OpenInspections title="Đã nộp, chờ gửi" list={open.filter(({ state }) => state === 'waiting')} />
      <UnfinishedResults />

      <OfflinePanel />

      <StoragePanel />

      <InstallPlace always />

      <VersionPanel />

      <LockPanel name={person.name} />

      <Panel title="Đăng xuất">
        <p className={css.small}>
          Mọi dữ liệu của {person.name} ở lại trên máy này và mở lại bằng mã PIN hoặc mật khẩu.
        </p>
        <div>
          <Button look="danger" onClick={() => setLeaving(true)}>
            Đăng xuất
          </Button>
        </div>
      </Panel>
      {leaving ? <SignOut here={here} onClose={() => setLeaving(false)} /> : null}
    </div>
  )
}
