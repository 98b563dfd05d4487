import { readConfig } from './config.ts'
import { start } from './start.ts'
import { openDatabase } from './storage/database.ts'
import type { Database } from './storage/schema.ts'

/** The handle outlives a reload of the modules: two would lock each other out. */
const shared = globalThis as { soKiemDatabase?: Database }

/** Started again whenever a module has changed: then this file is a new one too. */
let started: ReturnType<typeof start> | undefined

/** Answers a request of the development server with the same app, without the built pages. */
export async function devFetch(request: Request): Promise<Response> {
  const config = readConfig(process.env, process.stdout.isTTY)
  shared.soKiemDatabase ??= openDatabase(config.database)
  started ??= start(shared.soKiemDatabase, config, { replica: null, pages: null, isStopping: () => false })
  const { app } = await started
  return app.fetch(request)
}
