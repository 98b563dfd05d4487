import { type Answer, type AnswerValue, isSameAnswer, withSaid } from '../../domain/answer.ts'
import { Problem, type ProblemCode } from '../../domain/problem.ts'
import type { BegunShelf } from './begun-shelf.ts'

/** What became of the last change of one answer. */
export type SaveState =
  | { is: 'quiet' }
  | { is: 'saving' }
  /** Only after the transaction's own promise has resolved. */
  | { is: 'saved'; at: number }
  | { is: 'failed'; code: ProblemCode }

export type Entry = { answer: Answer; save: SaveState }
export type BoardSummary = { ready: boolean; saving: number; failed: readonly string[]; savedAt: number }

/** `shown`: what had come down from elsewhere when the person looked. */
type Save = (itemId: string, answer: Answer, shown: number) => Promise<{ savedAt: number }>

/** Answers the blank ones among these items, all or none. */
type Fill = (
  itemIds: readonly string[],
  value: AnswerValue,
  note: string,
) => Promise<{ savedAt: number; answers: Record<string, Answer> }>

/** What a change did to each of its items: what it found there, and what it left. */
export type Step = ReadonlyMap<string, { before: Answer; after: Answer }>

/** Steps that can be taken back: more than anybody remembers. */
const STEPS_MAX = 50

/** So long a save may take before the screen speaks of it: as a rule it is over by then, and all that follows of a tap is drawn once. */
const MOMENT = 150

const BLANK: Entry = { answer: { value: null }, save: { is: 'quiet' } }

/**
 * The answers of one open inspection as the screen shows them: a tap shows at
 * once, the tick comes when the store has committed. Each item listens to its own
 * entry, so one tap renders one card.
 */
export class AnswerBoard {
  /** What was typed and is no answer yet. */
  readonly begun: BegunShelf
  #entries = new Map<string, Entry>()
  #pending = new Map<string, number>()
  #shown = new Map<string, number>()
  #answers: Readonly<Record<string, Answer>> = {}
  #summary: BoardSummary = { ready: false, saving: 0, failed: [], savedAt: 0 }
  #listeners = new Set<() => void>()
  #watchers = new Set<() => void>()
  #late: ReturnType<typeof setTimeout> | undefined
  #steps: Step[] = []
  #save: Save
  #fill: Fill

