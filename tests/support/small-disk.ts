import { spawnSync } from 'node:child_process'
import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A disk of a few megabytes for one process alone: a tmpfs in a mount namespace of
 * its own, that goes when the process ends. Linux lets ordinary users do so too,
 * where it is not switched off.
 */
export function smallDisk(folder: string, megabytes: number) {
  const mount = 'mount -t tmpfs -o size="$0" tmpfs "$1" && shift && exec "$@"'
  const under = ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c', mount, `${megabytes}m`, folder]
  return {
    /** For `spawnServer`. */
    under,
    isPossible: () => spawnSync(under[0] as string, [...under.slice(1), 'true']).status === 0,
    /** The disk as that process sees it. */
    of(pid: number | undefined) {
      const inside = `/proc/${pid}/root${folder}`
      const filler = join(inside, 'filler')
      return {
        path: inside,
        /** Fills it up to so many bytes. */
        fill(left: number) {
          const { bavail, bsize } = statfsSync(inside)
          writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - left)))
        },
        free: () => rmSync(filler),
      }
    },
  }
}
