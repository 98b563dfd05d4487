import type { PdfReply, PdfRequest } from '../../src/device/paper/pdf-worker.ts'

/**
 * Stands in for the worker that makes PDFs, which jsdom cannot run: the test sees what was
 * asked for and says what became of it. The real one is tried in `tests/documents` and `tests/e2e`.
 */
export class FakeWorker {
  static all: FakeWorker[] = []
  /** The worker of the page that is shown. */
  static get current(): FakeWorker {
    const last = FakeWorker.all.at(-1)
    if (!last) throw new Error('no worker was started')
    return last
  }

  readonly asked: PdfRequest[] = []
  isOver = false
  #listeners: ((event: MessageEvent<PdfReply>) => void)[] = []

  constructor() {
    FakeWorker.all.push(this)
  }

  addEventListener(type: string, listener: (event: MessageEvent<PdfReply>) => void) {
    if (type === 'message') this.#listeners.push(listener)
  }

  postMessage(request: PdfRequest) {
    this.asked.push(structuredClone(request))
  }

  terminate() {
    this.isOver = true
  }

  /** What becomes of the request that was made last. */
  answer(result: { pages: number } | { error: string }) {
    const id = this.asked.at(-1)?.id ?? 0
    const data: PdfReply =
      'error' in result ? { id, ...result } : { id, pages: result.pages, bytes: new TextEncoder().encode('%PDF-1.3') }
    for (const listener of this.#listeners) listener(new MessageEvent('message', { data }))
  }
}
