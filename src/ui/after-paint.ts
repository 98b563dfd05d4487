/** Where no frame comes, because nobody sees the page, so long is waited for one. */
const NO_FRAME = 100

let waiting: (() => void)[] = []

/**
 * Does something in the task behind the next frame, in the order in which it was asked for. A tap is answered by that
 * frame: only what shows the tap itself is drawn before it, all that follows of the tap comes here. Nothing that must
 * not be lost waits for a frame.
 */
export function afterPaint(work: () => void): void {
  waiting.push(work)
  if (waiting.length > 1) return
  const late = setTimeout(run, NO_FRAME)
  requestAnimationFrame(() => {
    // A message and no timer, which would give way to everything else.
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = run
    port2.postMessage(null)
  })

  function run() {
    clearTimeout(late)
    const works = waiting
    waiting = []
    for (const each of works) each()
  }
}
