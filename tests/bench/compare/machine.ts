import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { cpus, loadavg, platform, release, totalmem } from 'node:os'
import { join, resolve } from 'node:path'

export const PEERS = resolve('tests/bench/peers')

/** On what it was measured, for the head of the table. */
export function describeMachine(): string {
  const [first] = cpus()
  const memory = (totalmem() / 2 ** 30).toFixed(0)
  const load = loadavg()[0]?.toFixed(1)
  return `${cpus().length} × ${first?.model.trim()}, ${memory} GB, ${platform()} ${release()}, Node ${process.version}, load at the start ${load}`
}

type Package = { version: string; dependencies: Record<string, string> }

/** The package in a folder; null where none lies. */
function readPackage(folder: string): Package | null {
  const file = join(folder, 'package.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Package) : null
}

/** The packages of `peers/package.json` as they lie there, version by version; null for one that does not. */
function installedPeers(): [name: string, wanted: string, installed: string | null][] {
  return Object.entries(readPackage(PEERS)?.dependencies ?? {}).map(([name, wanted]) => [
    name,
    wanted,
    readPackage(join(PEERS, 'node_modules', name))?.version ?? null,
  ])
}

/** Brings the peers where one is missing or another version: their lock file, to the letter. @returns what they are */
export function installPeers(): string {
  if (installedPeers().some(([, wanted, installed]) => installed !== wanted)) {
    console.log('npm ci in tests/bench/peers')
    // `npm run` hands its settings down, and they would win over those of the folder: a part of RxDB that nobody
    // here loads asks for a newer Node.
    execFileSync('npm', ['ci', '--engine-strict=false'], { cwd: PEERS, stdio: 'inherit' })
  }
  return installedPeers()
    .map(([name, , installed]) => `${name} ${installed}`)
    .join(', ')
}
