import { join } from 'node:path'
import express from 'express'
import expressPouchDB from 'express-pouchdb'
import PouchDB from 'pouchdb'
import { answerCommands } from './commands.mjs'

/**
 * As its README advises (https://github.com/pouchdb/pouchdb-server/tree/master/packages/node_modules/express-pouchdb):
 * an Express app over PouchDB's default for Node, LevelDB, in the mode for PouchDB's own replication. It does not
 * wait for the disk: LevelDB writes without `sync`. Nobody signs in.
 */
answerCommands({
  listen: ({ folder }) =>
    new Promise((done) => {
      const app = express()
      const options = {
        mode: 'minimumForPouchDB',
        inMemoryConfig: true,
        logPath: join(folder, 'log.txt'),
      }
      app.use('/', expressPouchDB(PouchDB.defaults({ prefix: `${folder}/` }), options))
      const server = app.listen(0, '127.0.0.1', () => done(`http://127.0.0.1:${server.address().port}`))
    }),
})
