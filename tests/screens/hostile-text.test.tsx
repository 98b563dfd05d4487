// @vitest-environment jsdom
import { cleanup, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeAll, describe, expect, it } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { startInspection } from '../../src/device/store/drafts.ts'
import { freezeBatch } from '../../src/device/store/freeze.ts'
import { settle } from '../../src/device/store/settle.ts'
import type { Answer } from '../../src/domain/answer.ts'
import type { InspectionRecord } from '../../src/domain/inspection.ts'
import type { Person } from '../../src/domain/people.ts'
import { Fill } from '../../src/screens/fill/fill.tsx'
import { Submit } from '../../src/screens/fill/submit.tsx'
import { FacilityPage } from '../../src/screens/inspector/facility.tsx'
import { InspectorHome } from '../../src/screens/inspector/home.tsx'
import { StartPage } from '../../src/screens/inspector/start.tsx'
import { NotSent } from '../../src/screens/not-sent/not-sent.tsx'
import { FeedbackPage } from '../../src/screens/paper/feedback.tsx'
import { ResultPage } from '../../src/screens/result.tsx'
import { Received } from '../../src/screens/supervisor/received.tsx'
import { ThisDevice } from '../../src/screens/this-device.tsx'
import { checklist, facts, fail, item, pass, passFail, section } from '../support/builders.ts'
import { photoOf, picture } from '../support/photos.ts'
import { bring, createTablet, facility, inspector, refOf } from './tablet.tsx'

/** Whatever somebody types, or another tablet sends, is shown as the letters it is made of. */

const hostile = [
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '"><svg onload=alert(1)>',
  'javascript:alert(1)',
  '[bấm](javascript:alert(1))',
  '<a href="javascript:alert(1)">bấm</a>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '{{constructor.constructor("alert(1)")()}}',
  '\u202e<b style="position:fixed">',
]

const list = checklist([
  section('a', [item('thu.a1', passFail), item('thu.a2', { kind: 'text' }), item('thu.a3', passFail)]),
])

beforeAll(() => {
  // jsdom lays nothing out.
  Element.prototype.scrollIntoView = () => {}
  window.scrollTo = () => {}
})

/** Elements and attributes that only text from outside could have made. */
function made(): string[] {
  const elements = [...document.querySelectorAll('script, iframe, object, embed, base, meta, b, [srcdoc]')]
  const pictures = [...document.querySelectorAll('img, svg')].filter(
    (each) => each.getAttribute('src') === 'x' || each.hasAttribute('onload') || each.hasAttribute('onerror'),
  )
  const attributes = [...document.querySelectorAll('*')].flatMap((element) =>
    [...element.attributes].filter(
      ({ name, value }) =>
        name.startsWith('on') ||
        (/^(href|src|action|formaction|xlink:href)$/.test(name) && /^\s*javascript:/i.test(value)),
    ),
  )
  return [...elements, ...pictures].map((element) => element.outerHTML).concat(attributes.map(({ name }) => name))
}

/** The screen has come to rest and shows the text, letter by letter. */
async function showsAsText(text: string) {
  await waitFor(() => {
    const values = [...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value)
    expect([document.body.textContent, ...values].join('\n')).toContain(text)
  })
  expect(made()).toEqual([])
  cleanup()
}

async function recordWith(text: string): Promise<InspectionRecord> {
  const answer = (value: Answer['value']): Answer => ({ value, note: text })
  return {
    id: 'i1',
    head: {
      facilityId: 'bv',
      facilityName: `Bệnh viện ${text}`,
      checklist: await refOf(list),
      kind: 'inspection',
      date: '2026-11-20',
      team: [text, `Lan ${text}`],
      facts: facts(),
    },
    status: 'submitted',
    createdBy: { id: inspector.id, name: text },
    submittedAt: Date.UTC(2026, 10, 20, 3, 42),
    score: { earned: 100, max: 300, grade: text, tone: 'fail', criticalFailures: 0 },
    cells: {
      'thu.a1': { rev: 1, answer: answer(fail) },
      'thu.a2': { rev: 1, answer: answer({ is: 'text', text }) },
      'thu.a3': {
        rev: 2,
        answer: answer({ is: 'places', places: [{ id: 'p', name: text, value: fail }] }),
        contested: true,
        former: answer(pass),
      },
    },
    late: [{ item: 'thu.a1', answer: answer(pass) }],
    photos: [{ ...photoOf(picture(10), { item: 'thu.a1', place: text }), stored: false }],
  }
}

