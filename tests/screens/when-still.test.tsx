// @vitest-environment jsdom
import { act, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { STILL, useWhenStill, watchTouches } from '../../src/screens/shell/when-still.ts'

/** Whether news pushes the page down while somebody is about to tap. */

function Page({ isNews }: { isNews: boolean }) {
  return useWhenStill(isNews) ? <p>Có bản mới</p> : null
}
const news = () => screen.queryByText('Có bản mới')
const pass = (milliseconds: number) => act(() => vi.advanceTimersByTime(milliseconds))

let stop: () => void
beforeEach(() => {
  vi.useFakeTimers()
  stop = watchTouches()
  window.history.replaceState(null, '', '/kiem-tra/1/a')
})
afterEach(() => {
  stop()
  vi.useRealTimers()
})

it('comes at once where nobody has touched the page, and goes at once', () => {
  const { rerender } = render(<Page isNews />)
  expect(news()).toBeInTheDocument()
  rerender(<Page isNews={false} />)
  expect(news()).not.toBeInTheDocument()
})

it('waits until nobody has tapped, typed or scrolled for three seconds', () => {
  fireEvent.pointerDown(document.body)
  const { rerender } = render(<Page isNews />)
  pass(STILL - 1)
  expect(news()).not.toBeInTheDocument()
  fireEvent.scroll(window)
  pass(STILL - 1)
  fireEvent.keyDown(document.body, { key: 'a' })
  pass(STILL - 1)
  expect(news()).not.toBeInTheDocument()
  pass(1)
  expect(news()).toBeInTheDocument()
  // What shows stays, and what comes after it waits again.
  fireEvent.pointerDown(document.body)
  expect(news()).toBeInTheDocument()
  rerender(<Page isNews={false} />)
  rerender(<Page isNews />)
  expect(news()).not.toBeInTheDocument()
})

it('comes with another page, which is laid out anew anyhow; not with another place on the same', () => {
  fireEvent.pointerDown(document.body)
  render(<Page isNews />)
  const goes = (address: string) => {
    window.history.replaceState(null, '', address)
    fireEvent(window, new Event('pushState'))
  }
  goes('/kiem-tra/1/a#a2')
  expect(news()).not.toBeInTheDocument()
  goes('/kiem-tra/1/b')
  expect(news()).toBeInTheDocument()
})

it('comes when the page is looked at again', () => {
  fireEvent.pointerDown(document.body)
  render(<Page isNews />)
  fireEvent(document, new Event('visibilitychange'))
  expect(news()).toBeInTheDocument()
})

it('is forgotten where it is over before anybody saw it', () => {
  fireEvent.pointerDown(document.body)
  const { rerender } = render(<Page isNews />)
  rerender(<Page isNews={false} />)
  pass(STILL)
  expect(news()).not.toBeInTheDocument()
})
