import { saveAnswer } from '../../../src/device/store/answers.ts'
import { openStore, type Store } from '../../../src/device/store/store.ts'
import { createPace, pushAll } from '../../../src/device/sync/push.ts'
import { exchange } from '../../../src/device/sync/round.ts'
import { createTransport, type Transport } from '../../../src/device/sync/transport.ts'
import type { Person } from '../../../src/domain/people.ts'
import { writeVisit } from '../bulk-visits.ts'
import type { Client } from './browser.ts'
import type { Change, Visit } from './content.ts'

/** The app's own store and sync code in a page without screens; sealed as after a PIN was chosen. */

let store: Store
let transport: Transport

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

const pace = createPace()

const client: Client = {
  async open() {
    const signIn = await fetch('/api/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'kiemtra', password: 'so-kiem-2026' }),
    })
    if (!signIn.ok) throw new Error(await signIn.text())
    const { person } = (await (await fetch('/api/me')).json()) as { person: Person }
    const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
    store = await openStore(person.id, 'so-kiem:bench', key)
    transport = createTransport({ personId: person.id, gzip: true })
  },
  async write(visits: Visit[]) {
    for (const visit of visits) await writeVisit(store, visit)
  },
  push: () => timed(() => pushAll(store, transport, 'bench', pace)),
  async change(changes: Change[]) {
    for (const { id, item, answer } of changes) await saveAnswer(store, id, item, answer)
  },
  pull: () => timed(() => exchange(store, transport, 'bench', pace)),
  async count() {
    const refused = await store.db.attention.count()
    if (refused > 0) throw new Error(`${refused} answers were refused: these figures are of something else`)
    return store.db.result.count()
  },
}

Object.assign(globalThis, { bench: client })
