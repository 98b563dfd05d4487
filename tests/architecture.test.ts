import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Who may import whom, besides itself; the most specific row wins. `'*'` on the wiring rows: their own wing and the ground. */
const ground = ['domain', 'criteria', 'documents', 'protocol']
const table: Record<string, string[]> = {
  domain: ['zod', 'big.js'],
  criteria: ['domain'],
  documents: ['domain', 'pdfmake'],
  protocol: ['domain', 'zod'],
  'device/camera': ['domain', 'protocol'],
  'device/position': ['domain'],
  'device/store': ['domain', 'protocol', 'dexie', 'dexie-react-hooks', 'react', 'uuid'],
  'device/sync': ['domain', 'protocol', 'device/store', 'react', 'zod'],
  // Questions that are answered while the person waits: no part of the sync, and nothing of them is kept on the device.
  'device/api': ['domain', 'protocol', 'device/sync', 'react', 'zod'],
  // Makes papers in a worker; of the documents it knows what they are made of.
  'device/paper': ['domain', 'documents', '@expo-google-fonts/tinos'],
  ui: ['react', 'lean-qr'],
  screens: [
    'domain',
    'documents',
    'protocol',
    'device/api',
    'device/camera',
    'device/paper',
    'device/position',
    'device/store',
    'device/sync',
    'ui',
    'react',
    'react-hook-form',
    '@hookform/resolvers',
    'wouter',
    'zod',
    'lean-qr',
    '@visx/axis',
    '@visx/scale',
    '@visx/shape',
  ],
  'server/storage': ['domain', 'kysely', '@photostructure/sqlite', 'pg', 'aws4fetch', 'node'],
  // What is accounted for is written where it happens: sync and auth append, nobody else's rules are known here.
  'server/audit': ['domain', 'server/storage', 'node'],
  'server/sync': ['domain', 'protocol', 'server/storage', 'server/audit', 'zod', 'node'],
  'server/auth': ['domain', 'server/storage', 'server/audit', 'better-auth', 'kysely', 'node'],
  'server/people': ['domain', 'server/storage', 'server/audit', 'server/auth', 'node'],
  'server/places': ['domain', 'server/storage', 'server/audit', 'node'],
  'server/campaigns': ['domain', 'server/storage', 'server/audit', 'node'],
  // People and facilities from a file; what it says is done by the same verbs as what is typed.
  'server/import': [
    'domain',
    'server/storage',
    'server/people',
    'server/places',
    'papaparse',
    'write-excel-file',
    'node',
  ],
  'server/overview': ['domain', 'server/storage'],
  // Reports are read from the same rows; their workbooks are drawn by the documents.
  'server/reports': ['domain', 'documents', 'server/storage', 'server/overview', 'write-excel-file'],
  // Raw tables, written while they are read.
  'server/export': ['domain', 'documents', 'server/storage', 'yazl', 'node'],
  'server/routes': [
    ...ground,
    'server/overview',
    'server/reports',
    'server/export',
    'server/storage',
    'server/audit',
    'server/sync',
    'server/auth',
    'server/people',
    'server/places',
    'server/campaigns',
    'server/import',
    'hono',
    '@hono/node-server',
    '@tus/server',
    '@tus/file-store',
    'zod',
    'node',
  ],
  server: [
    ...ground,
    'server/campaigns',
    'server/overview',
    'server/storage',
    'server/audit',
    'server/sync',
    'server/auth',
    'server/routes',
    'server/commands',
    'hono',
    '@hono/node-server',
    'kysely',
    'zod',
    'node',
  ],
  // They copy and check the database's file, and open the first account; of the server they know its settings' errors.
  'server/commands': [
    ...ground,
    'server/storage',
    'server/audit',
    'server/auth',
    'server/people',
    'server',
    '@photostructure/sqlite',
    'kysely',
    'node',
  ],
  'main.tsx': [
    ...ground,
    'device/store',
    'device/sync',
    'ui',
    'screens',
    'entrance.tsx',
    'fetch-inside.ts',
    'react',
    'react-dom',
    'workbox-window',
    'wouter',
  ],
  'entrance.tsx': ['app.tsx', 'fetch-inside.ts', 'ui', 'screens', 'react'],
  'fetch-inside.ts': ['app.tsx', 'device/store', 'device/sync', 'screens'],
  'app.tsx': [...ground, 'device/store', 'device/sync', 'ui', 'screens', 'react', 'wouter'],
  'sw.ts': ['workbox-precaching', 'workbox-routing'],
}

