import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { cpus, loadavg, platform, release, totalmem } from 'node:os'
import { resolve } from 'node:path'

export const PEERS = resolve('tests/bench/peers')

/** On what it was measured, for the head of the table. */
export function describeMachine(): string {
  const [first] = cpus()
  const memory = (totalmem() / 2 ** 30).toFixed(0)
  const load = loadavg()[0]?.toFixed(1)
  return `${cpus().length} × ${first?.model.trim()}, ${memory} GB, ${platform()} ${release()}, Node ${process.version}, load at the start ${load}`
}

/** Of the packages of `peers/package.json`, as they are installed. */
export function peerVersions(): Record<string, string> {
  const require = createRequire(`${PEERS}/package.json`)
  const { dependencies } = require(`${PEERS}/package.json`) as { dependencies: Record<string, string> }
  return Object.fromEntries(
    Object.keys(dependencies).map((name) => {
      const { version } = require(`${PEERS}/node_modules/${name}/package.json`) as { version: string }
      return [name, version]
    }),
  )
}

/** Brings the peers where they are missing: their lock file, to the letter. */
export function installPeers(): void {
  try {
    peerVersions()
  } catch {
    console.log('npm ci in tests/bench/peers')
    execFileSync('npm', ['ci'], { cwd: PEERS, stdio: 'inherit' })
  }
}
