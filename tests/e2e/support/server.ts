import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A real server process on a folder and a port of its own. */
export type Server = {
  readonly url: string
  /** Where its database lies, for commands beside it. */
  readonly dataDir: string
  start(): Promise<void>
  /** Asked to stop, and gone. */
  stop(): Promise<void>
  /** The power fails. */
  kill(): Promise<void>
  dispose(): Promise<void>
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** @param visits whether it has the invented year: `on` as for who tries it out */
export async function createServerProcess(visits: 'on' | 'off' = 'off'): Promise<Server> {
  const dataDir = mkdtempSync(join(tmpdir(), 'so-kiem-e2e-'))
  const port = await freePort()
  const url = `http://localhost:${port}`
  let child: ChildProcess | null = null
  let said = ''

  async function end(signal: NodeJS.Signals) {
    const ending = child
    child = null
    if (!ending || ending.exitCode !== null) return
    const gone = new Promise((resolve) => ending.once('exit', resolve))
    ending.kill(signal)
    await gone
  }

  return {
    url,
    dataDir,
    async start() {
      const env = {
        ...process.env,
        PORT: String(port),
        HOST: '127.0.0.1',
        DATA_DIR: dataDir,
        DATABASE_URL: '',
        DEMO: 'on',
        // Journeys make the visits that they speak of.
        DEMO_VISITS: visits,
      }
      child = spawn(process.execPath, ['dist/server/main.js'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
      child.stdout?.on('data', (chunk) => (said += chunk))
      child.stderr?.on('data', (chunk) => (said += chunk))
      // A busy machine is slow, not wrong.
      for (let tries = 0; tries < 600; tries++) {
        const reply = await fetch(`${url}/api/health`).catch(() => null)
        if (reply?.ok) return
        if (child.exitCode !== null) break
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
      throw new Error(`the server does not answer:\n${said}`)
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    async dispose() {
      await end('SIGKILL')
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
