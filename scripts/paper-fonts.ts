import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import subsetFont from 'subset-font'
import type { Plugin } from 'vite'
import { letters } from '../src/documents/letters.ts'

/** Every letter that papers may hold (`letters`), as one text. */
function everyLetter(): string {
  return letters
    .flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index)))
    .join('')
}

/** A font with only the letters that papers need: a tenth of its size. Bold and slanted at once is one word. */
export async function subsetForPaper(file: string): Promise<Buffer> {
  const text = file.includes('Bold_Italic') ? 'Nơi nhận:' : everyLetter()
  return subsetFont(readFileSync(file), text, { targetFormat: 'truetype' })
}

/**
 * Puts the subset in the place of each font that is imported by its address
 * (`….ttf?url`) when the app is built. Everywhere else the whole font serves.
 */
export function paperFonts(): Plugin {
  return {
    name: 'paper-fonts',
    apply: 'build',
    enforce: 'pre',
    async load(id) {
      const [file = '', query] = id.split('?')
      if (query !== 'url' || !/\/Tinos_\w+\.ttf$/.test(file)) return null
      const reference = this.emitFile({ type: 'asset', name: basename(file), source: await subsetForPaper(file) })
      return `export default import.meta.ROLLUP_FILE_URL_${reference}`
    },
  }
}
