import { createRxDatabase } from 'rxdb/plugins/core'
import { replicateRxCollection } from 'rxdb/plugins/replication'
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie'

/**
 * RxDB on its free storage for browsers (https://rxdb.info/rx-storage-dexie.html), one document for each inspection,
 * with the handlers of https://rxdb.info/replication-http.html and batches of its default size (100).
 */
const schema = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 100 },
    updatedAt: { type: 'number' },
    head: { type: 'object' },
    answers: { type: 'object' },
    facility: { type: 'object' },
    score: { type: 'object' },
  },
  required: ['id', 'updatedAt'],
}

let collection
const address = location.origin

async function timed(work) {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

const push = {
  async handler(rows) {
    const reply = await fetch(`${address}/push`, {
      method: 'POST',
      headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
      body: JSON.stringify(rows),
    })
    return reply.json()
  },
}

const pull = {
  async handler(checkpoint, limit) {
    const { updatedAt = 0, id = '' } = checkpoint ?? {}
    const reply = await fetch(`${address}/pull?updatedAt=${updatedAt}&id=${id}&limit=${limit}`)
    return reply.json()
  },
}

/** Once through, then over: what a `live` replication would do at its next chance. */
async function replicate(direction) {
  const state = replicateRxCollection({
    collection,
    replicationIdentifier: `http-${address}`,
    live: false,
    ...direction,
  })
  let failed = null
  state.error$.subscribe((error) => {
    failed = error
  })
  await state.awaitInitialReplication()
  await state.cancel()
  if (failed) throw failed
}

globalThis.bench = {
  async open() {
    const storage = getRxStorageDexie()
    const database = await createRxDatabase({ name: 'bench', storage })
    const { inspection } = await database.addCollections({ inspection: { schema } })
    collection = inspection
  },
  async write(documents) {
    const now = Date.now()
    const { error } = await collection.bulkInsert(documents.map((document) => ({ ...document, updatedAt: now })))
    if (error.length > 0) throw new Error('a document was refused')
  },
  push: () => timed(() => replicate({ push })),
  async change(changes) {
    for (const { id, item, answer } of changes) {
      const document = await collection.findOne(id).exec()
      await document.incrementalModify((data) => {
        data.answers[item] = answer
        data.updatedAt = Date.now()
        return data
      })
    }
  },
  pull: () => timed(() => replicate({ pull })),
  count: () => collection.count().exec(),
}
