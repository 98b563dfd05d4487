import { Problem } from '../../domain/problem.ts'

/**
 * Loads a file when it is asked for first. What did not come is asked for again the next time: until the worker
 * has put it by, it comes over the network.
 * @throws Problem OFFLINE where it does not come
 */
export function loadOnce<T>(load: () => Promise<T>): () => Promise<T> {
  let coming: Promise<T> | undefined
  return () => {
    coming ??= load().catch((error: unknown) => {
      coming = undefined
      console.warn(error)
      throw new Problem('OFFLINE')
    })
    return coming
  }
}
