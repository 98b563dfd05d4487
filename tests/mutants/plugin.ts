import { resolve } from 'node:path'
import type { Plugin } from 'vite'
import { mutants } from './list.ts'

/** Puts one mutant in the place of the sources, for this process alone. Throws where its text is not there any more. */
export function mutate(name: string): Plugin {
  const mutant = mutants.find((each) => each.name === name)
  if (!mutant) throw new Error(`there is no mutant "${name}"`)
  return {
    name: 'mutant',
    enforce: 'pre',
    transform(code, id) {
      const own = mutant.edits.filter(({ file }) => resolve(file) === id.split('?')[0])
      if (own.length === 0) return null
      return own.reduce((text, { file, find, replace }) => {
        if (!text.includes(find)) throw new Error(`${file} does not contain: ${find}`)
        return text.replace(find, () => replace)
      }, code)
    },
  }
}
