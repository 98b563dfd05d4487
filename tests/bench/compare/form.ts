import { type Contender, type Form, openForm } from './form-contenders.ts'
import { coldOpen, TAPS, THROTTLE, tapQuestions } from './form-page.ts'
import { type Comparison, type Effort, limitAim, median, openSeries, ratioAim, takeTurns } from './measure.ts'

const FLOOR: Contender['name'] = 'floor: bare React, native radios'

/** A long form is opened with nothing cached, then twenty of its questions are answered. */
export async function compareForm(effort: Effort): Promise<Comparison> {
  const sizes = effort.isQuick ? [10, 30, 100, 300] : [30, 100, 300, 1000]
  const opened = openSeries('cold open: from the navigation to the first question painted', 'ms', 'questions')
  const content = openSeries('script and style on the way there, brotli', 'bytes', 'questions')
  const headers = openSeries('the same: headers of those replies', 'bytes', 'questions')
  const files = openSeries('the same: how many', 'files', 'questions')
  const painted = openSeries('tap to painted', 'ms', 'questions')
  const saved = openSeries('tap to saved, and that painted', 'ms', 'questions')

  async function run({ page }: Form, contender: Contender, items: number, counts: boolean): Promise<void> {
    await contender.prepare?.()
    const cold = await coldOpen(page, contender, items)
    const taps = await tapQuestions(page, contender)
    await cold.end()
    if (!counts) return
    opened.add(items, contender.name, cold.time)
    content.add(items, contender.name, cold.load.content)
    headers.add(items, contender.name, cold.load.headers)
    files.add(items, contender.name, cold.load.files)
    painted.add(items, contender.name, median(taps.map((each) => each.painted)))
    if (contender.saves) saved.add(items, contender.name, median(taps.map((each) => each.saved)))
  }

  const form = await openForm(sizes)
  try {
    for (const items of sizes)
      await takeTurns(form.contenders, effort, (contender, counts) => run(form, contender, items, counts))
  } finally {
    await form.close()
  }

  return {
    title: `A form of radio questions: cold open, then ${TAPS} answers, CPU ÷ ${THROTTLE}`,
    how: [
      `One tab of one Chromium for everybody in turn, slowed ${THROTTLE}× by its developer tools: that slows the page’s own thread; disk, cipher and line keep the machine’s speed.`,
      'Cold: the cache is off and the service worker passed by, so every script comes over the line; and each is compiled anew: Chromium is told to reuse nothing of what an earlier page had compiled, as nothing is there when an app is opened. Of ours the person is signed in and unlocked, and the visit lies sealed in IndexedDB. “First question painted” is the task behind the frame in which its radio stands.',
      'All are production builds, served as brotli of the best quality. Counted are scripts and styles that had come by then; fonts and pictures of nobody.',
      'The same questions for everybody. The floor and the peers have them in their script, offer three choices, and **save nothing**. Ours reads checklist and answers from the device, checks and scores them, has remark, photo and “Không áp dụng” with every question, and saves every answer before it says so.',
      'Ours shows one section at a time (25 questions). The floor shows all of them; it is there a second time with 25, because beside that one ours cannot win by showing less. SurveyJS is there as its documents begin, with its lazy rendering, and with pages of 25; ODK Web Forms has no pages.',
      `A tap is a real pointer’s, timed from its hardware time: *painted* to the task behind the next frame, *saved* to the task behind the frame that says “đã lưu” (the transaction is over). Of each run the median of ${TAPS} taps on ${TAPS} questions.`,
    ],
    series: [opened, content, headers, files, painted, saved].map(({ series }) => series),
    aims: [
      ...sizes
        .filter((size) => size >= 300)
        .flatMap((size) => [
          ratioAim(`cold open, ours / floor, ${size} questions`, opened.at('ours', size) / opened.at(FLOOR, size), {
            atMost: 1.3,
          }),
          ratioAim(
            `tap to painted while it saves, ours / floor, ${size} questions`,
            painted.at('ours', size) / painted.at(FLOOR, size),
            { atMost: 1.3 },
          ),
          ratioAim(
            `tap to saved and that painted, ours / floor’s painted, ${size} questions`,
            saved.at('ours', size) / painted.at(FLOOR, size),
            { atMost: 1.3 },
          ),
        ]),
      limitAim('script and style until the first question stands', content.at('ours', 300) / 1000, 120, 'kB'),
    ],
  }
}
