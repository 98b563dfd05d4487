import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'

/** The server bundled as for production, in a folder from which the packages can be found. */
export async function buildServer(): Promise<{ main: string; remove: () => void }> {
  const folder = mkdtempSync(join(resolve('node_modules'), '.so-kiem-server-'))
  await build({
    configFile: false,
    logLevel: 'error',
    define: { __APP_VERSION__: JSON.stringify('9.9.9-test') },
    build: { ssr: 'src/server/main.ts', outDir: join(folder, 'server'), copyPublicDir: false, target: 'node20' },
  })
  return { main: join(folder, 'server/main.js'), remove: () => rmSync(folder, { recursive: true }) }
}

/**
 * A real server process. Output is collected; `exited` gives its code, or the signal that ended it.
 * @param under a command that ends by becoming the one it is given
 */
export function spawnServer(
  main: string,
  env: Record<string, string>,
  args: string[] = [],
  under: readonly string[] = [],
) {
  const [command = process.execPath, ...rest] = [...under, process.execPath, main, ...args]
  const child: ChildProcess = spawn(command, rest, {
    // Only what a test makes itself is there, unless it asks for the year of visits.
    env: { PATH: process.env.PATH, DEMO_VISITS: 'off', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let errors = ''
  child.stdout?.on('data', (chunk) => {
    output += chunk
  })
  child.stderr?.on('data', (chunk) => {
    errors += chunk
  })
  const exited = new Promise<number | string>((done) => child.on('exit', (code, signal) => done(code ?? signal ?? '')))

  /** The address it listens on, once it does. Throws where it ended instead. */
  async function address(): Promise<string> {
    for (;;) {
      const found = /http:\/\/\S+/.exec(output)
      if (found) return found[0]
      if (child.exitCode !== null) throw new Error(`the server ended: ${errors}`)
      await new Promise((next) => setTimeout(next, 20))
    }
  }

  return {
    address,
    exited,
    pid: child.pid,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    output: () => output,
    errors: () => errors,
    /** Memory it holds now, in MB (Linux); null elsewhere. */
    memory(): number | null {
      if (process.platform !== 'linux') return null
      const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))
      return kilobytes ? Number(kilobytes[1]) / 1024 : null
    },
    /** The most memory it ever held, in bytes (Linux); null elsewhere. */
    peakMemory(): number | null {
      if (process.platform !== 'linux') return null
      const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))
      return kilobytes ? Number(kilobytes[1]) * 1024 : null
    },
  }
}
