import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import express from 'express'
import { answerCommands } from './commands.mjs'

/**
 * The server of https://rxdb.info/replication-http.html, with SQLite where that page has MongoDB ("you can adapt
 * this for any other backend"): a push handler that compares the assumed with the real state, a pull handler by
 * `updatedAt` and id. SQLite as ours has it: WAL, `synchronous = FULL`, one transaction for each request. Express's
 * limit of 100 kB for a body is raised, because a batch of RxDB's default size is larger. No compression, as there.
 * Nobody signs in.
 */
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b)

function open(folder) {
  const db = new DatabaseSync(join(folder, 'rxdb.sqlite'))
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE document (id TEXT PRIMARY KEY, updated_at INTEGER NOT NULL, body TEXT NOT NULL);
    CREATE INDEX document_change ON document (updated_at, id)`)
  return db
}

answerCommands({
  listen: ({ folder }) =>
    new Promise((done) => {
      const db = open(folder)
      const find = db.prepare('SELECT body FROM document WHERE id = ?')
      const put = db.prepare(`INSERT INTO document VALUES (?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET updated_at = excluded.updated_at, body = excluded.body`)
      const after = db.prepare(`SELECT body FROM document WHERE updated_at > ? OR (updated_at = ? AND id > ?)
        ORDER BY updated_at, id LIMIT ?`)
      const app = express()
      app.use(express.json({ limit: '50mb' }))
      app.get('/pull', (request, response) => {
        const { id, updatedAt, limit } = request.query
        const rows = after.all(Number(updatedAt), Number(updatedAt), String(id), Number(limit))
        const documents = rows.map(({ body }) => JSON.parse(body))
        const last = documents.at(-1)
        const checkpoint = last ? { id: last.id, updatedAt: last.updatedAt } : { id, updatedAt: Number(updatedAt) }
        response.json({ documents, checkpoint })
      })
      app.post('/push', (request, response) => {
        const conflicts = []
        db.exec('BEGIN IMMEDIATE')
        for (const { newDocumentState, assumedMasterState } of request.body) {
          const stored = find.get(newDocumentState.id)
          const real = stored ? JSON.parse(stored.body) : null
          const isConflict = real && (!assumedMasterState || !same(real.updatedAt, assumedMasterState.updatedAt))
          if (isConflict) conflicts.push(real)
          else put.run(newDocumentState.id, newDocumentState.updatedAt, JSON.stringify(newDocumentState))
        }
        db.exec('COMMIT')
        response.json(conflicts)
      })
      const server = app.listen(0, '127.0.0.1', () => done(`http://127.0.0.1:${server.address().port}`))
    }),
})
