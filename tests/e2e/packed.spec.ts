import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import { tramYTeXa } from '../../src/criteria/tram-y-te-xa.ts'
import { spawnServer } from '../support/server-process.ts'
import { handIn } from './support/submitted.ts'

/** What operators install: the packed folder alone, away from the sources, with its nightly backup. */

let folder: string
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'so-kiem-packed-'))
})
test.afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('the packed folder serves by itself, is backed up while it runs, and is put back from that', async () => {
  const app = join(folder, 'app')
  const dataDir = join(folder, 'data')
  const backups = join(folder, 'backups')
  execFileSync('npm', ['run', 'pack', '--', app])
  const start = () =>
    spawnServer(join(app, 'dist/server/main.js'), { PORT: '0', DATA_DIR: dataDir, DEMO: 'on', LOG: 'off' })
  const backUp = () =>
    execFileSync(resolve('deploy/backup.sh'), {
      cwd: app,
      env: { PATH: process.env.PATH, DATA_DIR: dataDir, BACKUP_DIR: backups },
    })

  const server = start()
  const url = await server.address()
  expect(await (await fetch(`${url}/api/ready`)).json()).toEqual({ ready: true })
  expect(await (await fetch(url)).text()).toContain('<title>Sổ Kiểm</title>')
  await handIn(url, 'kiemtra', 'demo-tyt-suoi-mo', tramYTeXa)
  const picture = Buffer.from('a picture')
  const hash = createHash('sha256').update(picture).digest('hex')
  const shelf = join(dataDir, 'blobs', hash.slice(0, 2))
  mkdirSync(shelf, { recursive: true })
  writeFileSync(join(shelf, hash), picture)
  writeFileSync(join(shelf, `${hash}.left-by-a-crash`), 'half')
  backUp()
  const [first = ''] = readdirSync(backups).filter((name) => name.endsWith('.sqlite'))
  expect(readdirSync(join(backups, 'blobs', hash.slice(0, 2)))).toEqual([hash])
  expect(readFileSync(join(backups, 'blobs', hash.slice(0, 2), hash))).toEqual(picture)

  // The night after: what is there is not copied again, and nothing unfinished lies about.
  await new Promise((next) => setTimeout(next, 1100))
  backUp()
  expect(readdirSync(backups).sort()).toEqual([expect.stringMatching(/^2.*Z\.sqlite$/), first, 'blobs'].sort())

  server.kill('SIGTERM')
  expect(await server.exited).toBe(0)
  rmSync(dataDir, { recursive: true })
  const command = (...args: string[]) =>
    execFileSync(process.execPath, ['dist/server/main.js', ...args], {
      cwd: app,
      env: { DATA_DIR: dataDir },
    }).toString()
  mkdirSync(dataDir)
  expect(command('restore', join(backups, first))).toContain('Đã khôi phục')
  expect(command('audit:verify')).toContain('Đã soát 1 lượt đã nộp')
  const again = start()
  expect(await (await fetch(`${await again.address()}/api/ready`)).json()).toEqual({ ready: true })
  again.kill('SIGTERM')
  await again.exited
})
