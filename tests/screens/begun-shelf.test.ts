import { describe, expect, it } from 'vitest'
import type { Begun } from '../../src/device/store/begun.ts'
import { Problem } from '../../src/domain/problem.ts'
import { BegunShelf, slotAt } from '../../src/screens/parts/begun-shelf.ts'

/** A store that can be full, and slow: what it keeps is on disk when `done` was called. */
function shelfOver() {
  const disk = new Map<string, Begun>()
  const waiting: (() => void)[] = []
  const room = { isFull: false }
  const shelf = new BegunShelf(async (item, texts) => {
    await new Promise<void>((resolve) => waiting.push(resolve))
    if (room.isFull) throw new Problem('DEVICE_STORAGE_FULL')
    disk.set(item, texts)
  })
  const done = async () => {
    for (const resolve of waiting.splice(0)) resolve()
    await new Promise((resolve) => setTimeout(resolve))
  }
  return { shelf, disk, done, room }
}

describe('what was begun', () => {
  it('is kept by name beside its others, and is on disk before that is said', async () => {
    const { shelf, disk, done } = shelfOver()
    shelf.keep('a', { top: '9' })
    shelf.keep('a', { bottom: '1' })
    expect(shelf.entry('a')).toEqual({ texts: { top: '9', bottom: '1' }, save: { is: 'saving' } })
    expect(shelf.state()).toBe('saving')
    await done()
    expect(shelf.entry('a').save).toEqual({ is: 'kept' })
    expect(disk.get('a')).toEqual({ top: '9', bottom: '1' })
    shelf.keep('a', { top: '' })
    await done()
    expect(disk.get('a')).toEqual({ bottom: '1' })
  })

  it('is written once where it says the same, and not at all where there is nothing', async () => {
    const { shelf, disk, done } = shelfOver()
    shelf.keep('a', { top: '' })
    shelf.drop('a')
    expect(shelf.state()).toBe('kept')
    await done()
    expect(disk.size).toBe(0)
  })

  it('that did not get there says so, stays on the page, and can be saved again', async () => {
    const { shelf, disk, done, room } = shelfOver()
    room.isFull = true
    shelf.keep('a', { top: '9' })
    await done()
    expect(shelf.entry('a')).toEqual({ texts: { top: '9' }, save: { is: 'failed', code: 'DEVICE_STORAGE_FULL' } })
    expect(shelf.state()).toBe('failed')
    // What the store says meanwhile is older than what is on the page.
    shelf.receive({})
    expect(shelf.entry('a').texts).toEqual({ top: '9' })
    room.isFull = false
    shelf.retry('a')
    await done()
    expect(disk.get('a')).toEqual({ top: '9' })
    expect(shelf.state()).toBe('kept')
  })

  it('is not replaced by a reading that was begun before it was written', async () => {
    const { shelf, done } = shelfOver()
    shelf.receive({ a: { top: '9' } })
    shelf.keep('a', { top: '90' })
    await done()
    shelf.receive({ a: { top: '9' } })
    expect(shelf.entry('a').texts).toEqual({ top: '90' })
  })

  it('of an item that is answered goes, and nothing of the others', async () => {
    const { shelf, disk, done } = shelfOver()
    shelf.receive({ a: { top: '9' }, b: { top: '7' } })
    shelf.drop('a')
    await done()
    expect(disk.get('a')).toEqual({})
    expect(shelf.entry('a').texts).toEqual({})
    expect(shelf.entry('b').texts).toEqual({ top: '7' })
  })

  it('comes from the store, also where another tab has changed it or let it go', () => {
    const { shelf } = shelfOver()
    const heard: string[] = []
    shelf.subscribe(() => heard.push(shelf.entry('a').texts.top ?? 'nothing'))
    shelf.receive({ a: { top: '9' } })
    shelf.receive({ a: { top: '9' } })
    shelf.receive({})
    expect(heard).toEqual(['9', 'nothing'])
  })

  it('at one place has names of its own', async () => {
    const { shelf } = shelfOver()
    const at = (place: string) =>
      slotAt(
        {
          texts: shelf.entry('a').texts,
          keep: (texts) => shelf.keep('a', texts),
          drop: (prefix) => shelf.drop('a', prefix),
        },
        place,
      )
    at('r1').keep({ top: '8' })
    at('r11').keep({ top: '5' })
    expect(shelf.entry('a').texts).toEqual({ 'r1:top': '8', 'r11:top': '5' })
    expect(at('r1').texts).toEqual({ top: '8' })
    at('r1').drop()
    expect(shelf.entry('a').texts).toEqual({ 'r11:top': '5' })
  })
})
