import 'fake-indexeddb/auto'
import '@testing-library/jest-dom/vitest'
import './every-query.ts'
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

if (typeof document !== 'undefined') {
  // A busy machine is slow, not wrong: a second is too short for a real store behind a real screen.
  const { configure } = await import('@testing-library/react')
  configure({ asyncUtilTimeout: 5000 })
}

afterEach(async () => {
  if (typeof document === 'undefined') return
  const { cleanup } = await import('@testing-library/react')
  cleanup()
})
