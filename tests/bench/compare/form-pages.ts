import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { build } from 'vite'
import { PEERS } from './machine.ts'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
}

/** The pages of the peers, built for production and served as ours are: brotli of the best quality, made before. */
export async function servePages(): Promise<{ url: string; close(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'so-kiem-bench-pages-'))
  const root = join(PEERS, 'form')
  await build({
    configFile: false,
    root,
    base: './',
    // As https://vuejs.org/api/compile-time-flags.html advises for production.
    define: {
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    logLevel: 'error',
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 10_000,
      rolldownOptions: { input: ['floor', 'survey', 'odk'].map((name) => join(root, `${name}.html`)) },
    },
  })
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const packed = new Map(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name)
      return [path.slice(folder.length), brotliCompressSync(readFileSync(path))]
    }),
  )
  rmSync(folder, { recursive: true })
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const bytes = packed.get(path)
    const type = types[extname(path)]
    // Nobody has a favicon.
    if (!bytes) return response.writeHead(404).end()
    return response.writeHead(200, { 'content-encoding': 'br', ...(type && { 'content-type': type }) }).end(bytes)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
