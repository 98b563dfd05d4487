import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

/**
 * The service worker keeps the page's own files, nothing else. Data lives in
 * IndexedDB and is sent by the page: a worker that queued requests would be a
 * second outbox with other rules.
 */
declare const self: ServiceWorkerGlobalScope

precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()

// Every page of the app is the same document; the server's own paths are not ours to answer.
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: [/^\/(api|sync|xac-minh)\//] }))

self.addEventListener('message', (event) => {
  // A new version waits until the person says so: nothing reloads in the middle of an inspection.
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting()
})
