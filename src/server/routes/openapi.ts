import * as z from 'zod/mini'
import { problemBodySchema } from '../../protocol/wire.ts'
import { type RouteDoc, routeDocs } from './api-docs.ts'
import type { AppParts } from './app-context.ts'
import { CSV, XLSX } from './attachment.ts'
import type { Register } from './guard.ts'
import { type Right, type RouteName, rights } from './rights.ts'

/** The interface in the words of OpenAPI 3.1, from the same tables and schemas that the routes stand on. */
export function openApiRoute(route: Register, { version }: AppParts): void {
  let document: string | undefined
  route('GET /api/openapi.json', (c) => {
    document ??= JSON.stringify(openApiOf(version))
    return c.body(document, 200, { 'Content-Type': 'application/json' })
  })
}

type Json = Record<string, unknown>

/** @returns the whole document */
function openApiOf(version: string): Json {
  const paths: Record<string, Json> = {}
  for (const [name, doc] of Object.entries(routeDocs) as [RouteName, RouteDoc][]) {
    const [method = '', pattern = ''] = name.split(' ')
    const path = pattern.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(name, doc, rights[name]) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sổ Kiểm',
      version,
      description:
        'Everything that a report says can be asked for here. Shares are hundredths of a per cent, points hundredths of a point, days text “2026-11-22”. What is out of the asker’s reach looks like what does not exist.',
    },
    paths,
    components: {
      schemas: { Problem: schemaOf(problemBodySchema, 'output') },
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'so-kiem.session_token',
          description: 'From POST /api/sign-in; by https its name begins with “__Host-”.',
        },
      },
    },
    security: [{ session: [] }],
  }
}

function operationOf(name: RouteName, { what, query, body, reply }: RouteDoc, { who }: Right): Json {
  const parameters = [...pathParameters(name), ...(query ? queryParameters(query) : [])]
  return {
    operationId: name.replace(/[^A-Za-z0-9]+(\w)/g, (_, letter: string) => letter.toUpperCase()),
    summary: what,
    description: whoWords(who),
    ...(who === 'anyone' && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: bodyContent(body) } }),
    responses: {
      200: { description: 'Done.', ...(reply !== 'nothing' && { content: replyContent(reply) }) },
      default: {
        description: 'A problem, by its code.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

/** "supervisor (areas), administrator (areas)": domain/rights.ts draws how far each reach goes. */
function whoWords(who: Right['who']): string {
  if (who === 'anyone') return 'For anybody.'
  if (who === 'signedIn') return 'For everybody who is signed in.'
  return `For ${Object.entries(who)
    .map(([role, reach]) => `${role} (${reach})`)
    .join(', ')}.`
}

function pathParameters(name: RouteName): Json[] {
  return [...name.matchAll(/:(\w+)/g)].map(([, each]) => ({
    name: each,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
}

function queryParameters(query: z.ZodMiniType): Json[] {
  const { properties = {}, required = [] } = schemaOf(query, 'input') as { properties?: Json; required?: string[] }
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
}

function bodyContent(body: NonNullable<RouteDoc['body']>): Json {
  if (body === 'bytes') return { 'application/octet-stream': {} }
  return { 'application/json': { schema: schemaOf(body, 'input') } }
}

function replyContent(reply: Exclude<RouteDoc['reply'], 'nothing'>): Json {
  switch (reply) {
    case 'csv':
      return { [CSV]: { schema: { type: 'string' } } }
    case 'xlsx':
      return { [XLSX]: {} }
    case 'html':
      return { 'text/html': { schema: { type: 'string' } } }
    case 'bytes':
      return { 'application/octet-stream': {} }
    default:
      return { 'application/json': { schema: schemaOf(reply, 'output') } }
  }
}

function schemaOf(schema: z.ZodMiniType, io: 'input' | 'output'): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return json
}
