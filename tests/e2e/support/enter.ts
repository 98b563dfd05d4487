import type { Locator } from '@playwright/test'
import type { AnswerValue, Opportunity, SingleValue } from '../../../src/domain/answer.ts'
import { wasteWords } from '../../../src/domain/storage-words.ts'
import { fieldText } from '../../../src/screens/parts/fields/typed-number.ts'
import { actionWords, professionWords } from '../../../src/screens/parts/hand-hygiene-words.ts'

/** Enters one answer as a person does, by what the fields of the card are called. */
export async function enter(card: Locator, value: AnswerValue): Promise<void> {
  await card.waitFor()
  if (value.is !== 'places') return enterSingle(card, value)
  for (const { name, value: here } of value.places)
    await enterSingle(card.getByRole('group', { name, exact: true }), here)
}

async function enterSingle(field: Locator, value: SingleValue): Promise<void> {
  switch (value.is) {
    case 'notApplicable':
      return tap(field, 'Không áp dụng')
    case 'noData':
      return tap(field, 'Chưa có số liệu')
    case 'verdict':
      return tap(field, verdictWords[value.verdict])
    case 'level':
      return field.locator(`input[type=radio][value="${value.level}"]`).check()
    case 'reading':
      await typeNumber(field, field.getByRole('textbox').first(), fieldText(value.reading))
      return value.verdict && tap(field, verdictWords[value.verdict])
    case 'ratio':
      await typeIn(field, [`${value.numerator}`, `${value.denominator}`])
      return value.verdict && tap(field, verdictWords[value.verdict])
    case 'detected':
      return tap(field, value.detected ? 'Phát hiện' : 'Không phát hiện')
    case 'date':
      return typeInto(field.locator('input[type=date]'), value.date)
    case 'text':
      return typeIn(field, [value.text])
    case 'marks': {
      const parts = field.locator('fieldset')
      for (const [index, mark] of Object.values(value.marks).entries())
        await parts.nth(index).locator(`input[value=${mark}]`).check()
      return
    }
    case 'counts':
      return typeIn(field, Object.values(value.counts).map(String))
    case 'storage': {
      const choice = field.getByRole('radio', { name: wasteWords(value), exact: true })
      if ((await choice.count()) > 0) await choice.check()
      for (const name of ['celsius', 'kgPerDay', 'days'] as const) {
        const number = field.locator(`input[data-number=${name}]`)
        if (value[name] !== null && (await number.count()) > 0)
          await typeNumber(field, number, fieldText({ is: 'number', number: value[name] }))
      }
      return
    }
    case 'opportunities':
      for (const [index, opportunity] of value.list.entries()) await observe(field, opportunity, value.list[index - 1])
      return
    default:
      return value satisfies never
  }
}

const verdictWords = { pass: 'Đạt', fail: 'Không đạt' } as const
const markWords = { pass: 'Đúng', fail: 'Chưa đúng', notApplicable: 'Không đánh giá' } as const

/** Who is watched and at which moments stays chosen: where it is the same as before, the opportunity is one tap. */
async function observe(table: Locator, seen: Opportunity, before: Opportunity | undefined) {
  for (const moment of [1, 2, 3, 4, 5])
    if (seen.moments.includes(moment) !== (before?.moments.includes(moment) ?? false))
      await table.getByRole('checkbox', { name: new RegExp(`^${moment}\\.`) }).click()
  if (seen.profession !== before?.profession) await tap(table, professionWords[seen.profession])
  await table.getByRole('button', { name: actionWords[seen.action], exact: true }).click()
  if (seen.gloves !== undefined) await tap(table, seen.gloves ? 'Có mang găng' : 'Không mang găng')
  if (seen.technique) await tap(table.getByRole('group', { name: 'Kỹ thuật 6 bước' }), markWords[seen.technique])
  if (seen.duration) await tap(table.getByRole('group', { name: /^Đủ thời gian/ }), markWords[seen.duration])
}

async function tap(field: Locator, name: string) {
  await field.getByRole('radio', { name, exact: true }).check()
}

async function typeIn(field: Locator, texts: readonly string[]) {
  const boxes = field.getByRole('textbox')
  for (const [index, text] of texts.entries()) await typeInto(boxes.nth(index), text)
}

/** The sign with its own button, as on a number keyboard without one. */
async function typeNumber(field: Locator, box: Locator, text: string) {
  await typeInto(box, text.replace('-', ''))
  if (text.startsWith('-')) await field.getByRole('button', { name: 'Đổi dấu âm, dương' }).click()
}

/** What is typed is kept when the field is left. */
async function typeInto(box: Locator, text: string) {
  await box.fill(text)
  await box.blur()
}
