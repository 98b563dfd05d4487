import { Hono } from 'hono'
import { Problem } from '../domain/problem.ts'
import { PROTO, PROTO_HEADER } from '../protocol/terms.ts'
import { apiRoutes } from './routes/api.ts'
import type { AppEnv, AppParts } from './routes/app-context.ts'
import { campaignRoutes } from './routes/campaigns.ts'
import { deviceRoutes } from './routes/devices.ts'
import { exportRoutes } from './routes/export.ts'
import { fileRoutes } from './routes/files.ts'
import { firstCome } from './routes/first-come.ts'
import { guard } from './routes/guard.ts'
import { importRoutes } from './routes/import.ts'
import { openApiRoute } from './routes/openapi.ts'
import { overviewRoutes } from './routes/overview.ts'
import { packReply } from './routes/pack-reply.ts'
import { pageResponse } from './routes/pages.ts'
import { peopleRoutes } from './routes/people.ts'
import { placesRoutes } from './routes/places.ts'
import { errorResponse } from './routes/problem-response.ts'
import { readyRoute } from './routes/ready.ts'
import { relayRoutes } from './routes/relay.ts'
import { reportRoutes } from './routes/reports.ts'
import { secondFactorRoutes } from './routes/second-factor.ts'
import { securityHeaders } from './routes/security-headers.ts'
import { syncRoutes } from './routes/sync.ts'
import { createTurn } from './routes/turn.ts'
import { verifyPaperRoutes } from './routes/verify-paper.ts'
import { isForeign } from './routes/visitor.ts'

/** The server as a function from request to reply: no port, no process. Tests call `app.request()`. */
export function createApp(parts: AppParts): Hono<AppEnv> {
  const { pages, trustProxy, log, logError = console.error } = parts
  const app = new Hono<AppEnv>()

  if (log) app.use(log.request)
  app.use(securityHeaders(trustProxy))
  app.use('/sync/*', async (c, next) => {
    await next()
    c.header(PROTO_HEADER, String(PROTO))
  })
  app.use('/sync/*', packReply())
  const inOrder = firstCome()
  for (const path of ['/api/*', '/sync/*']) {
    app.use(path, inOrder)
    app.use(path, async (c, next) => {
      await next()
      // A browser's own cache is sealed by no PIN: not even a picture, whose content never changes, may lie there.
      c.header('Cache-Control', 'no-store')
    })
    app.use(path, async (c, next) => {
      if (c.req.method !== 'GET' && c.req.method !== 'HEAD' && isForeign(c, trustProxy)) throw new Problem('FORBIDDEN')
      await next()
    })
  }

  const route = guard(app, parts)
  readyRoute(route, parts)
  apiRoutes(route, parts)
  const turn = createTurn()
  peopleRoutes(route, parts, turn)
  secondFactorRoutes(route, parts)
  deviceRoutes(route, parts)
  placesRoutes(route, parts)
  importRoutes(route, parts, turn)
  overviewRoutes(route, parts)
  campaignRoutes(route, parts)
  reportRoutes(route, parts)
  exportRoutes(route, parts)
  openApiRoute(route, parts)
  syncRoutes(route, parts)
  relayRoutes(route, parts)
  fileRoutes(route, parts)
  verifyPaperRoutes(route, parts)
  app.all('/api/*', () => notFound())
  app.all('/sync/*', () => notFound())
  app.all('*', (c) => (pages && pageResponse(pages, c.req.raw)) ?? notFound())

  app.onError((error, c) => errorResponse(c, error, logError))
  return app
}

function notFound(): never {
  throw new Problem('NOT_FOUND')
}
