import PouchDB from 'pouchdb/dist/pouchdb.js'

/**
 * PouchDB in a page: the file for browsers (https://pouchdb.com/download.html) on IndexedDB, its default there
 * (https://pouchdb.com/adapters.html). One document for each inspection, replicated with its default options
 * (https://pouchdb.com/api.html#replication).
 */
const local = new PouchDB('inspections')
const remote = new PouchDB(`${location.origin}/inspections`)

async function timed(work) {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

globalThis.bench = {
  async open() {
    await remote.info()
    await local.info()
  },
  async write(documents) {
    const replies = await local.bulkDocs(documents.map(({ id, ...content }) => ({ _id: id, ...content })))
    if (replies.some(({ error }) => error)) throw new Error('a document was refused')
  },
  push: () =>
    timed(async () => {
      const { doc_write_failures, ok } = await local.replicate.to(remote)
      if (!ok || doc_write_failures > 0) throw new Error('the push failed')
    }),
  async change(changes) {
    for (const { id, item, answer } of changes) {
      const document = await local.get(id)
      document.answers[item] = answer
      await local.put(document)
    }
  },
  pull: () => timed(() => local.replicate.from(remote)),
  count: async () => (await local.info()).doc_count,
}
