import { type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import { listFacilities } from '../../device/store/replica.ts'
import { useStore } from '../../device/store/use-store.ts'
import { Button } from '../../ui/button.tsx'
import { Brand } from './brand.tsx'
import { PersonMenu } from './person-menu.tsx'
import css from './shell.module.css'
import { SyncBanner } from './sync-banner.tsx'
import { SyncChip } from './sync-chip.tsx'
import { TemporaryPasswordBanner } from './temporary-password-banner.tsx'

/** Around every screen of a signed-in person. */
export function Shell({ children }: { children: ReactNode }) {
  return (
    <>
      <header className={css.header}>
        <div className={css.inner}>
          <Link href="/" className={css.brand} aria-label="Sổ Kiểm, về trang đầu">
            <Brand />
            <span>Sổ Kiểm</span>
          </Link>
          <PersonMenu />
          <SyncChip />
        </div>
      </header>
      <div className={css.banner}>
        <SyncBanner />
        <TemporaryPasswordBanner />
      </div>
      <DemonstrationBar />
      <main id="noi-dung" className={css.main} tabIndex={-1}>
        {children}
      </main>
    </>
  )
}

/** Invented facilities must never pass for real ones. */
function DemonstrationBar() {
  const [closed, setClosed] = useState(false)
  const isDemonstration = useStore(
    async (store) => (await listFacilities(store)).some(({ demonstration }) => demonstration),
    [],
  )
  if (!isDemonstration || closed) return null
  return (
    <aside className={css.demonstration} aria-label="Dữ liệu minh họa">
      <p>
        <strong>Dữ liệu minh họa.</strong> Tỉnh, xã và cơ sở ở đây là hư cấu.
      </p>
      <Button look="quiet" onClick={() => setClosed(true)} aria-label="Ẩn thông báo dữ liệu minh họa">
        Ẩn
      </Button>
    </aside>
  )
}
