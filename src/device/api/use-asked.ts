import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { Problem } from '../../domain/problem.ts'
import { type Device, useDevice } from '../sync/device.ts'
import { type Ask, createAsk } from './ask.ts'

/** What was read last, and when (milliseconds since 1970). It may be old: `Asked` says whether it could be read anew. */
type Read<T> = { value: T; at: number }

/** What is known of a question to the server. */
export type Asked<T> = {
  read: Read<T> | null
  /** Why it could not be read just now. */
  problem: Problem | null
  isAsking: boolean
  again(): void
  /** Puts in what the server has just said of it in another reply. */
  change(value: (before: T) => T): void
}

/** By question, for as long as the person is here: who comes back to a list sees it at once. */
const shelves = new WeakMap<Device, Map<string, Read<unknown>>>()

function shelfOf(device: Device): Map<string, Read<unknown>> {
  const shelf = shelves.get(device) ?? new Map()
  shelves.set(device, shelf)
  return shelf
}

/** Asks the server as the person who is here. */
export function useAsk(): Ask {
  const { person } = useDevice()
  return useMemo(() => createAsk(person.id), [person.id])
}

/**
 * Reads something from the server: at once, when the network comes back, and when asked again.
 * @param name of the question, the same wherever it is asked
 * @param question must be the same function on every call
 */
export function useAsked<T>(name: string, question: (ask: Ask) => Promise<T>): Asked<T> {
  const device = useDevice()
  const ask = useAsk()
  const shelf = shelfOf(device)
  const [read, setRead] = useState(() => (shelf.get(name) as Read<T> | undefined) ?? null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isAsking, setAsking] = useState(true)
  /** The newest question: an answer to an older one is not taken any more. */
  const turn = useRef(0)

  const keep = useCallback(
    (value: T) => {
      const now = { value, at: Date.now() }
      shelf.set(name, now)
      setRead(now)
    },
    [shelf, name],
  )

  const again = useCallback(() => {
    const mine = ++turn.current
    setAsking(true)
    question(ask)
      .then(
        (value) => {
          if (mine !== turn.current) return
          keep(value)
          setProblem(null)
        },
        (error: unknown) => {
          if (!(error instanceof Problem)) console.error(error)
          if (mine === turn.current) setProblem(error instanceof Problem ? error : new Problem('SERVER_TROUBLED'))
        },
      )
      .finally(() => mine === turn.current && setAsking(false))
  }, [ask, question, keep])

  useEffect(() => {
    again()
    globalThis.addEventListener('online', again)
    return () => {
      turn.current += 1
      globalThis.removeEventListener('online', again)
    }
  }, [again])

  const change = useCallback(
    (next: (before: T) => T) => {
      const before = shelf.get(name) as Read<T> | undefined
      if (before) keep(next(before.value))
      // What is on its way was asked before the change.
      if (isAsking) again()
    },
    [shelf, name, keep, isAsking, again],
  )

  return { read, problem, isAsking, again, change }
}
