// @vitest-environment jsdom
import { afterEach, describe, expect, test, vi } from 'vitest'
import * as z from 'zod/mini'
import { createAsk } from '../../src/device/api/ask.ts'
import { listPeople } from '../../src/device/api/people.ts'
import type { ProblemCode } from '../../src/domain/problem.ts'
import { fakeServer, refuse } from '../screens/fake-server.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const ask = createAsk('p-quan')
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'done',
    (problem) => problem.code,
  )

describe('who waits for an answer is not told that it will be sent later', () => {
  test.each<['GET' | 'POST', number, ProblemCode, ProblemCode]>([
    ['GET', 401, 'SIGN_IN_REQUIRED', 'SESSION_ENDED'],
    ['GET', 403, 'FORBIDDEN', 'FORBIDDEN'],
    ['GET', 403, 'PASSWORD_CHANGE_REQUIRED', 'PASSWORD_CHANGE_REQUIRED'],
    ['POST', 409, 'USERNAME_TAKEN', 'USERNAME_TAKEN'],
    ['POST', 409, 'LAST_ADMINISTRATOR', 'LAST_ADMINISTRATOR'],
    ['POST', 429, 'TOO_MANY_REQUESTS', 'SERVER_TROUBLED'],
    ['POST', 500, 'SERVER_FAILED', 'SERVER_TROUBLED'],
    ['GET', 503, 'SERVER_NOT_READY', 'SERVER_TROUBLED'],
    ['POST', 507, 'STORAGE_FULL', 'SERVER_TROUBLED'],
  ])('%s %i %s → %s', async (method, status, said, told) => {
    fakeServer({ [`${method} /api/thing`]: () => refuse(status, said) })
    expect(await codeOf(ask(method, '/api/thing', z.unknown()))).toBe(told)
  })

  test('without a network nothing was asked; where only the reply is missing, nobody knows', async () => {
    const server = fakeServer({ 'GET /api/thing': () => 'lost', 'PUT /api/thing': () => 'lost' })
    expect(await codeOf(ask('GET', '/api/thing', z.unknown()))).toBe('NEEDS_NETWORK')
    expect(await codeOf(ask('PUT', '/api/thing', z.unknown(), {}))).toBe('REPLY_UNHEARD')
    server.leave()
    expect(await codeOf(ask('PUT', '/api/thing', z.unknown(), {}))).toBe('NEEDS_NETWORK')
  })

  test('a reply that does not fit is somebody else’s', async () => {
    fakeServer({ 'GET /api/people': () => ({ body: { people: [{ id: 1 }] } }) })
    expect(await codeOf(listPeople(ask))).toBe('INTERCEPTED')
  })
})

test('every question says for whom it is asked', async () => {
  const server = fakeServer({ 'GET /api/people': () => ({ body: { people: [] } }) })
  expect(await listPeople(ask)).toEqual([])
  expect(server.asked).toEqual([{ route: 'GET /api/people', body: undefined, person: 'p-quan' }])
})
