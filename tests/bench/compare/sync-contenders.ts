import { buildClient } from './browser.ts'
import { type Running, startOurs, startPeer } from './process.ts'

/** Who syncs, and with which server. */
export type SyncContender = {
  name: string
  script: string
  start(fill?: (folder: string) => Promise<void>): Promise<Running>
}

export async function syncContenders(): Promise<SyncContender[]> {
  return [
    {
      name: 'ours',
      script: await buildClient('tests/bench/compare/our-client.ts'),
      start: (fill) => startOurs({ fill }),
    },
    {
      name: 'PouchDB',
      script: await buildClient('tests/bench/peers/pouchdb-client.mjs'),
      start: () => startPeer('pouchdb-server.mjs'),
    },
    {
      name: 'RxDB',
      script: await buildClient('tests/bench/peers/rxdb-client.mjs'),
      start: () => startPeer('rxdb-server.mjs'),
    },
  ]
}

export const syncFairness = [
  'All three clients run in the same Chromium on its own IndexedDB (fresh profile on the disk), built as for production; every server is a fresh Node process; one TCP tap between them counts bytes with headers, both ways.',
  'Ours seals every row on the device (AES-GCM), signs in, checks rights, validates, keeps the history of each answer, and has each push on the disk before it answers (SQLite, `synchronous=FULL`). PouchDB’s server writes LevelDB without waiting for the disk, RxDB’s the same SQLite as ours; neither knows who asks. That speaks for the peers.',
  'The peers keep one document for each visit: with one for each answer their first push would be sixty times as many documents.',
]
