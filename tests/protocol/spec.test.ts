import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const rules = [...readFileSync('src/protocol/SPEC.md', 'utf8').matchAll(/\*\*(P\d+)\*\*/g)].map(
  ([, rule]) => rule as string,
)

const testFiles = readdirSync('tests', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(test|spec)\.tsx?$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
// Only names of tests count, not what a comment says.
const names = testFiles.flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/\b(?:it|test)(?:\.each\([\s\S]*?\))?\(\s*(['"`])([\s\S]*?)\1/g)].map(
    ([, , name]) => name ?? '',
  ),
)

describe('the protocol’s rules', () => {
  it.each(rules)('%s is cited by the name of a test', (rule) => {
    expect(names.filter((name) => name.includes(`[${rule}]`))).not.toHaveLength(0)
  })

  it('no test cites a rule that is not there', () => {
    const cited = names.flatMap((name) => [...name.matchAll(/\[(P\d+)\]/g)].map(([, rule]) => rule))
    expect(cited.filter((rule) => rule !== undefined && !rules.includes(rule))).toEqual([])
  })
})
