import { vi } from 'vitest'
import type { ProblemCode } from '../../src/domain/problem.ts'
import { PERSON_HEADER } from '../../src/protocol/terms.ts'

/** `search` where the address had one. */
type Asked = { route: string; search?: string; body: unknown; person: string | null }
type Answer = (body: unknown, search: URLSearchParams) => { status?: number; body: unknown } | 'lost'

/** A server of a few routes ("GET /api/people"); it can be taken away, and remembers what it was asked. */
export function fakeServer(routes: Record<string, Answer>) {
  const asked: Asked[] = []
  let isAway = false
  vi.stubGlobal('fetch', async (input: unknown, init: RequestInit = {}) => {
    const { pathname, search, searchParams } = new URL(String(input), 'http://so-kiem')
    const route = `${init.method ?? 'GET'} ${pathname}`
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
    const answer = isAway ? 'lost' : routes[route]?.(body, searchParams)
    asked.push({ route, ...(search !== '' && { search }), body, person: new Headers(init.headers).get(PERSON_HEADER) })
    if (answer === undefined) throw new Error(`nobody answers ${route}`)
    if (answer === 'lost') throw new TypeError('Failed to fetch')
    return Response.json(answer.body, { status: answer.status ?? 200 })
  })
  return {
    asked,
    askedFor: (route: string) => asked.filter((each) => each.route === route),
    answer(route: string, answer: Answer) {
      routes[route] = answer
    },
    leave(away = true) {
      isAway = away
      vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(!away)
    },
  }
}

/** A refusal as the server writes it. */
export function refuse(status: number, code: ProblemCode, detail?: Record<string, unknown>): ReturnType<Answer> {
  return { status, body: { code, message: '', ...(detail && { detail }) } }
}
