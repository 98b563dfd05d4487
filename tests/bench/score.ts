import { ksnk } from '../../src/criteria/ksnk.ts'
import type { Answer, Answers } from '../../src/domain/answer.ts'
import type { Checklist, Item, Section } from '../../src/domain/checklist.ts'
import type { Facts } from '../../src/domain/facts.ts'
import { itemsOf } from '../../src/domain/items.ts'
import { createScorer } from '../../src/domain/scoring/score.ts'
import { fullAnswers } from '../support/full-answers.ts'

/** How long a score takes: of a whole visit from nothing, as a checklist grows, and after one tap. */

const hospital: Facts = { type: 'hospital', beds: 300, zone: null, region: null, sites: [], wastewater: null }
const date = '2026-11-22'
/** Runs for 130 items; as many fewer as there are more. */
const RUNS = 1500
const WARM_UP = 200

/** The infection-control checklist asked in full everywhere, its items repeated under new ids until there are `size`. */
function grown(size: number): Checklist {
  const sections: Section[] = []
  let left = size
  for (let copy = 0; left > 0; copy++) {
    for (const section of ksnk.sections) {
      const items = section.items.slice(0, left).map((item) => again(item, copy))
      if (items.length > 0) sections.push({ ...section, id: `${section.id}~${copy}`, items })
      left -= items.length
    }
  }
  return { ...ksnk, sections }
}

function again(item: Item, copy: number): Item {
  const input =
    item.input.kind === 'observation' && item.input.sameAs !== null
      ? { ...item.input, sameAs: `${item.input.sameAs}~${copy}` }
      : item.input
  return { ...item, id: `${item.id}~${copy}`, input, appliesTo: { types: ['hospital'] } }
}

/** The other answer to a question that takes pass or fail: a new object, as every tap makes. */
function turned({ value }: Answer): Answer {
  return { value: { is: 'verdict', verdict: value?.is === 'verdict' && value.verdict === 'pass' ? 'fail' : 'pass' } }
}

/** The fastest tenth says what the work costs where other programs want the processor too. */
type Times = { p10: number; median: number; p90: number }

/** Milliseconds of many runs after a warm-up; what `prepare` makes for each run is not part of its time. */
function timed<T>(runs: number, prepare: (n: number) => T, run: (prepared: T) => unknown): Times {
  const times: number[] = []
  for (let n = 0; n < runs + WARM_UP; n++) {
    const prepared = prepare(n)
    const from = performance.now()
    run(prepared)
    const took = performance.now() - from
    if (n >= WARM_UP) times.push(took)
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0
  return { p10: at(0.1), median: at(0.5), p90: at(0.9) }
}

console.log(`milliseconds on Node ${process.versions.node}; answers of a full visit to a hospital`)
console.log('        from nothing:                p10 per     one answer changed:')
console.log('items      p10   median      p90  1,000 items      p10   median      p90')
for (const size of [130, 260, 520, 1040, 2080]) {
  const checklist = grown(size)
  const context = { checklist, facts: hospital, date }
  const answers = fullAnswers(checklist, hospital)
  const runs = Math.round(RUNS * (130 / size))
  const whole = timed(
    runs,
    () => createScorer(context),
    (scorer) => scorer(answers),
  )

  const taps = itemsOf(checklist).filter(({ input }) => input.kind === 'passFail')
  const scorer = createScorer(context)
  let current: Answers = answers
  const tap = (n: number) => {
    const { id } = taps[n % taps.length] as Item
    current = { ...current, [id]: turned(current[id] as Answer) }
    return current
  }
  const one = timed(runs, tap, scorer)
  const row = [whole.p10, whole.median, whole.p90, (whole.p10 / size) * 1000, one.p10, one.median, one.p90]
  const [p10, median, p90, perThousand, ...changed] = row.map((time) => time.toFixed(3).padStart(8))
  console.log(`${String(size).padStart(5)} ${p10} ${median} ${p90}     ${perThousand} ${changed.join(' ')}`)
}
