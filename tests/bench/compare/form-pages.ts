import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
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
  const packed = new Map<string, Buffer>()
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname)
    const type = types[extname(path)]
    try {
      const bytes = packed.get(path) ?? brotliCompressSync(readFileSync(join(folder, path)))
      packed.set(path, bytes)
      response.writeHead(200, { 'content-encoding': 'br', ...(type && { 'content-type': type }) }).end(bytes)
    } catch {
      // A favicon and its like.
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections()
      server.close()
      rmSync(folder, { recursive: true })
    },
  }
}
