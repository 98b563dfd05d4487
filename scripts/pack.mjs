import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * `npm run pack -- <folder>`: everything a server needs where it runs, and nothing else:
 * the built page, the server in one file, the database's machine code. Node is the only
 * thing that must be there beside it. Wants `npm run build` before.
 */

/** Machine code for the systems a server runs on; the package brings it for others too. */
const PREBUILDS = ['linux-x64', 'linux-arm64']

const root = fileURLToPath(new URL('..', import.meta.url))
const require = createRequire(import.meta.url)

/** @throws Error where nothing was built yet, or the folder is there already */
function pack(folder) {
  const built = ['dist/server/main.js', 'dist/client/index.html'].every((path) => existsSync(join(root, path)))
  if (!built) throw new Error('Chưa có gì để đóng gói: hãy chạy "npm run build" trước.')
  if (existsSync(folder)) throw new Error(`Đã có ${folder}: hãy chọn thư mục khác.`)

  mkdirSync(folder, { recursive: true })
  copy(join(root, 'dist'), join(folder, 'dist'))
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ name, version, type: 'module' }, null, 2)}\n`)

  const database = dirname(dirname(require.resolve('@photostructure/sqlite')))
  const kept = join(folder, 'node_modules/@photostructure/sqlite')
  for (const part of ['package.json', 'LICENSE', 'dist']) copy(join(database, part), join(kept, part))
  for (const system of readdirSync(join(database, 'prebuilds')).filter((each) => PREBUILDS.includes(each)))
    copy(join(database, 'prebuilds', system), join(kept, 'prebuilds', system))
  // What finds the machine code of this system.
  const finder = dirname(createRequire(join(database, 'package.json')).resolve('node-gyp-build/package.json'))
  copy(finder, join(folder, 'node_modules/node-gyp-build'))
}

function copy(from, to) {
  cpSync(from, to, { recursive: true })
}

try {
  const [folder, ...more] = process.argv.slice(2)
  if (folder === undefined || more.length > 0) throw new Error('Dùng: npm run pack -- <thư mục>')
  pack(resolve(folder))
  console.log(`Đã đóng gói vào ${resolve(folder)}.`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
