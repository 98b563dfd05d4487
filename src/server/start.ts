import { checklists } from '../criteria/all.ts'
import { createApp } from './app.ts'
import { openSigner } from './audit/signatures.ts'
import { createAuth } from './auth/auth.ts'
import { type Config, ConfigError } from './config.ts'
import { demonstrationNotice, loadDemonstration, openDemonstration } from './demonstration.ts'
import { bringVisits } from './demonstration-visits.ts'
import { ensureStandings } from './overview/rebuild-standings.ts'
import { publishChecklists } from './publish-checklists.ts'
import type { AppParts } from './routes/app-context.ts'
import type { Pages } from './routes/pages.ts'
import { type Log, openLog } from './routes/request-log.ts'
import { migrate } from './storage/migrations.ts'
import { reasonNotToServe } from './storage/moved.ts'
import { listProvinces } from './storage/provinces.ts'
import { createReader } from './storage/reader.ts'
import type { Database } from './storage/schema.ts'
import { openPictures, type Pictures } from './sync/accept-photo.ts'
import { version } from './version.ts'

type Started = {
  app: ReturnType<typeof createApp>
  pictures: Pictures
  demonstration: AppParts['demonstration']
  isEmpty: boolean
  log: Log
}

type Around = { replica: Database | null; pages: Pages | null; isStopping: () => boolean }

/** From an open database to the app that answers: migrate, publish, fill if it is empty, wire. */
export async function start(db: Database, config: Config, { replica, pages, isStopping }: Around): Promise<Started> {
  await holdServable(db)
  await migrate(db)
  await publishChecklists(db, checklists, Date.now())
  await ensureStandings(db)
  const auth = await createAuth(db)
  if (config.demonstration && (await listProvinces(db)).length === 0)
    await loadDemonstration(db, auth, Date.now(), config.demonstrationVisits)
  await bringVisits(db)
  await openDemonstration(db, config.demonstration, Date.now())
  const demonstration = config.demonstration ? await demonstrationNotice(db) : null
  const { dataDir, bucket, trustProxy } = config
  const pictures = openPictures(db, bucket ?? dataDir, Date.now)
  const log = openLog(config.log)
  const app = createApp({
    db,
    reader: createReader(db, replica, log.error),
    isStopping,
    auth,
    pictures,
    signer: await openSigner(db),
    now: Date.now,
    version,
    demonstration,
    trustProxy,
    log,
    logError: log.error,
    ...(pages && { pages }),
  })
  return { app, pictures, log, demonstration, isEmpty: (await listProvinces(db)).length === 0 }
}

/** @throws ConfigError where what a server took here would be lost */
async function holdServable(db: Database): Promise<void> {
  const reason = await reasonNotToServe(db)
  if (reason?.is === 'away')
    throw new ConfigError([`Dữ liệu của tệp này đã chuyển sang ${reason.to}: hãy đặt DATABASE_URL sang đó.`])
  if (reason?.is === 'trial')
    throw new ConfigError([
      'PostgreSQL này mới là bản chép thử: hãy dừng máy chủ cũ rồi chạy migrate:to-postgres lần cuối với --final.',
    ])
}