  constructor(save: Save, fill: Fill, begun: BegunShelf) {
    this.begun = begun
    this.#save = save
    this.#fill = fill
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** As `subscribe`, but never later: for what must know at once, and draws nothing. */
  watch(listener: () => void): void {
    this.#watchers.add(listener)
  }

  entry(itemId: string): Entry {
    return this.#entries.get(itemId) ?? BLANK
  }

  /** Every answer; the same object until one of them changes. */
  answers = (): Readonly<Record<string, Answer>> => this.#answers
  summary = (): BoardSummary => this.#summary

  /** What the store says. An answer that is on its way there, or did not get there, is not overwritten. */
  receive(
    answers: Readonly<Record<string, Answer>>,
    savedAt: number,
    pulled: Readonly<Record<string, number>> = {},
  ): void {
    const isOld = savedAt < this.#summary.savedAt
    if (this.#summary.ready && isOld) return
    for (const itemId of new Set([...Object.keys(answers), ...this.#entries.keys()])) {
      const known = this.entry(itemId)
      if (this.#pending.has(itemId) || known.save.is === 'failed') continue
      const answer = answers[itemId] ?? BLANK.answer
      this.#shown.set(itemId, pulled[itemId] ?? 0)
      if (answer !== known.answer && !isSameAnswer(answer, known.answer))
        this.#entries.set(itemId, { answer, save: known.save })
    }
    // Given elsewhere, or the battery went between the two: beside an answer nothing of it is begun.
    for (const itemId of this.begun.items()) if (isWhole(this.entry(itemId).answer.value)) this.begun.drop(itemId)
    this.#publish({ ready: true, savedAt })
  }

  /**
   * Shows a change at once and saves it: the value, the note, the plan, or what became of the last one; the others stay.
   * @param isShown its field shows it by itself, and makes no next answer out of this one: that frame is the answer to the
   *   tap, and all else is drawn when it is saved, or a moment later. It stands here, and is on its way to the store, all the same.
   */
  change(itemId: string, change: { [K in keyof Answer]?: Answer[K] | undefined }, isShown = false): void {
    const before = this.entry(itemId).answer
    const after = withSaid(before, change)
    if (!isSame(after.value, before.value)) this.#remember(new Map([[itemId, { before, after }]]))
    void this.#write(itemId, after, isShown)
    if (isWhole(after.value)) this.begun.drop(itemId)
  }

  /** Saves again what did not get there. */
  retry(itemId: string): void {
    void this.#write(itemId, this.entry(itemId).answer)
  }

  /**
   * Answers the blank ones among these items alike, all or none of them.
   * @returns what it did; its size says to how many
   * @throws Problem of the store: nothing was kept, and nothing is shown
   */
  async fillBlanks(itemIds: readonly string[], value: AnswerValue, note: string): Promise<Step> {
    const { savedAt, answers } = await this.#fill(itemIds, value, note)
    const filled = Object.entries(answers)
    const step = new Map(filled.map(([id, after]) => [id, { before: this.entry(id).answer, after }]))
    this.#remember(step)
    for (const [id, answer] of filled)
      if (!this.#pending.has(id)) this.#entries.set(id, { answer, save: { is: 'saved', at: savedAt } })
    for (const [id] of filled) this.begun.drop(id)
    this.#publish({ savedAt: Math.max(savedAt, this.#summary.savedAt) })
    return step
  }

  /** What `undo` would take back; null when there is nothing. */
  lastStep = (): Step | null => this.#steps.at(-1) ?? null

  /** The value that the very last change took the place of, while what it left still stands: the wrong tap. */
  former(itemId: string): AnswerValue | null {
    const change = this.#steps.at(-1)?.get(itemId)
    return change && isSame(change.after.value, this.entry(itemId).answer.value) ? change.before.value : null
  }

  /**
   * Takes the last change back, where its answers are still those that it left.
   * @returns the items that were put back; null when there is nothing to take back
   */
  undo(): string[] | null {
    const step = this.#steps.pop()
    if (!step) return null
    const put: string[] = []
    for (const [itemId, { before, after }] of step) {
      const { answer } = this.entry(itemId)
      if (!isSame(answer.value, after.value)) continue
      // A note that was written since stays, and so does what was planned.
      const note = answer.note === after.note ? before.note : answer.note
      void this.#write(itemId, withSaid(answer, { value: before.value, note }))
      put.push(itemId)
    }
    return put
  }

  #remember(step: Step): void {
    this.#steps = [...this.#steps, step].slice(-STEPS_MAX)
  }

  async #write(itemId: string, answer: Answer, isShown = false): Promise<void> {
    const turn = (this.#pending.get(itemId) ?? 0) + 1
    // A card that says "đã lưu" of the answer before must not go on saying so.
    const mayWait = isShown && this.entry(itemId).save.is === 'quiet'
    this.#pending.set(itemId, turn)
    this.#entries.set(itemId, { answer, save: { is: 'saving' } })
    this.#publish({}, mayWait)
    try {
      const { savedAt } = await this.#save(itemId, answer, this.#shown.get(itemId) ?? 0)
      this.#settle(itemId, turn, { is: 'saved', at: savedAt }, savedAt)
    } catch (error) {
      const code = error instanceof Problem ? error.code : 'DEVICE_STORAGE_FAILED'
      if (!(error instanceof Problem)) console.error(error)
      this.#settle(itemId, turn, { is: 'failed', code }, 0)
    }
  }

  #settle(itemId: string, turn: number, save: SaveState, savedAt: number): void {
    // A newer change of the same item is under way: its own outcome is the one that counts.
    if (this.#pending.get(itemId) === turn) {
      this.#pending.delete(itemId)
      this.#entries.set(itemId, { answer: this.entry(itemId).answer, save })
    }
    this.#publish({ savedAt: Math.max(savedAt, this.#summary.savedAt) })
  }

  #publish(change: Partial<BoardSummary>, mayWait = false): void {
    const failed = [...this.#entries].filter(([, { save }]) => save.is === 'failed').map(([itemId]) => itemId)
    this.#summary = { ...this.#summary, ...change, saving: this.#pending.size, failed }
    const changed = [...this.#entries].some(([itemId, { answer }]) => this.#answers[itemId] !== answer)
    if (changed) this.#answers = Object.fromEntries([...this.#entries].map(([itemId, { answer }]) => [itemId, answer]))
    for (const watcher of this.#watchers) watcher()
    if (mayWait) this.#late ??= setTimeout(this.#draw, MOMENT)
    else this.#draw()
  }

  #draw = (): void => {
    clearTimeout(this.#late)
    this.#late = undefined
    for (const listener of this.#listeners) listener()
  }
}

/** Whether nothing of it can be only begun: of several places, or lines, each lets go its own. */
function isWhole(value: AnswerValue | null): boolean {
  return value !== null && value.is !== 'places' && value.is !== 'counts'
}

function isSame(a: Answer['value'], b: Answer['value']): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
