type Replaced = {
  now: () => number
  uuid: () => `${string}-${string}-${string}-${string}-${string}`
  unexpected: (error: unknown) => void
}

/**
 * Time, ids and the log of a whole process, for as long as a simulation runs. The
 * code under test takes them where every browser and server has them.
 * @returns puts the real ones back
 */
export function withGlobals({ now, uuid, unexpected }: Replaced): () => void {
  const real = { now: Date.now, uuid: crypto.randomUUID, error: console.error }
  Date.now = now
  crypto.randomUUID = uuid
  console.error = unexpected
  return () => {
    Date.now = real.now
    crypto.randomUUID = real.uuid
    console.error = real.error
  }
}
