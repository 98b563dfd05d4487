import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import type { AppNews, News } from './screens/shell/app-news.tsx'
import { whoIsHere } from './screens/shell/use-session.ts'
import './ui/tokens.css'
import './ui/base.css'
import { Workbox } from 'workbox-window'

/** What the service worker says, as the bar at the top shows it. */
function listenToWorker(): AppNews {
  const listeners = new Set<() => void>()
  let news: News = 'nothing'
  let accepted = false
  const say = (next: News) => {
    news = next
    for (const listener of listeners) listener()
  }
  const workbox = import.meta.env.PROD && 'serviceWorker' in navigator ? new Workbox('/sw.js') : null
  const isControlled = workbox !== null && navigator.serviceWorker.controller !== null
  workbox?.addEventListener('waiting', () => say('newVersion'))
  workbox?.addEventListener('activated', ({ isUpdate }) => {
    if (!isUpdate) say('readyOffline')
  })
  workbox?.addEventListener('controlling', () => {
    // Only the tab that asked for it is reloaded: another may have a number half typed.
    if (accepted) window.location.reload()
    else if (isControlled) say('replaced')
  })
  workbox?.register().catch((error: unknown) => console.error('service worker', error))
  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    current: () => news,
    acceptVersion() {
      accepted = true
      workbox?.messageSkipWaiting()
    },
    dismiss: () => say('nothing'),
  }
}

async function start(root: HTMLElement): Promise<void> {
  createRoot(root).render(<App here={await whoIsHere()} news={listenToWorker()} />)
}

const root = document.getElementById('root')
if (root)
  start(root).catch((error: unknown) => {
    // Nothing could be opened: no component can say it, so the page itself does.
    console.error(error)
    root.textContent = 'Chưa mở được kho dữ liệu trên máy này. Hãy đóng các trang khác của Sổ Kiểm rồi tải lại trang.'
  })
