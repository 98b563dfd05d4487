// Before all else: it asks for what comes next.
import './fetch-inside.ts'
import { createRoot } from 'react-dom/client'
import { openingProblem } from './device/store/open-database.ts'
import { behindTheScreen } from './device/sync/behind-the-screen.ts'
import { Entrance } from './entrance.tsx'
import { fetchedAhead } from './fetch-inside.ts'
import { watchForms } from './screens/parts/unfinished.ts'
import { createAppVersion, type WorkerPort } from './screens/shell/app-version.ts'
import { keepInstallEvent } from './screens/shell/install.ts'
import { whoIsHere } from './screens/shell/use-session.ts'
import { watchTouches } from './screens/shell/when-still.ts'
import './ui/tokens.css'
import './ui/base.css'

/** The service worker, by a library that the first page need not wait for; null where there is none. */
function workerPort(): WorkerPort | null {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return null
  const { controller } = navigator.serviceWorker
  const isControlled = controller !== null
  const opening = new Promise<void>((resolve) => behindTheScreen(resolve))
    .then(() => import('workbox-window'))
    .then(({ Workbox }) => new Workbox('/sw.js'))
  return {
    start(hear) {
      opening
        .then((workbox) => {
          workbox.addEventListener('waiting', hear.waiting)
          workbox.addEventListener('controlling', () => isControlled && hear.replaced())
          workbox.addEventListener('activated', ({ isUpdate, isExternal }) => {
            if (!isUpdate && !isExternal) hear.ready()
            // A page that was there before any worker is controlled by none, and is replaced all the same.
            else if (!isControlled) hear.replaced()
          })
          // Another tab may have taken the newer one before anybody listened here.
          if (isControlled && navigator.serviceWorker.controller !== controller) hear.replaced()
          return workbox.register()
        })
        .catch((error: unknown) => console.error('service worker', error))
    },
    async look() {
      const registration = await navigator.serviceWorker.getRegistration()
      await registration?.update()
      return Boolean(registration?.installing ?? registration?.waiting)
    },
    takeOver() {
      opening.then((workbox) => workbox.messageSkipWaiting()).catch((error: unknown) => console.error(error))
    },
  }
}

async function start(root: HTMLElement): Promise<void> {
  watchForms()
  watchTouches()
  const version = createAppVersion(workerPort())
  const here = await whoIsHere().catch(async (error: unknown) => {
    console.error(error)
    const { code, detail } = openingProblem(error)
    const { CannotOpen } = await import('./screens/shell/cannot-open.tsx')
    createRoot(root).render(<CannotOpen code={code} cause={String(detail.cause ?? '')} />)
    return null
  })
  // One picture instead of three: nothing of the page, an empty screen, the screen.
  await fetchedAhead
  if (here) createRoot(root).render(<Entrance here={here} version={version} />)
}

// It comes once, and may come before anything is drawn.
keepInstallEvent()
const root = document.getElementById('root')
if (root)
  start(root).catch((error: unknown) => {
    // Not even the page that would say it: no component can.
    console.error(error)
    root.textContent = 'Chưa mở được Sổ Kiểm trên máy này. Những gì đã lưu vẫn còn; hãy tải lại trang.'
  })