describe.each(hostile)('%s', (text) => {
  it('in every text of a received visit', async () => {
    const record = await recordWith(text)
    const supervisor: Person = { ...inspector, id: 'p-giam', name: text, role: 'supervisor' }
    const tablet = await createTablet(supervisor)
    await bring(tablet.store, { checklists: [list], results: [record] })
    tablet.show(<Received />)
    await showsAsText(text)
    tablet.show(<ResultPage id="i1" />)
    await screen.findAllByText('Câu hỏi thu.a1?')
    await showsAsText(text)
    tablet.show(<FeedbackPage id="i1" />)
    await screen.findByRole('heading', { name: 'Điểm liệt không đạt' })
    await showsAsText(text)
    // The same for its author, who is asked about what came late.
    const own = await createTablet({ ...inspector, name: text })
    await bring(own.store, { checklists: [list], results: [record] })
    own.show(<ResultPage id="i1" />)
    await screen.findByRole('heading', { name: 'Câu trả lời đến sau khi nộp' })
    await showsAsText(text)
  })

  it('typed into a visit, on every screen that shows it, to what could not be sent', async () => {
    const tablet = await createTablet({ ...inspector, name: text })
    const hospital = facility('bv', `Bệnh viện ${text}`, { address: text, areaName: text })
    await bring(tablet.store, { facilities: [hospital], checklists: [list] })
    const id = await startInspection(tablet.store, {
      facilityId: hospital.id,
      facilityName: hospital.name,
      checklist: await refOf(list),
      kind: 'inspection',
      date: '2026-11-22',
      team: [text],
      facts: hospital.facts,
    })
    await saveAnswer(tablet.store, id, 'thu.a1', { value: fail, note: text })
    await saveAnswer(tablet.store, id, 'thu.a2', { value: { is: 'text', text } })
    tablet.show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
    await screen.findAllByRole('article')
    await showsAsText(text)
    tablet.show(<Submit id={id} />, `/kiem-tra/${id}/nop`)
    await showsAsText(text)
    for (const page of [
      <InspectorHome key="1" />,
      <FacilityPage key="2" id="bv" />,
      <StartPage key="3" facilityId="bv" />,
    ]) {
      tablet.show(page, '/co-so/bv/bat-dau?bo=thu')
      await showsAsText(text)
    }

    await tablet.store.db.outbox.where({ insp: id }).modify({ alone: true })
    const batch = await freezeBatch(tablet.store)
    const detail = { item: 'thu.a1', at: [text], missing: [text], server: text }
    const rows = (batch?.mutations ?? []).map(({ seq }) => ({ seq, o: 'rejected' as const, code: text, detail }))
    await settle(tablet.store, rows, 'e')
    tablet.show(<NotSent />, '/chua-gui-duoc')
    await screen.findByRole('article')
    await showsAsText(text)
    tablet.show(<ThisDevice />)
    await showsAsText(text)
  })
})

it('a note is typed by hand like any other', async () => {
  const tablet = await createTablet()
  const hospital = facility('bv', 'Bệnh viện')
  await bring(tablet.store, { facilities: [hospital], checklists: [list] })
  const head = { facilityId: 'bv', facilityName: 'Bệnh viện', checklist: await refOf(list), facts: hospital.facts }
  const id = await startInspection(tablet.store, { ...head, kind: 'inspection', date: '2026-11-22', team: ['Lan'] })
  tablet.show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
  const user = userEvent.setup()
  const [field] = (await screen.findAllByRole('textbox')) as [HTMLElement]
  await user.click(field)
  await user.paste('<img src=x onerror=alert(1)>')
  expect(field).toHaveValue('<img src=x onerror=alert(1)>')
  expect(made()).toEqual([])
})
