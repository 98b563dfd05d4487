import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rights } from '../../../src/server/routes/rights.ts'
import { createServerWorld, type ServerWorld } from '../../support/server-world.ts'

type Operation = { parameters?: { name: string; in: string }[]; security?: unknown[]; responses: Record<string, never> }
type Document = { paths: Record<string, Record<string, Operation>> }

let world: ServerWorld
let document: Document
beforeAll(async () => {
  world = await createServerWorld()
  const cookie = await world.signIn('kiemtra')
  document = (await (await world.app.request('/api/openapi.json', { headers: { cookie } })).json()) as Document
})
afterAll(() => world.close())

test('it is OpenAPI 3.1', async () => {
  const validator = new Validator()
  const checked = await validator.validate(structuredClone(document))
  expect(checked.errors ?? []).toEqual([])
  expect([checked.valid, validator.version]).toEqual([true, '3.1'])
})

test('every route is described, with every name in its address, and nothing else is', () => {
  const described = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { parameters = [] }]) => {
      const named = parameters.flatMap((each) => (each.in === 'path' ? [each.name] : []))
      return `${method.toUpperCase()} ${path} ${named.join(',')}`
    }),
  )
  const routes = Object.keys(rights).map((name) => {
    const named = [...name.matchAll(/:(\w+)/g)].map(([, each]) => each)
    return `${name.replace(/:(\w+)/g, '{$1}')} ${named.join(',')}`
  })
  expect(described.sort()).toEqual(routes.sort())
})

test('what is for anybody asks for no session, and nothing else does without', () => {
  for (const [name, { who }] of Object.entries(rights)) {
    const [method = '', path = ''] = name.split(' ')
    const operation = document.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
    expect([name, operation?.security ?? 'as usual']).toEqual([name, who === 'anyone' ? [] : 'as usual'])
  }
})

test('the address of a report is described as it is read', () => {
  const parameters = document.paths['/api/reports/period']?.get?.parameters ?? []
  expect(parameters.map(({ name }) => name).sort()).toEqual(['area', 'checklist', 'facility', 'kind', 'period'])
  expect(parameters).toContainEqual(
    expect.objectContaining({
      name: 'period',
      required: true,
      schema: expect.objectContaining({ description: expect.stringContaining('2026-10-05_2026-11-20') }),
    }),
  )
})
