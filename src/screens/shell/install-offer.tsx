import { useState } from 'react'
import { contents } from '../../device/store/contents.ts'
import { useStore } from '../../device/store/use-store.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import page from '../parts/page.module.css'
import { today } from '../parts/when.ts'
import { AppleSteps } from './apple-steps.tsx'
import { askToInstall, type InstallWay, isTimeToOffer, postponeInstall, readInstallNote } from './install.ts'

type InstallOfferProps = {
  way: InstallWay
  /** On the page of this tablet it always stands; elsewhere at a sensible moment, and can be put off. */
  always?: boolean
}

/** Putting the app on the home screen: why, and how it is done here. */
export function InstallOffer({ way, always = false }: InstallOfferProps) {
  const here = useStore(contents, [])
  const [note, setNote] = useState(() => readInstallNote(today()))
  if (here === undefined) return null
  const hasWork = here.lastSentAt !== null || here.drafts + here.waiting + here.refused > 0
  if (!always && !isTimeToOffer(note, { today: today(), now: Date.now(), hasWork })) return null
  return (
    <Panel title="Cài Sổ Kiểm vào màn hình chính">
      <p>Mở nhanh như một ứng dụng, không cần mạng, và trình duyệt ít khi tự xóa dữ liệu hơn.</p>
      {way === 'apple' ? <AppleSteps unsent={here.unsentChanges + here.unsentPhotos} /> : null}
      <div className={page.actions}>
        {way === 'prompt' ? (
          <Button look="main" onClick={() => void askToInstall()}>
            Cài đặt
          </Button>
        ) : null}
        {always ? null : (
          <Button
            onClick={() => {
              postponeInstall(today(), Date.now())
              setNote(readInstallNote(today()))
            }}
          >
            Để sau
          </Button>
        )}
      </div>
    </Panel>
  )
}
