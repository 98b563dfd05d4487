import type { Page } from '@playwright/test'
import { checklistSchema } from '../../../src/domain/checklist.ts'
import { publishChecklists } from '../../../src/server/publish-checklists.ts'
import { openDatabase } from '../../../src/server/storage/database.ts'
import { createServerProcess, type Server } from '../../e2e/support/server.ts'
import { Tablet } from '../../e2e/support/tablet.ts'
import { checklistOf } from '../many-visits.ts'
import { servePages } from './form-pages.ts'
import { sqliteIn } from './seed.ts'

/** Whose form is opened, and how its parts are found. */
export type Contender = {
  name: string
  address: (items: number) => string
  /** The first question can be answered where this stands. */
  first: string
  /** One for each question. */
  question: string
  saves?: true
  /** Before each open, not counted. */
  prepare?: () => Promise<void>
}

/** Everybody's forms, and the one tab in which they are opened. */
export type Form = { page: Page; contenders: readonly Contender[]; close(): Promise<void> }

/** What one page has compiled, Chromium hands to the next with the same scripts, now and then: no first open has that. */
const ANEW = ['--js-flags=--no-compilation-cache']

/** A tablet on which somebody has signed in and begun a visit of each size; beside it the pages of the peers. */
export async function openForm(sizes: readonly number[]): Promise<Form> {
  const pages = await servePages()
  const server = await createServerProcess()
  const tablet = new Tablet(server.url, null, ANEW)
  async function close() {
    await tablet.dispose()
    await server.dispose()
    pages.close()
  }
  try {
    await publishForms(server, sizes)
    await server.start()
    const page = await tablet.open()
    // A machine that is slow is slow, not wrong.
    page.context().setDefaultTimeout(120_000)
    return { page, contenders: [await ours(tablet, sizes), ...peers(pages.url)], close }
  } catch (error) {
    await close()
    throw error
  }
}

async function ours(tablet: Tablet, sizes: readonly number[]): Promise<Contender> {
  await tablet.signIn('kiemtra')
  await tablet.readyOffline()
  const addresses = new Map<number, string>()
  for (const items of sizes) {
    // Its beds stand beside the place, not beside the visits there that were begun.
    await tablet.start('tram y te suoi', /^Trạm Y tế xã Suối Mơ.*giường/, new RegExp(`Bộ tiêu chí ${items} câu`))
    addresses.set(items, tablet.page.url())
  }
  return {
    name: 'ours',
    address: (items) => addresses.get(items) ?? tablet.url,
    first: 'article[data-item] input[type=radio]',
    question: 'article[data-item]',
    saves: true,
    async prepare() {
      await tablet.page.goto(tablet.url)
      // Of a tab that was away for minutes the PIN is asked for.
      await tablet.unlock()
      await tablet.page.getByLabel('Tìm cơ sở').waitFor()
    },
  }
}

/** So that its answers are sent and taken while it is measured, as at work. */
async function publishForms(server: Server, sizes: readonly number[]): Promise<void> {
  await server.start()
  await server.stop()
  const db = openDatabase(sqliteIn(server.dataDir))
  const checklists = sizes.map((items) => checklistSchema.parse(checklistOf(items)))
  await publishChecklists(db, checklists, Date.now())
  await db.destroy()
}

function peers(url: string): Contender[] {
  const native = { first: 'fieldset input[type=radio]', question: 'fieldset' }
  const survey = { first: '.sd-question input[type=radio]', question: '.sd-question' }
  const odk = { first: '.question-container input[type=radio]', question: '.question-container' }
  return [
    { name: 'floor: bare React, native radios', address: (items) => `${url}/floor.html?n=${items}`, ...native },
    { name: 'floor, 25 questions of them', address: (items) => `${url}/floor.html?n=${items}&page=25`, ...native },
    { name: 'SurveyJS', address: (items) => `${url}/survey.html?n=${items}`, ...survey },
    { name: 'SurveyJS, lazy rendering', address: (items) => `${url}/survey.html?n=${items}&lazy`, ...survey },
    { name: 'SurveyJS, pages of 25', address: (items) => `${url}/survey.html?n=${items}&page=25`, ...survey },
    { name: 'ODK Web Forms', address: (items) => `${url}/odk.html?n=${items}`, ...odk },
  ]
}
