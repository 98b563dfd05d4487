import type { Page } from '@playwright/test'
import { createServerProcess } from '../../e2e/support/server.ts'
import { besideTheApp } from '../../e2e/support/store.ts'
import { Tablet } from '../../e2e/support/tablet.ts'
import { checklistOf, putDrafts } from '../many-visits.ts'
import { servePages } from './form-pages.ts'

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

/** A tablet on which somebody has signed in, with a visit of each size in it; beside it the pages of the peers. */
export async function openForm(sizes: readonly number[]): Promise<Form> {
  const pages = await servePages()
  const server = await createServerProcess()
  const tablet = new Tablet(server.url)
  async function close() {
    await tablet.dispose()
    await server.dispose()
    pages.close()
  }
  try {
    await server.start()
    const page = await tablet.open()
    return { page, contenders: [await ours(tablet, sizes), ...peers(pages.url)], close }
  } catch (error) {
    await close()
    throw error
  }
}

async function ours(tablet: Tablet, sizes: readonly number[]): Promise<Contender> {
  const { page, url } = tablet
  await tablet.signIn('kiemtra')
  await tablet.readyOffline()
  await page.getByLabel('Tìm cơ sở').waitFor()
  await page.goto('about:blank')
  const beside = await besideTheApp(page, url)
  await putDrafts(beside, sizes.map(checklistOf), false)
  await beside.close()
  async function prepare() {
    await page.goto(url)
    // Of a tab that was away for minutes the PIN is asked for.
    await tablet.unlock()
    await page.getByLabel('Tìm cơ sở').waitFor()
  }
  await prepare()
  const addresses = new Map<number, string>()
  for (const items of sizes) {
    const link = page.getByRole('link', { name: new RegExp(`Bộ tiêu chí ${items} câu`) }).first()
    addresses.set(items, `${url}${await link.getAttribute('href')}`)
  }
  return {
    name: 'ours',
    address: (items) => addresses.get(items) ?? url,
    first: 'article[data-item] input[type=radio]',
    question: 'article[data-item]',
    saves: true,
    prepare,
  }
}

export function peers(url: string): Contender[] {
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
