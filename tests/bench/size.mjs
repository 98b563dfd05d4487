import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'

/** What the first page loads before it shows anything: the entry, what it imports at once, and its styles. */
const html = readFileSync('dist/client/index.html', 'utf8')
const first = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g)].map(([, path]) => path)
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`
const brotli = (path) => brotliCompressSync(readFileSync(join('dist/client', path))).length

let js = 0
let css = 0
for (const path of first) {
  const size = brotli(path)
  if (path.endsWith('.js')) js += size
  else css += size
  console.log(`${kilobytes(size).padStart(10)}  ${path}`)
}
console.log(`first page, brotli: JavaScript ${kilobytes(js)}, CSS ${kilobytes(css)}`)

const all = readdirSync('dist/client/assets', { recursive: true }).filter((name) => /\.(js|css)$/.test(name))
console.log(
  `all JavaScript and CSS, brotli: ${kilobytes(all.reduce((sum, name) => sum + brotli(`assets/${name}`), 0))}`,
)
const fonts = readdirSync('dist/client/assets').filter((name) => name.endsWith('.woff2'))
console.log(
  `fonts: ${kilobytes(fonts.reduce((sum, name) => sum + statSync(join('dist/client/assets', name)).size, 0))}`,
)
