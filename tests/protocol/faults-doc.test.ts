import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const rows = readFileSync('docs/faults.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => {
    const [number = '', fault = '', , test = ''] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
    return { number: Number(number), fault, test }
  })

/** Each file with the names that are quoted right behind it. */
const cited = rows.flatMap(({ number, test }) =>
  [...test.matchAll(/`(tests\/[^`]+)`(?: “([^”]+)”)?/g)].map(([, file = '', name]) => ({ number, file, name })),
)

describe('the table of faults', () => {
  it('has each of the seventy once, in order', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 70 }, (_, n) => n + 1))
  })

  it.each(rows)('$number $fault: names a test, the simulation, or says why there is none', ({ test }) => {
    expect(test).toMatch(/`tests\/[^`]+` “|cannot be injected|cannot happen|`npm run bench:memory`/)
  })

  it('names no file that is not there', () => {
    expect(cited.map(({ file }) => file).filter((file) => !existsSync(file))).toEqual([])
  })

  it('quotes no test that is not in its file', () => {
    const isThere = ({ file, name }: (typeof cited)[number]) =>
      name === undefined || !existsSync(file) || readFileSync(file, 'utf8').includes(name)
    expect(cited.filter((each) => !isThere(each))).toEqual([])
    expect(cited.filter(({ name }) => name !== undefined).length).toBeGreaterThan(100)
  })
})
