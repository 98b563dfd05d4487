import type { Begun } from '../../device/store/begun.ts'
import { Problem, type ProblemCode } from '../../domain/problem.ts'

/** What was begun of one item, and what became of it: `kept` only after the store has committed. */
export type BegunEntry = { texts: Begun; save: { is: 'kept' } | { is: 'saving' } | { is: 'failed'; code: ProblemCode } }

/** What a field sees of it: its own texts, by names of its own. */
export type BegunSlot = {
  texts: Begun
  /** Keeps these beside the others; '' lets one go. */
  keep: (texts: Begun) => void
  /** Lets all go whose names begin so; every one without it. */
  drop: (prefix?: string) => void
}

const NOTHING: BegunEntry = { texts: {}, save: { is: 'kept' } }

/**
 * What was typed in one open inspection and is no answer yet: on the page at once, on disk
 * a moment later, and gone when the item is answered.
 */
export class BegunShelf {
  #entries = new Map<string, BegunEntry>()
  #pending = new Map<string, number>()
  /** Items of which this page has written something: a reading may have begun before. */
  #own = new Set<string>()
  #listeners = new Set<() => void>()
  #save: (itemId: string, texts: Begun) => Promise<void>

  constructor(save: (itemId: string, texts: Begun) => Promise<void>) {
    this.#save = save
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  entry(itemId: string): BegunEntry {
    return this.#entries.get(itemId) ?? NOTHING
  }

  /** Items of which something is begun. */
  items(): string[] {
    return [...this.#entries.keys()]
  }

  /** Whether some of it is not on disk: on its way, or refused. */
  state(): 'kept' | 'saving' | 'failed' {
    const saves = [...this.#entries.values()].map(({ save }) => save.is)
    return saves.includes('failed') ? 'failed' : saves.includes('saving') ? 'saving' : 'kept'
  }

  /** What the store says of items that this page has not written itself. */
  receive(begun: Readonly<Record<string, Begun>>): void {
    let isNew = false
    for (const itemId of new Set([...Object.keys(begun), ...this.#entries.keys()])) {
      const known = this.entry(itemId)
      const texts = begun[itemId] ?? {}
      if (this.#own.has(itemId) || isSame(known.texts, texts)) continue
      this.#put(itemId, { texts, save: { is: 'kept' } })
      isNew = true
    }
    if (isNew) this.#tell()
  }

  /** Keeps these texts of an item beside its others; '' lets one go. */
  keep(itemId: string, texts: Begun): void {
    const before = this.entry(itemId)
    const after = Object.fromEntries(Object.entries({ ...before.texts, ...texts }).filter(([, text]) => text !== ''))
    if (before.save.is !== 'failed' && isSame(before.texts, after)) return
    void this.#write(itemId, after)
  }

  /** Lets go what has become an answer: all of an item, or what its names begin with. */
  drop(itemId: string, prefix = ''): void {
    const names = Object.keys(this.entry(itemId).texts).filter((name) => name.startsWith(prefix))
    this.keep(itemId, Object.fromEntries(names.map((name) => [name, ''])))
  }

  /** Saves again what did not get there. */
  retry(itemId: string): void {
    void this.#write(itemId, this.entry(itemId).texts)
  }

  async #write(itemId: string, texts: Begun): Promise<void> {
    this.#own.add(itemId)
    const turn = (this.#pending.get(itemId) ?? 0) + 1
    this.#pending.set(itemId, turn)
    this.#put(itemId, { texts, save: { is: 'saving' } })
    this.#tell()
    const save = await this.#save(itemId, texts).then(
      () => ({ is: 'kept' as const }),
      (error: unknown): BegunEntry['save'] => {
        if (!(error instanceof Problem)) console.error(error)
        return { is: 'failed', code: error instanceof Problem ? error.code : 'DEVICE_STORAGE_FAILED' }
      },
    )
    // A newer one is under way: its own outcome is the one that counts.
    if (this.#pending.get(itemId) !== turn) return
    this.#pending.delete(itemId)
    this.#put(itemId, { texts, save })
    this.#tell()
  }

  #put(itemId: string, entry: BegunEntry): void {
    if (entry.save.is === 'kept' && Object.keys(entry.texts).length === 0) this.#entries.delete(itemId)
    else this.#entries.set(itemId, entry)
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

/** The part of a slot that belongs to one place. */
export function slotAt({ texts, keep, drop }: BegunSlot, placeId: string): BegunSlot {
  const prefix = `${placeId}:`
  const own = Object.entries(texts).filter(([name]) => name.startsWith(prefix))
  return {
    texts: Object.fromEntries(own.map(([name, text]) => [name.slice(prefix.length), text])),
    keep: (said) => keep(Object.fromEntries(Object.entries(said).map(([name, text]) => [prefix + name, text]))),
    drop: (names = '') => drop(prefix + names),
  }
}

function isSame(a: Begun, b: Begun): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name])
}