/** Importable inside their own folder alone. */
const privateFiles: Record<string, string> = {
  'device/store/database.ts': 'device/store',
  'device/store/packing.ts': 'device/store',
}

const files = readdirSync('src', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
  .map((entry) => relative('src', join(entry.parentPath, entry.name)))

function partOf(path: string): string {
  const parts = Object.keys(table).filter((part) => path === part || path.startsWith(`${part}/`))
  const [longest] = parts.sort((a, b) => b.length - a.length)
  if (!longest) throw new Error(`${path} belongs to no part of the house`)
  return longest
}

/** "zod/mini" → "zod", "@hookform/resolvers/zod" → "@hookform/resolvers", "node:crypto" → "node". */
function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node'
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

type Import = { from: string; to: string; file: string | null }

function importsOf(file: string): Import[] {
  const source = readFileSync(join('src', file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
  const specifiers = [...source.matchAll(/(?:\bfrom\s+|\bimport\s*\(?\s*|\bimport\s+)(['"])([^'"]+)\1/g)].map(
    ([, , name]) => name as string,
  )
  return specifiers
    .filter((name) => !/\.(css|svg)$|^virtual:/.test(name) && !name.endsWith('.json'))
    .map((name) => {
      if (!name.startsWith('.')) return { from: file, to: packageOf(name), file: null }
      const target = normalize(join(dirname(file), name))
      return { from: file, to: partOf(target), file: target }
    })
}

const imports = files.flatMap(importsOf)

describe('the house', () => {
  it('has files in every wing', () => {
    for (const part of ['domain', 'device/store', 'screens', 'server/storage'])
      expect(files.filter((file) => partOf(file) === part).length).toBeGreaterThan(3)
    expect(imports.length).toBeGreaterThan(200)
  })

  it.each(Object.keys(table))('%s imports only what it may', (part) => {
    const allowed = table[part] ?? []
    const forbidden = imports.filter(({ from, to }) => partOf(from) === part && to !== part && !allowed.includes(to))
    expect(forbidden.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
  })

  it.each(Object.entries(privateFiles))('%s is imported inside %s alone', (file, folder) => {
    const outside = imports.filter((each) => each.file === file && partOf(each.from) !== folder)
    expect(outside.map(({ from }) => from)).toEqual([])
  })

  it('dexie is known to the device store alone, fetch to the transport and to who reads the app’s own fonts', () => {
    expect(imports.filter(({ from, to }) => to === 'dexie' && partOf(from) !== 'device/store')).toEqual([])
    const callers = files.filter(
      (file) => !file.startsWith('server/') && /(?<![\w.'])fetch\s*\(/.test(readFileSync(join('src', file), 'utf8')),
    )
    expect(callers.sort()).toEqual(['device/paper/pdf-worker.ts', 'device/sync/transport.ts'])
  })

  it('a failing HTTP status is known where the network begins, and nowhere else', () => {
    const writes = /\bstatus\b[^\n]{0,20}\b[45]\d\d\b|\bc\.(json|text|body)\([^\n]*\b[45]\d\d\b/
    const writers = files.filter((file) => writes.test(readFileSync(join('src', file), 'utf8')))
    // auth.ts reads those of the library it wraps, bucket.ts those of the object storage.
    expect(writers.sort()).toEqual(['device/sync/transport.ts', 'server/auth/auth.ts', 'server/storage/bucket.ts'])
  })

  it('every relative import names its file', () => {
    const sloppy = files
      .flatMap((file) =>
        [...readFileSync(join('src', file), 'utf8').matchAll(/from '(\.[^']*)'/g)].map(
          ([, name]) => `${file}: ${name}`,
        ),
      )
      .filter((line) => !/\.(tsx?|css|json)$/.test(line))
    expect(sloppy).toEqual([])
  })
})
