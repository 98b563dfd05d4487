import { createHash } from 'node:crypto'
import { Problem } from '../../domain/problem.ts'
import {
  type ImportCheck,
  type Imported,
  type ImportOutcome,
  importQuerySchema,
  SAID_MAX,
} from '../../protocol/import-wire.ts'
import { carryOut } from '../import/carry-out.ts'
import { findLists, type Lists, type Plan, planImport } from '../import/plan.ts'
import { readFile } from '../import/reading/read-file.ts'
import { FILE_BYTES_MAX } from '../import/reading/sheet.ts'
import { templateFor } from '../import/template.ts'
import type { AppContext, AppParts } from './app-context.ts'
import type { Register } from './guard.ts'
import { parseAs, readBytes } from './read-body.ts'
import type { Turn } from './turn.ts'

/** People and facilities from a file: looked at first, then done as a whole. */
export function importRoutes(route: Register, parts: AppParts, turn: Turn): void {
  const { db, auth, now } = parts

  route('GET /api/imports/template', async (c, { person }) =>
    c.body(await templateFor(db, person, now()), 200, {
      'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'Content-Disposition': 'attachment; filename="so-kiem-mau-nhap.xlsx"',
    }),
  )

  route('POST /api/imports/check', (c, { person }) =>
    turn(person.id, now(), async () => {
      const { lists, fileHash } = await listsIn(c)
      const plan = await planImport(db, { by: person, now: now() }, lists, fileHash)
      const reply: ImportCheck = {
        ...outcomesOf(plan),
        digest: plan.digest,
        faults: plan.faults.slice(0, SAID_MAX),
        faultsTotal: plan.faults.length,
        warnings: plan.warnings.slice(0, SAID_MAX),
        warningsTotal: plan.warnings.length,
      }
      return c.json(reply)
    }),
  )

  route('POST /api/imports', (c, { person }) =>
    turn(person.id, now(), async () => {
      const { digest } = parseAs(importQuerySchema, c.req.query())
      const file = await listsIn(c)
      const { plan, opened } = await carryOut({ db, by: person, now }, { ...file, digest }, auth.hashPassword)
      const reply: Imported = { ...outcomesOf(plan), opened }
      return c.json(reply)
    }),
  )
}

/** The lists in the file that a request carries. */
async function listsIn(c: AppContext): Promise<{ lists: Lists; fileHash: string }> {
  const bytes = await readBytes(c.req.raw, FILE_BYTES_MAX).catch((error: unknown) => {
    throw error instanceof Problem && error.code === 'BODY_TOO_LARGE' ? new Problem('IMPORT_TOO_LARGE') : error
  })
  return { lists: findLists(await readFile(bytes)), fileHash: createHash('sha256').update(bytes).digest('hex') }
}

function outcomesOf({ people, facilities }: Plan): { people: ImportOutcome; facilities: ImportOutcome } {
  const counted = (names: string[]) => ({ count: names.length, names: names.slice(0, SAID_MAX) })
  return {
    people: {
      created: counted(people.create.map(({ username, name }) => `${username} (${name})`)),
      changed: counted(people.change.map(({ username }) => username)),
      same: people.same,
    },
    facilities: {
      created: counted(facilities.create.map(({ name }) => name)),
      changed: counted(facilities.change.map(({ to }) => to.name)),
      same: facilities.same,
    },
  }
}
