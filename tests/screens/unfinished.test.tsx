// @vitest-environment jsdom
import { fireEvent, render } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AnswerBoard } from '../../src/screens/parts/answer-board.ts'
import { createHold, unfinishedElsewhere, unfinishedHere, watchForms } from '../../src/screens/parts/unfinished.ts'
import { useTypedSave } from '../../src/screens/parts/use-typed-save.ts'

/** What a page holds is noticed, told to the other tabs, and forgotten when it is done. */

const held = () => unfinishedHere().map(({ what }) => what)

let stop: () => void
beforeEach(() => {
  vi.useFakeTimers()
  stop = watchForms()
})
afterEach(() => {
  stop()
  document.body.innerHTML = ''
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const put = (html: string) => {
  document.body.innerHTML = html
}
const at = (selector: string) => {
  const found = document.querySelector(selector)
  if (!found) throw new Error(selector)
  return found
}
const type = (selector: string, value: string) => fireEvent.input(at(selector), { target: { value } })
const look = () => vi.advanceTimersByTime(1000)

describe('what a page holds', () => {
  it('something typed into a form, until it is sent and gone, emptied or reset', () => {
    put('<form><input name="ten" /></form>')
    expect(held()).toEqual([])
    type('input', 'Trạm Y tế')
    look()
    expect(held()).toEqual(['typed'])
    type('input', '')
    look()
    expect(held()).toEqual([])
    type('input', 'Trạm')
    fireEvent.reset(at('form'))
    expect(held()).toEqual([])
    type('input', 'Trạm')
    at('form').remove()
    look()
    expect(held()).toEqual([])
  })

  it('something typed or drawn in a dialog, until it is closed', () => {
    put('<dialog open><textarea></textarea><canvas></canvas></dialog>')
    type('textarea', 'lý do')
    look()
    expect(held()).toEqual(['typed'])
    fireEvent.pointerDown(at('canvas'))
    expect(held()).toEqual(['drawing'])
    at('dialog').removeAttribute('open')
    look()
    expect(held()).toEqual([])
  })

  it('a signature that is being given, and no tap on a button with a picture', () => {
    put(
      '<dialog open><svg role="img" aria-label="Chữ ký"><path /></svg><button><svg id="icon"></svg></button></dialog>',
    )
    fireEvent.pointerDown(at('#icon'))
    expect(held()).toEqual([])
    fireEvent.pointerDown(at('path'))
    look()
    expect(held()).toEqual(['drawing'])
    at('dialog').remove()
    look()
    expect(held()).toEqual([])
  })

  it('what is looked for is nothing that could be lost, nor a field that saves by itself elsewhere', () => {
    put('<dialog open><input type="search" /></dialog><input id="free" />')
    type('[type=search]', 'rửa tay')
    type('#free', '12')
    expect(held()).toEqual([])
  })

  it('a camera that was called, though it covers the page: until the picture is there or was given up', () => {
    for (const end of ['change', 'cancel']) {
      put('<input type="file" hidden />')
      fireEvent.click(at('input'))
      vi.advanceTimersByTime(600_000)
      expect(held()).toEqual(['photo'])
      at('input').dispatchEvent(new Event(end, { bubbles: true }))
      expect(held(), 'whoever stores it says so first').toEqual(['photo'])
      look()
      expect(held()).toEqual([])
    }
  })

  it('a word that was typed half a second ago, until it is saved', () => {
    const saved: string[] = []
    function Field() {
      const { typed } = useTypedSave<string>((text) => saved.push(text))
      return <input aria-label="Ghi chú" onInput={({ currentTarget }) => typed(currentTarget.value)} />
    }
    const { getByLabelText } = render(<Field />)
    fireEvent.input(getByLabelText('Ghi chú'), { target: { value: 'đèn hỏng' } })
    expect([held(), saved]).toEqual([['typed'], []])
    look()
    expect([held(), saved]).toEqual([[], ['đèn hỏng']])
  })

  it('two things at once are two, and one that is done leaves the other', () => {
    const [first, second] = [createHold(), createHold()]
    first('saving')
    second('photo')
    first('notSaved')
    expect(held().sort()).toEqual(['notSaved', 'photo'])
    first(null)
    first(null)
    expect(held()).toEqual(['photo'])
    second(null)
    expect(held()).toEqual([])
  })
})

describe('what the other tabs hear', () => {
  /** The browser's list of locks, with a tab that is not this one. */
  function locks(others: string[]) {
    const names = new Set(others)
    vi.stubGlobal('navigator', {
      locks: {
        query: async () => ({ held: [...names].map((name) => ({ name })) }),
        request: async (name: string, _how: unknown, work: () => Promise<void>) => {
          names.add(name)
          await work()
          names.delete(name)
        },
      },
    })
    return names
  }

  it('what lasts longer than a moment, with the page it is on; a saved tap is not worth a word', async () => {
    const names = locks([])
    document.title = 'Mục 2 · Sổ Kiểm'
    const hold = createHold()
    hold('saving')
    await vi.advanceTimersByTimeAsync(50)
    hold(null)
    await vi.advanceTimersByTimeAsync(1000)
    expect(names.size).toBe(0)
    hold('photo')
    await vi.advanceTimersByTimeAsync(1000)
    expect([...names][0]).toMatch(/"what":"photo","page":"Mục 2"/)
    expect(await unfinishedElsewhere(), 'its own is not elsewhere').toEqual([])
    hold(null)
    await vi.advanceTimersByTimeAsync(10)
    expect(names.size).toBe(0)
  })

  it('a sleeping tab is on the list too; locks of other kinds mean nothing', async () => {
    locks([
      'sync:so-kiem:lan',
      `so-kiem:unfinished:${JSON.stringify({ tab: 'another', what: 'typed', page: 'Thêm cơ sở' })}`,
    ])
    expect(await unfinishedElsewhere()).toEqual([{ what: 'typed', page: 'Thêm cơ sở' }])
  })

  it('a browser without locks tells of nobody', async () => {
    vi.stubGlobal('navigator', {})
    expect(await unfinishedElsewhere()).toEqual([])
  })
})

describe('answers', () => {
  it('are held while they are saved, and for as long as they could not be', async () => {
    const { boardOf } = await import('../../src/screens/parts/use-board.ts')
    const board = boardOf({} as never, 'v')
    expect(board).toBeInstanceOf(AnswerBoard)
    board.change('q1', { value: { is: 'verdict', verdict: 'pass' } })
    expect(held()).toEqual(['saving'])
    vi.useRealTimers()
    // Such a store takes nothing.
    await vi.waitFor(() => expect(held()).toEqual(['notSaved']))
  })
})
