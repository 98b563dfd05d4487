import 'fake-indexeddb/auto'
import { afterEach } from 'vitest'

if (typeof HTMLDialogElement !== 'undefined') {
  // jsdom knows the element and not its methods.
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true
  }
  HTMLDialogElement.prototype.close = function close() {
    this.open = false
  }
  // It lays nothing out: nothing there has a size, and none ever changes.
  globalThis.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
}

// A fifth of a second of each file goes into what only one kind of tests needs.
if (typeof document === 'undefined') await import('./every-query.ts')
else {
  await import('@testing-library/jest-dom/vitest')
  // A busy machine is slow, not wrong: a second is too short for a real store behind a real screen.
  const { configure } = await import('@testing-library/react')
  configure({ asyncUtilTimeout: 5000 })
}

afterEach(async () => {
  if (typeof document === 'undefined') return
  const { cleanup } = await import('@testing-library/react')
  cleanup()
})
