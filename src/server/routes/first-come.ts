import { setImmediate } from 'node:timers'
import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from './app-context.ts'

/**
 * First come, first served: requests begin one at a time, in the order in which they were read.
 *
 * In one round of its loop Node takes one new connection and reads every open one, and on SQLite a request is worked
 * on from its reading to its reply in one go. Left alone, all who are connected are served once a round, and of many
 * who connect at once the last waits for as many rounds as there are others, each longer than the one before.
 */
export function firstCome(): MiddlewareHandler<AppEnv> {
  const waiting: (() => void)[] = []
  const begin = () => {
    waiting.shift()?.()
    // Two rounds for each request: new connections are taken faster than requests are answered.
    if (waiting.length > 0) setImmediate(() => setImmediate(begin))
  }
  return async (_c, next) => {
    await new Promise<void>((go) => {
      waiting.push(go)
      if (waiting.length === 1) setImmediate(begin)
    })
    await next()
  }
}
