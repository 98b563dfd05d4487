import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { accepts } from './accepts.ts'
import { policyOfParts } from './security-headers.ts'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
}

type Page = {
  body: Buffer
  /** The same, compressed by the build. */
  brotli: Buffer | null
  /** Without quotes. */
  hash: string
  type: string
  cacheControl: string
  /** Loaded by a page and governed by its policy: scripts, styles, fonts. A worker is governed by that of its script. */
  isPart: boolean
}

/** The built client: its files by path ("/index.html"). */
export type Pages = ReadonlyMap<string, Page>

/**
 * Reads the built client into memory (a few megabytes): a request then never
 * touches the disk, and no path can lead out of the folder. Null where there is no
 * index.html in it.
 */
export function openPages(folder: string): Pages | null {
  if (!existsSync(join(folder, 'index.html'))) return null
  const pages = new Map<string, Page>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.br')) continue
    const file = join(entry.parentPath, entry.name)
    const path = `/${relative(folder, file).split(sep).join('/')}`
    const body = readFileSync(file)
    pages.set(path, {
      body,
      brotli: existsSync(`${file}.br`) ? readFileSync(`${file}.br`) : null,
      hash: createHash('sha256').update(body).digest('base64url').slice(0, 22),
      type: types[extname(entry.name)] ?? 'application/octet-stream',
      // Files under /assets carry a hash in their name; all others keep theirs while their content changes.
      cacheControl: path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      // Where vite.config.ts puts them.
      isPart: path.startsWith('/assets/') && !path.startsWith('/assets/workers/'),
    })
  }
  return pages
}

/** The file that a GET or HEAD asks for, index.html for an address of the app, or null. */
export function pageResponse(pages: Pages, request: Request): Response | null {
  if (request.method !== 'GET' && request.method !== 'HEAD') return null
  const page = findPage(pages, request)
  if (!page) return null
  const compressed = page.brotli !== null && accepts(request.headers.get('accept-encoding'), 'br')
  const etag = `"${page.hash}${compressed ? '-br' : ''}"`
  const headers = new Headers({ ETag: etag, 'Cache-Control': page.cacheControl })
  if (page.isPart) headers.set('Content-Security-Policy', policyOfParts)
  if (page.brotli) headers.set('Vary', 'Accept-Encoding')
  if (known(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  const body = compressed && page.brotli ? page.brotli : page.body
  headers.set('Content-Type', page.type)
  headers.set('Content-Length', String(body.byteLength))
  if (compressed) headers.set('Content-Encoding', 'br')
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), { headers })
}

function findPage(pages: Pages, request: Request): Page | undefined {
  const path = decode(new URL(request.url).pathname)
  const exact = pages.get(path === '/' ? '/index.html' : path)
  if (exact) return exact
  // Any other address a person opens belongs to the app; a script or picture that is missing is missing.
  return accepts(request.headers.get('accept'), 'text/html') ? pages.get('/index.html') : undefined
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    // "%zz" names no file; the app shows its own "not found".
    return path
  }
}

function known(header: string | null, etag: string): boolean {
  return (header ?? '').split(',').some((part) => {
    const tag = part.trim().replace(/^W\//, '')
    return tag === etag || tag === '*'
  })
}
