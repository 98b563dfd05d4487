import { useEffect, useState } from 'react'
import { openPrintShop } from '../../device/paper/print-shop.ts'
import type { Paper } from '../../documents/paper.ts'
import { problemWords } from '../parts/problem-words.ts'

/** A file to make: of several papers the first that fits on one page. */
export type Order = { fileName: string; papers: readonly [Paper, ...Paper[]] }

export type Making =
  | { is: 'making' }
  /** `url` lives as long as the page. */
  | { is: 'made'; file: File; url: string; pages: number }
  | { is: 'failed'; message: string }

const MAKING: Making = { is: 'making' }

/**
 * Makes files one after the other, away from the page, and again whenever what they say
 * has changed; the order of `orders` is the order of the answer.
 */
export function useMadePapers(orders: readonly Order[]): { makings: readonly Making[]; again: () => void } {
  const [attempt, setAttempt] = useState(0)
  const [done, setDone] = useState<{ key: string; makings: readonly Making[] }>({ key: '', makings: [] })
  // Each sync reads the same rows into new objects: what counts is what they say.
  const key = JSON.stringify([attempt, orders])

  useEffect(() => {
    const wanted = (JSON.parse(key) as [number, Order[]])[1]
    const shop = openPrintShop()
    const urls: string[] = []
    let isOver = false
    const makings: Making[] = wanted.map(() => MAKING)

    async function make({ fileName, papers }: Order): Promise<Making> {
      try {
        const { bytes, pages } = await shop.make(papers)
        if (isOver) return MAKING
        const file = new File([bytes], fileName, { type: 'application/pdf' })
        const url = URL.createObjectURL(file)
        urls.push(url)
        return { is: 'made', file, url, pages }
      } catch (error) {
        return { is: 'failed', message: problemWords(error).message }
      }
    }

    async function makeAll() {
      for (const [index, order] of wanted.entries()) {
        makings[index] = await make(order)
        if (isOver) return
        setDone({ key, makings: [...makings] })
      }
      // The library and its fonts are given back.
      shop.close()
    }

    void makeAll()
    return () => {
      isOver = true
      shop.close()
      for (const url of urls) URL.revokeObjectURL(url)
    }
  }, [key])

  return {
    makings: done.key === key ? done.makings : orders.map(() => MAKING),
    again: () => setAttempt((before) => before + 1),
  }
}
