import { vi } from 'vitest'

/** The device's disk refuses, as a browser says it, from the nth write on; `until` says when it works again. */
export function diskRefuses(
  name: 'QuotaExceededError' | 'UnknownError',
  { from = 1, until = (): boolean => false } = {},
) {
  let writes = 0
  const spies = (['add', 'put'] as const).map((method) => {
    const real = IDBObjectStore.prototype[method]
    return vi.spyOn(IDBObjectStore.prototype, method).mockImplementation(function (this: IDBObjectStore, ...call) {
      writes += 1
      if (writes >= from && !until()) throw new DOMException('the disk', name)
      return real.apply(this, call)
    })
  })
  return {
    mend: () => {
      for (const spy of spies) spy.mockRestore()
    },
  }
}
