import type * as z from 'zod/mini'
import { shortHash } from '../../domain/evidence.ts'
import { Problem } from '../../domain/problem.ts'
import type { keysReplySchema } from '../../protocol/wire.ts'
import { findChecklist } from '../storage/checklists.ts'
import { listProvinces } from '../storage/provinces.ts'
import type { Database } from '../storage/schema.ts'
import { sealWithContent } from '../storage/seal-witness.ts'
import type { AppContext, AppParts } from './app-context.ts'
import type { Register } from './guard.ts'
import { type Paper, paperPage, paperPolicy } from './paper-page.ts'
import { statusOf } from './problem-response.ts'
import { createRateLimit } from './rate-limit.ts'
import { visitorOf } from './visitor.ts'

const PER_MINUTE = 30

/** For anybody: whether a paper matches what the server holds, and with which keys receipts are signed. */
export function verifyPaperRoutes(route: Register, { db, signer, now, trustProxy }: AppParts): void {
  const count = createRateLimit(PER_MINUTE, now)

  route('GET /api/keys', async (c) => {
    const reply: z.infer<typeof keysReplySchema> = { keys: await signer.keys(db) }
    return c.json(reply)
  })

  route('GET /xac-minh/:inspection/:digest', async (c) => {
    try {
      count(visitorOf(c, trustProxy).address)
      return page(c, await findPaper(db, c.req.param('inspection'), c.req.param('digest')))
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'TOO_MANY_REQUESTS') throw error
      c.header('Retry-After', String(error.detail.seconds))
      c.status(statusOf(error.code))
      return page(c, { is: 'tooOften' })
    }
  })

  function page(c: AppContext, paper: Paper): Response | Promise<Response> {
    c.header('Content-Security-Policy', paperPolicy)
    c.header('Cache-Control', 'no-store')
    c.header('X-Robots-Tag', 'noindex, nofollow')
    return c.html(paperPage(paper, now()))
  }
}

/** What is held under a code. A digest that is not its own and an inspection that nobody has look the same from outside. */
async function findPaper(db: Database, inspection: string, digest: string): Promise<Paper> {
  // In nobody's id, and no text to PostgreSQL.
  if (inspection.includes('\0')) return { is: 'unknown' }
  const seal = await sealWithContent(db, await listProvinces(db), inspection, digest)
  if (!seal) return { is: 'unknown' }
  const { no, at, newer, said } = seal
  const { head, score } = said
  const checklist = await findChecklist(db, head.checklist)
  return {
    is: 'held',
    no,
    at,
    newer,
    head,
    score,
    checklistTitle: checklist?.title ?? head.checklist.id,
    gradedBy: checklist?.grading.by,
    code: shortHash(digest),
  }
}
