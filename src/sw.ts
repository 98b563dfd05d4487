import { cleanupOutdatedCaches, createHandlerBoundToURL, getCacheKeyForURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

/**
 * The service worker keeps the page's own files, nothing else. Data lives in
 * IndexedDB and is sent by the page: a worker that queued requests would be a
 * second outbox with other rules.
 */
declare const self: ServiceWorkerGlobalScope

const files = self.__WB_MANIFEST
precacheAndRoute(files)
cleanupOutdatedCaches()

// Every page of the app is the same document; the server's own paths are not ours to answer.
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: [/^\/(api|sync|xac-minh)\//] }))

self.addEventListener('message', (event) => {
  const type = (event.data as { type?: string } | null)?.type
  // A new version waits until the person says so: nothing reloads in the middle of an inspection.
  if (type === 'SKIP_WAITING') void self.skipWaiting()
  if (type === 'FILES_HERE') event.waitUntil(filesHere().then((said) => event.ports[0]?.postMessage(said)))
  if (type === 'FETCH_FILES') event.waitUntil(fetchFiles().then((said) => event.ports[0]?.postMessage(said)))
})

const addresses = files.map((file) => (typeof file === 'string' ? file : file.url))

/** Files of this version that are not on the tablet, by the address under which each should lie there. */
async function missingFiles(): Promise<string[]> {
  // The list of each cache at once: a hundred questions take a slow tablet seconds.
  const lists = (await caches.keys()).map(async (name) => (await caches.open(name)).keys())
  const here = new Set((await Promise.all(lists)).flat().map(({ url }) => url))
  return addresses.map((url) => getCacheKeyForURL(url) ?? url).filter((key) => !here.has(key))
}

/** What of the app really is on this tablet, file by file. */
async function filesHere(): Promise<{ all: number; here: number }> {
  return { all: addresses.length, here: addresses.length - (await missingFiles()).length }
}

/** Brings what is missing, as far as the server still has this version. */
async function fetchFiles(): Promise<{ all: number; here: number }> {
  const name = (await caches.keys()).find((each) => each.includes('-precache-'))
  const cache = name === undefined ? null : await caches.open(name)
  // A file that the server no longer has stays missing, and is counted as such.
  for (const key of await missingFiles())
    await cache?.add(new Request(key, { cache: 'reload' })).catch((error: unknown) => console.warn(error))
  return filesHere()
}
