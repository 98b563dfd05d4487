import { join } from 'node:path'
import { sealedContent } from '../../../src/domain/inspection.ts'
import type { Facility } from '../../../src/domain/place.ts'
import { score } from '../../../src/domain/scoring/score.ts'
import { summaryOf } from '../../../src/domain/scoring/summary.ts'
import { PROTO, SCHEMA } from '../../../src/protocol/terms.ts'
import type { Push } from '../../../src/protocol/wire.ts'
import { openSigner } from '../../../src/server/audit/signatures.ts'
import { createAuth } from '../../../src/server/auth/auth.ts'
import { loadDemonstration } from '../../../src/server/demonstration.ts'
import { PROVINCE } from '../../../src/server/demonstration-data.ts'
import { publishChecklists } from '../../../src/server/publish-checklists.ts'
import { openDatabase } from '../../../src/server/storage/database.ts'
import { addFacility } from '../../../src/server/storage/facilities.ts'
import { publish } from '../../../src/server/storage/feed.ts'
import { migrate } from '../../../src/server/storage/migrations.ts'
import { findPerson } from '../../../src/server/storage/people.ts'
import type { Database } from '../../../src/server/storage/schema.ts'
import { transact } from '../../../src/server/storage/transaction.ts'
import { acceptPush } from '../../../src/server/sync/accept-push.ts'
import { digestNow } from '../../../src/server/sync/digest.ts'
import { checklist, type Visit } from './content.ts'

const PILE = 50

/** The invented province with the checklist of 60, more facilities, and visits that were handed in. */
export async function seedOurs(address: string, places: readonly Facility[], visits: readonly Visit[]): Promise<void> {
  const db = openDatabase(address)
  await migrate(db)
  await publishChecklists(db, [checklist], Date.now())
  await loadDemonstration(db, await createAuth(db), Date.now())
  await transact(db, 'everything', async (trx) => {
    for (const { areaName: _areaName, ...place } of places) await addFacility(trx, PROVINCE.id, place)
    await publish(
      trx,
      PROVINCE.id,
      places.map(({ id }) => ({ entity: 'facility', entityId: id })),
    )
  })
  await handIn(db, visits)
  await db.destroy()
}

export const sqliteIn = (folder: string) => join(folder, 'so-kiem.sqlite')

/** By the way of real work: pushes of a device. */
async function handIn(db: Database, visits: readonly Visit[]): Promise<void> {
  const person = await findPerson(db, 'demo-kiemtra')
  if (!person) throw new Error('the demonstration has no inspector')
  const signer = await openSigner(db)
  let seq = 0
  for (let from = 0; from < visits.length; from += PILE) {
    const now = Date.now()
    const m = visits.slice(from, from + PILE).flatMap(({ id, head, answers }) =>
      [
        { k: 'inspection.start', insp: id, head },
        {
          k: 'answer.set',
          insp: id,
          set: Object.fromEntries(Object.entries(answers).map(([item, answer]) => [item, [0, answer]])),
        },
        {
          k: 'inspection.submit',
          insp: id,
          digest: digestNow(sealedContent(head, answers)),
          score: summaryOf(score(checklist, head.facts, answers, { date: head.date })),
        },
      ].map((each) => {
        seq++
        return { ...each, at: now, seq, id: `seed-${seq}` }
      }),
    )
    const push: Push = {
      proto: PROTO,
      epoch: null,
      deviceId: 'seed',
      schema: SCHEMA,
      app: 'bench',
      clock: { wall: now },
      m,
    }
    const onQuarantine = (error: unknown) => {
      throw error
    }
    const { r } = await acceptPush(push, { db, person, now, signer, onQuarantine })
    const refused = r.find(({ o }) => o !== 'applied')
    if (refused) throw new Error(`a visit was not taken: ${JSON.stringify(refused)}`)
  }
}
