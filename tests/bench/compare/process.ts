import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawnServer } from '../../support/server-process.ts'
import { PEERS } from './machine.ts'

/** A server of somebody, with a folder of its own. */
export type Running = { url: string; pid: number; stop(): Promise<void> }

/** Of a peer: a process that is asked to listen (peers/commands.mjs). */
export async function startPeer(script: string): Promise<Running> {
  const folder = newFolder()
  const child = fork(join(PEERS, script), { cwd: folder, stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] })
  const url = (await ask(child, 'listen', { folder })) as string
  return { url, pid: child.pid ?? 0, stop: () => ended(child, folder) }
}

function ask(child: ChildProcess, name: string, arg: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the peer ended with ${code}`)))
    child.on('message', (message: { ready?: true; value?: unknown; error?: string }) => {
      if (message.ready) child.send({ id: 1, name, arg })
      else if (message.error) reject(new Error(message.error))
      else resolve(message.value)
    })
  })
}

async function ended(child: ChildProcess, folder: string): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.removeAllListeners('message')
  child.kill('SIGKILL')
  await gone
  rmSync(folder, { recursive: true, force: true })
}

/** Ours, as `npm run build` made it. @param fill writes into the folder before it starts; `database` where it is not SQLite there */
export async function startOurs({
  fill,
  database = '',
}: {
  fill?: (folder: string) => Promise<void>
  database?: string
} = {}): Promise<Running & { folder: string }> {
  const folder = newFolder()
  await fill?.(folder)
  const server = spawnServer('dist/server/main.js', {
    ...{ PORT: '0', DATA_DIR: folder, DEMO: 'on', LOG: 'off' },
    ...(database !== '' && { DATABASE_URL: database }),
  })
  const url = await server.address()
  return {
    url,
    folder,
    pid: server.pid ?? 0,
    async stop() {
      server.kill('SIGKILL')
      await server.exited
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'so-kiem-bench-'))
}

/** Milliseconds of processor that a process has used, user and system (Linux), or also its children that have `ended`; NaN elsewhere. */
export function processorTime(pid: number, { ended = false } = {}): number {
  if (process.platform !== 'linux') return Number.NaN
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  // In ticks of a hundredth of a second, on every Linux that Node runs on.
  const ticks = fields.slice(11, ended ? 15 : 13)
  return ticks.reduce((sum, each) => sum + Number(each), 0) * 10
}

/** The most memory that a process ever held, in MB (Linux); NaN elsewhere. */
export function peakMemory(pid: number): number {
  if (process.platform !== 'linux') return Number.NaN
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}
