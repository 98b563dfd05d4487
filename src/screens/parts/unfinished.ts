/**
 * What a page holds that would be gone if it were loaded again. A new version of the
 * app waits until no tab holds any (app-version.ts).
 *
 * Fields of forms and dialogs, the camera and drawings are noticed by themselves
 * (`watchForms`); who saves by itself tells of it with `createHold`.
 */
export type Unfinished =
  /** an answer is on its way to the store */
  | 'saving'
  /** an answer that did not get there */
  | 'notSaved'
  /** something is typed into a form, or half a second ago into a field that saves by itself */
  | 'typed'
  /** a picture is being taken or stored */
  | 'photo'
  /** somebody is signing, or drawing on a picture */
  | 'drawing'
  /** what is shown this once, and nobody has said to have noted it */
  | 'shownOnce'

/** Something unfinished, and the title of the page where it is. */
export type Held = { what: Unfinished; page: string }

type Hold = { what: Unfinished; publish: ReturnType<typeof setTimeout> | undefined; letGo: () => void }

const holds = new Set<Hold>()
const tabId = crypto.randomUUID()
const PREFIX = 'so-kiem:unfinished:'

/** An answer is saved in a moment: only what lasts longer is told to the other tabs. */
const MOMENT = 150

/** @returns says what is held from now on; null for nothing any more */
export function createHold(): (what: Unfinished | null) => void {
  let hold: Hold | null = null
  return (what) => {
    if (what === (hold?.what ?? null)) return
    if (hold) end(hold)
    hold = what === null ? null : begin(what)
  }
}

function begin(what: Unfinished): Hold {
  const hold: Hold = { what, publish: undefined, letGo: () => {} }
  holds.add(hold)
  if (what === 'saving') hold.publish = setTimeout(() => publish(hold), MOMENT)
  // A timer of a tab that is left right now would be a second late.
  else publish(hold)
  return hold
}

function end(hold: Hold): void {
  holds.delete(hold)
  clearTimeout(hold.publish)
  hold.letGo()
}

/**
 * A lock in the browser's list says it to the others: the browser takes it back when
 * this tab dies, and a tab that sleeps is on the list all the same.
 */
function publish(hold: Hold): void {
  const name = `${PREFIX}${JSON.stringify({ tab: tabId, what: hold.what, page: pageTitle() })}`
  const isOver = new Promise<void>((resolve) => {
    hold.letGo = resolve
  })
  globalThis.navigator?.locks
    // Two alike in one tab do not wait for each other.
    ?.request(name, { mode: 'shared' }, () => isOver)
    .catch((error: unknown) => console.warn(error))
}

const pageTitle = () => document.title.replace(/ · Sổ Kiểm$/, '')

/** What this tab holds. */
export function unfinishedHere(): Held[] {
  return [...holds].map(({ what }) => ({ what, page: pageTitle() }))
}

/** What the other tabs hold; none where the browser knows no locks: then nobody else is loaded again either. */
export async function unfinishedElsewhere(): Promise<Held[]> {
  const { held = [] } = (await globalThis.navigator?.locks?.query()) ?? {}
  return held
    .flatMap(({ name }) => (name?.startsWith(PREFIX) ? [JSON.parse(name.slice(PREFIX.length))] : []))
    .filter(({ tab }) => tab !== tabId)
    .map(({ what, page }) => ({ what, page }))
}

/** How often is looked whether a form is still there. */
const LOOK = 500

/**
 * Notices by itself what is typed into any form or dialog, drawn or signed in one,
 * and a camera that was called: whoever builds a form need not think of it.
 * @returns ends it
 */
export function watchForms(root: Document = document): () => void {
  const touched = new Map<Element, (what: Unfinished | null) => void>()
  let timer: ReturnType<typeof setInterval> | undefined

  function look() {
    for (const [form, hold] of touched) {
      if (isStillOpen(form)) continue
      hold(null)
      touched.delete(form)
    }
    if (touched.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
  function touch({ target }: Event, what: Unfinished) {
    const form = target instanceof Element ? target.closest('dialog, form') : null
    // What is looked for is typed again in a second.
    if (!form || (target instanceof HTMLInputElement && target.type === 'search')) return
    const hold = touched.get(form) ?? createHold()
    touched.set(form, hold)
    hold(what)
    timer ??= setInterval(look, LOOK)
  }
  const onInput = (event: Event) => touch(event, 'typed')
  const onPointer = (event: Event) => isSheet(event.target) && touch(event, 'drawing')
  const onReset = ({ target }: Event) => {
    if (!(target instanceof Element)) return
    touched.get(target)?.(null)
    touched.delete(target)
  }
  /** The camera covers the page, which may be taken for one that nobody looks at. */
  const onClick = ({ target }: Event) => {
    if (!(target instanceof HTMLInputElement) || target.type !== 'file') return
    const hold = createHold()
    hold('photo')
    // Whoever stores the picture says so before.
    const over = () => setTimeout(hold, 0, null)
    target.addEventListener('change', over, { once: true })
    target.addEventListener('cancel', over, { once: true })
  }
  root.addEventListener('input', onInput, true)
  root.addEventListener('pointerdown', onPointer, true)
  root.addEventListener('reset', onReset, true)
  root.addEventListener('click', onClick, true)
  return () => {
    clearInterval(timer)
    for (const hold of touched.values()) hold(null)
    root.removeEventListener('input', onInput, true)
    root.removeEventListener('pointerdown', onPointer, true)
    root.removeEventListener('reset', onReset, true)
    root.removeEventListener('click', onClick, true)
  }
}

/** What is drawn or signed on; the pictures on buttons have no name of their own. */
const isSheet = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('canvas, svg[role="img"]') !== null

/** A form that was sent has gone from the page, or is empty. */
function isStillOpen(form: Element): boolean {
  if (!form.isConnected || (form instanceof HTMLDialogElement && !form.open)) return false
  if (form instanceof HTMLDialogElement || form.querySelector('canvas, svg[role="img"]')) return true
  const fields = [...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea, select')]
  return fields.some((field) => ('checked' in field && field.checked) || (!isButton(field) && field.value !== ''))
}

/** Their value is a name, whatever was chosen. */
const isButton = ({ type }: HTMLInputElement | HTMLTextAreaElement) =>
  ['radio', 'checkbox', 'button', 'submit', 'hidden'].includes(type)
