import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sealedContent } from '../../src/domain/inspection.ts'
import { score } from '../../src/domain/scoring/score.ts'
import { summaryOf } from '../../src/domain/scoring/summary.ts'
import { digestOf } from '../../src/protocol/digest.ts'
import { tinyChecklist } from '../support/server-checklist.ts'
import {
  createServerWorld,
  failed,
  headFor,
  MORNING,
  passed,
  type ServerWorld,
  submitOf,
} from '../support/server-world.ts'

const answers = { q1: passed, q2: passed, q3: failed }

let world: ServerWorld
let now: number
beforeEach(async () => {
  now = MORNING
  world = await createServerWorld({ now: () => now })
})
afterEach(() => world.close())

async function handIn() {
  const tablet = await world.device('kiemtra')
  const insp = randomUUID()
  const head = await headFor('demo-tyt-suoi-mo', { facilityName: 'Trạm <b>Suối</b> Mơ' })
  const set = { q1: [0, passed], q2: [0, passed], q3: [0, failed] }
  const { r } = await tablet.send(
    { k: 'inspection.start', insp, head },
    { k: 'answer.set', insp, set },
    await submitOf(insp, head, answers),
  )
  expect(r.map(({ o }) => o)).toEqual(['applied', 'applied', 'applied'])
  return { insp, head, tablet, digest: await digestOf(sealedContent(head, answers)) }
}

async function page(inspection: string, digest: string, headers: Record<string, string> = {}) {
  const reply = await world.app.request(`/xac-minh/${inspection}/${digest}`, { headers })
  const text = await reply.text()
  return { reply, text, title: /<h1>(.*?)<\/h1>/.exec(text)?.[1] }
}

test('[P44] the paper of what stands: said so, with the lines to compare, to somebody who is not signed in', async () => {
  const { insp, digest } = await handIn()
  const { reply, title, text } = await page(insp, digest)
  expect([reply.status, title]).toEqual([200, 'Khớp với bản máy chủ đang giữ'])
  for (const line of ['22/11/2026', 'Bộ tiêu chí thử nghiệm', 'nộp lần đầu', '66,66', 'Chưa đạt'])
    expect(text).toContain(line)
  // Names come from people.
  expect(text).toContain('Trạm &lt;b&gt;Suối&lt;/b&gt; Mơ')
  expect(text).not.toContain('Nguyễn Thị Kiểm')
})

test('[P44] the paper of an earlier revision: since when there is a newer one', async () => {
  const { insp, digest, head, tablet } = await handIn()
  now += 60_000
  const after = { ...answers, q3: passed }
  const amendment = {
    k: 'inspection.amend' as const,
    insp,
    baseSeal: 1,
    set: { q3: passed },
    reason: 'Xem lại',
    digest: await digestOf(sealedContent(head, after)),
    score: summaryOf(score(tinyChecklist, head.facts, after, { date: head.date })),
  }
  expect((await tablet.send(amendment)).r[0]?.o).toBe('applied')
  const old = await page(insp, digest)
  expect([old.title, old.text]).toEqual(['Khớp với một bản cũ', expect.stringContaining('từ 10:01 ngày 22/11/2026')])
  const current = await page(insp, amendment.digest)
  expect([current.title, current.text]).toEqual([
    'Khớp với bản máy chủ đang giữ',
    expect.stringContaining('sửa đổi lần 1'),
  ])
})

test('[P44] a wrong code, another inspection’s, a draft’s and nobody’s get one and the same answer', async () => {
  const { insp, digest, head, tablet } = await handIn()
  const draft = randomUUID()
  await tablet.send({ k: 'inspection.start', insp: draft, head })
  const pages = await Promise.all([
    page(insp, '0'.repeat(64)),
    page(randomUUID(), digest),
    page(draft, await digestOf(sealedContent(head, {}))),
    page('x', 'x'),
    page('%00', '%E1%BB'),
  ])
  expect(new Set(pages.map(({ text }) => text)).size).toBe(1)
  expect(pages.map(({ title, reply }) => [title, reply.status])).toEqual(
    pages.map(() => ['Không khớp với bản nào', 200]),
  )
  expect(pages[0]?.text).not.toContain('Suối')
})

test('[P44] it runs and loads nothing, is kept by nobody and found by no search', async () => {
  const { reply, text } = await page('x', 'x')
  const policy = reply.headers.get('content-security-policy') ?? ''
  expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]+='; /)
  expect(policy).not.toContain('script-src')
  expect(text).not.toMatch(/<script|http:|https:|<img|<link/)
  expect(reply.headers.get('cache-control')).toBe('no-store')
  expect(reply.headers.get('x-robots-tag')).toContain('noindex')
})

test('[P44] thirty times a minute from one address; the thirty-first is told to wait, and others are not', async () => {
  const from = (address: string) => page('x', 'x', { 'x-forwarded-for': address })
  for (let n = 0; n < 30; n++) expect((await from('203.0.113.1')).reply.status).toBe(200)
  const { reply, title } = await from('203.0.113.1')
  expect([reply.status, title, reply.headers.get('retry-after')]).toEqual([429, 'Xin chờ một phút', '60'])
  expect((await from('203.0.113.2')).reply.status).toBe(200)
  now += 60_000
  expect((await from('203.0.113.1')).reply.status).toBe(200)
})
