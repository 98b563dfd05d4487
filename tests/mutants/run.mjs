import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { runnerImport } from 'vite'

/**
 * `npm run test:mutants`: every mutant against the tests that name its rule, then the
 * simulation, then, if both let it live, all tests of the protocol. `-- --only text` takes some of them,
 * `-- --skip 7` goes on after the seventh.
 */
const SEEDS = '60'
const TESTS = [
  'tests/protocol',
  'tests/domain/merge.test.ts',
  'tests/domain/signature.test.ts',
  'tests/domain/step.test.ts',
  'tests/sim/found.test.ts',
  'tests/device',
  'tests/server/push.test.ts',
  'tests/server/pull.test.ts',
  'tests/server/photos.test.ts',
  'tests/server/departures.test.ts',
  'tests/server/places.test.ts',
  'tests/server/amendments.test.ts',
  'tests/server/older-apps.test.ts',
  'tests/server/relay.test.ts',
  'tests/server/signatures.test.ts',
  'tests/server/import',
  'tests/server/file.test.ts',
  'tests/server/storage.test.ts',
]

const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, skip: { type: 'string', default: '0' } },
})
const { module } = await runnerImport('./tests/mutants/list.ts', { configFile: false, logLevel: 'error' })
const chosen = module.mutants.filter(({ name }) => name.includes(values.only)).slice(Number(values.skip))

function run(name, args) {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { env: { ...process.env, MUTANT: name } })
    let out = ''
    child.stdout.on('data', (data) => (out += data))
    child.stderr.on('data', (data) => (out += data))
    child.on('exit', (code) => done({ code, out }))
  })
}

/** Which test has caught it, or null: first those that name its rule, then chance, then all the others. */
async function killerOf({ name, rule }) {
  const tags = rule.split(', ')
  const files = filesNaming(tags)
  const ofRule = files.length > 0 ? ['-t', `\\[(${tags.join('|')})\\]`, ...files] : TESTS
  return (await killedByTests(name, ofRule)) ?? (await killedByChance(name)) ?? killedByTests(name, TESTS)
}

/** The files in which a test names one of these rules: loading all the others took most of a mutant's time. */
function filesNaming(tags) {
  const files = TESTS.flatMap((path) => (path.endsWith('.ts') ? [path] : testsUnder(path)))
  return files.filter((file) => {
    const text = readFileSync(file, 'utf8')
    return tags.some((tag) => text.includes(`[${tag}]`))
  })
}

function testsUnder(folder) {
  const names = readdirSync(folder, { recursive: true }).filter((name) => /\.test\.tsx?$/.test(name))
  return names.map((name) => `${folder}/${name}`)
}

async function killedByChance(name) {
  const { code, out } = await run(name, ['tests/sim/run.mjs', '--seeds', SEEDS, '--first'])
  if (code === 0) return null
  const [, seed, problem] = /seed (\d+):.*\n\s+(.*)/.exec(out) ?? []
  if (!seed) throw new Error(`the simulation did not run: ${out}`)
  return `seed ${seed}: ${problem}`
}

async function killedByTests(name, asked) {
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '-c', 'tests/mutants/vitest.config.ts']
  const { code, out } = await run(name, [...vitest, '--bail=1', '--reporter=json', ...asked])
  if (code === 0) return null
  const report = JSON.parse(out.slice(out.indexOf('{"numTotal')).split('\n')[0])
  const failed = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .find(({ status }) => status === 'failed')
  if (!failed) throw new Error(`the tests did not run: ${out.slice(0, 2000)}`)
  return failed.fullName
}

const alive = []
for (const mutant of chosen) {
  const killer = await killerOf(mutant)
  if (killer === null) alive.push(mutant.name)
  console.log(
    `${killer === null ? 'LIVES ' : 'killed'}  ${mutant.rule.padEnd(8)}  ${mutant.name.padEnd(52)}  ${(killer ?? '').slice(0, 110)}`,
  )
}
console.log(
  `${chosen.length - alive.length} of ${chosen.length} killed${alive.length > 0 ? `; alive: ${alive.join(' · ')}` : ''}`,
)
process.exitCode = alive.length === 0 ? 0 : 1
