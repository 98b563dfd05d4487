import { readFileSync, statfsSync } from 'node:fs'
import { freemem } from 'node:os'

const MEMORY = '/dev/shm'
/** A whole run takes a tenth of it. */
const ENOUGH = 4 * 2 ** 30

/**
 * Tests throw away whatever they write: where Linux has memory to spare they write it there, which `TMPDIR` can say
 * otherwise. On a disk every commit waits some milliseconds until it would outlive a power cut, and no test cuts the
 * power: a process that is killed leaves the same in both.
 */
export default function writeToMemory(): void {
  if (process.env.TMPDIR === undefined && isRoomy()) process.env.TMPDIR = MEMORY
}

function isRoomy(): boolean {
  if (process.platform !== 'linux') return false
  const mounts = readFileSync('/proc/mounts', 'utf8').split('\n')
  const options = mounts
    .find((line) => line.split(' ')[1] === MEMORY)
    ?.split(' ')[3]
    ?.split(',')
  // What is packed there is also run from there.
  if (!options?.includes('rw') || options.includes('noexec')) return false
  const { bavail, bsize } = statfsSync(MEMORY)
  return Math.min(bavail * bsize, freemem()) >= ENOUGH
}
