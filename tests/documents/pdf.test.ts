import { inflateSync } from 'node:zlib'
import { extractText, getDocumentProxy, getMeta } from 'unpdf'
import { beforeAll, describe, expect, it } from 'vitest'
import { chatThaiYTe } from '../../src/criteria/chat-thai-y-te.ts'
import { ksnk } from '../../src/criteria/ksnk.ts'
import { nuocThai } from '../../src/criteria/nuoc-thai.ts'
import { tramYTeXa } from '../../src/criteria/tram-y-te-xa.ts'
import { xanhSachDep } from '../../src/criteria/xanh-sach-dep.ts'
import { facilityCopiesOf } from '../../src/documents/facility-copy.ts'
import { minutesOf } from '../../src/documents/minutes.ts'
import type { Paper } from '../../src/documents/paper.ts'
import { makePdf } from '../../src/documents/paper-pdf.ts'
import type { PaperSource } from '../../src/documents/source.ts'
import { NOTE_MAX } from '../../src/domain/answer.ts'
import type { Checklist } from '../../src/domain/checklist.ts'
import { WHAT_MAX, WHO_MAX } from '../../src/domain/plan.ts'
import { applicableSections } from '../../src/domain/scoring/context.ts'
import { answers, checklist, facts, fail, item, pass, passFail, section, wastewater } from '../support/builders.ts'
import { fullAnswers } from '../support/full-answers.ts'
import { bringPaperFonts } from '../support/paper-fonts.ts'
import { digest, paperSource } from '../support/paper-source.ts'
import { signatureOf } from '../support/signatures.ts'

/** What a reader of the file finds in it: the letters themselves, not what was meant. */
type Read = { pages: string[]; all: string; bytes: number; title: string | undefined; curves: number }

async function read(papers: readonly [Paper, ...Paper[]]): Promise<Read> {
  const { bytes, pages: count } = await makePdf(papers)
  // The reader takes the bytes away.
  const pdf = await getDocumentProxy(bytes.slice())
  const { info } = await getMeta(pdf)
  const { text } = await extractText(pdf)
  expect(text).toHaveLength(count)
  const title = (info as { Title?: string }).Title
  return { pages: text, all: bare(text.join('')), bytes: bytes.length, title, curves: countCurves(bytes) }
}

/** Bends that are drawn on the pages, from the file's own bytes: letters are none. */
function countCurves(bytes: Uint8Array): number {
  const file = Buffer.from(bytes)
  let curves = 0
  for (let at = file.indexOf('stream\n'); at >= 0; at = file.indexOf('stream\n', at + 1)) {
    const packed = file.subarray(at + 'stream\n'.length)
    // Fonts and what is packed in other ways hold no drawing.
    const content = file.subarray(at - 60, at).includes('FlateDecode') ? inflateSync(packed).toString('latin1') : ''
    curves += content.match(/^(-?[\d.]+ ){6}c$/gm)?.length ?? 0
  }
  return curves
}

/** Lines are broken where the paper ends them: spaces say nothing. */
function bare(text: string): string {
  return text.replace(/\s+/g, '')
}

const hospital = facts({ beds: 620, region: 'redRiverDelta', wastewater: wastewater() })
const station = facts({ type: 'communeStation', beds: 0, zone: 2, region: 'redRiverDelta', wastewater: wastewater() })

function finished(list: Checklist, told: Parameters<typeof paperSource>[2] = {}): PaperSource {
  const of = list.facilityTypes.includes('hospital') ? hospital : station
  return paperSource(list, fullAnswers(list, of), { ...told, head: { facts: of, ...told.head } })
}

/** Everything that people can write, as long as they can write it. */
function longest(): PaperSource {
  const word = 'Thượng Ưởng Nghiêng '
  const text = (letters: number) =>
    word
      .repeat(Math.ceil(letters / word.length))
      .slice(0, letters)
      .trim()
  const items = Array.from({ length: 60 }, (_, n) =>
    item(`t.${n + 1}`, passFail, { question: text(400), critical: n < 30 }),
  )
  const sections = Array.from({ length: 15 }, (_, n) =>
    section(`s${n}`, items.slice(n * 4, n * 4 + 4), { title: text(120) }),
  )
  const list = checklist(sections, { title: text(200), notice: text(900) })
  const plan = { what: text(WHAT_MAX), who: text(WHO_MAX), by: '2026-12-31' }
  return paperSource(list, Object.fromEntries(items.map(({ id }) => [id, { value: fail, plan }])), {
    head: { facilityName: text(200), team: Array.from({ length: 20 }, (_, n) => `${text(95)} ${n}`) },
    facility: { address: text(300), areaName: '', demonstration: true },
  })
}

/** A note as long as notes may be, every word of it its own. */
function longNote(item: number, separator: string): { words: string[]; note: string } {
  const words = Array.from({ length: 240 }, (_, n) => `ữ${item}ổ${n}ế`)
  const note = words.join(separator)
  return { words, note: note.slice(0, NOTE_MAX) }
}

beforeAll(bringPaperFonts)

describe('the minutes as a file', () => {
  it.each([ksnk, nuocThai, chatThaiYTe, tramYTeXa, xanhSachDep].map((list) => [list.id, list] as const))(
    '%s: every item, with every mark on every letter',
    async (_, list) => {
      const source = finished(list)
      const { all } = await read([minutesOf(source)])
      for (const { section: part, items } of applicableSections(list, source.head.facts)) {
        expect(all).toContain(bare(part.title))
        for (const { question } of items) expect(all).toContain(bare(question))
      }
      expect(all).toBe(all.normalize('NFC'))
      // A box stands where a font lacks a sign.
      expect(all).not.toContain('□')
      for (const words of [
        'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
        'Độc lập - Tự do - Hạnh phúc',
        'BIÊN BẢN',
        'Bệnh viện Đa khoa Hoa Ban',
        'ngày 05 tháng 02 năm 2026',
        'Ghi chú: Đã nhắc cơ sở khắc phục trong tuần.',
        'Nơi nhận:',
        digest,
        source.score.grade?.why ?? '',
      ])
        expect(all).toContain(bare(words))
    },
  )

  it('numbers its pages from the second on, and the annex anew', async () => {
    const { pages, all } = await read([minutesOf(finished(ksnk))])
    const annex = pages.findIndex((page) => page.includes('KẾT QUẢ TỪNG TIÊU CHÍ'))
    expect(annex).toBeGreaterThan(1)
    // Header and foot are drawn last, one behind the other.
    const numbers = pages.map((page) => /\n(\d+)\nMã kiểm chứng/.exec(page)?.[1] ?? null)
    expect(numbers).toEqual(pages.map((_, page) => numberOn(page, annex)))
    expect(all).not.toContain('undefined')
  })

  function numberOn(page: number, annex: number): string | null {
    const number = page < annex ? page + 1 : page - annex + 1
    return number === 1 ? null : `${number}`
  }

  it('stays small enough to be sent from a telephone', async () => {
    const { bytes, pages, title } = await read([minutesOf(finished(ksnk))])
    expect(bytes).toBeLessThan(300_000)
    expect(pages.length).toBeLessThan(18)
    expect(title).toBe('Biên bản kiểm tra, chấm điểm – Bệnh viện Đa khoa Hoa Ban – 05/02/2026')
  })

  it.each([
    ['words', ' '],
    ['lines', '\n'],
    ['one word without an end', ''],
  ])('loses nothing of notes that are longer than a page: %s', async (_, separator) => {
    const items = [1, 2, 3, 4].map((n) => item(`t.${n}`, passFail))
    const notes = items.map((_, n) => longNote(n + 1, separator))
    const given = Object.fromEntries(items.map(({ id }, n) => [id, { value: fail, note: notes[n]?.note ?? '' }]))
    const { all } = await read([minutesOf(paperSource(checklist([section('a', items)]), given))])
    // Once among the findings, once in the annex.
    for (const { words } of notes) {
      const times = words.map((word) => all.split(word).length - 1)
      // A word may be cut where a row goes on below.
      if (separator !== '') expect(new Set(times)).toEqual(new Set([2]))
      else expect(times.filter((each) => each === 2).length).toBeGreaterThan(words.length - 30)
    }
  })

  it('prints what was typed elsewhere, decomposed and with line breaks', async () => {
    const typed = 'Bồn rửa hỏng\nchưa sửa'.normalize('NFD')
    const list = checklist([section('a', [item('t.1', passFail)])])
    const { all } = await read([minutesOf(paperSource(list, { 't.1': { value: fail, note: typed } }))])
    expect(all).toContain(bare('Bồn rửa hỏng chưa sửa'))
  })

  it('holds a plan and a signature', async () => {
    const list = checklist([section('a', [item('t.1', passFail)])])
    const told = {
      plan: [{ finding: 'Tủ rách', action: 'Thay tủ mới', responsible: 'Bà Lan', due: '2026-12-31' }],
      signatures: [signatureOf()],
    }
    const without = await read([minutesOf(paperSource(list, answers({ 't.1': fail })))])
    const { all, curves } = await read([minutesOf(paperSource(list, answers({ 't.1': fail }), told))])
    for (const words of ['Thay tủ mới', 'Bà Lan', '31/12/2026', 'Lò Văn Trạm', 'Ký trên máy lúc'])
      expect(all).toContain(bare(words))
    // Drawn as the hand went: one stroke with four bends, and a line.
    expect(curves - without.curves).toBe(4)
  })

  it('prints a signature on one page of the facility’s copy, and says there who refused', async () => {
    const list = checklist([section('a', [item('t.1', passFail)])])
    const refused = { is: 'refused' as const, reason: 'Không đồng ý' }
    const signatures = [signatureOf({ role: 'head', name: 'Nguyễn Thị Kiểm' }), signatureOf({ mark: refused })]
    const { pages, all, curves } = await read(
      facilityCopiesOf(paperSource(list, answers({ 't.1': fail }), { signatures })),
    )
    expect([pages.length, curves]).toEqual([1, 4])
    for (const words of ['Nguyễn Thị Kiểm', 'Từ chối ký lúc']) expect(all).toContain(bare(words))
  })
})

describe('the facility’s copy as a file', () => {
  it.each([ksnk, nuocThai, chatThaiYTe, tramYTeXa, xanhSachDep].map((list) => [list.id, list] as const))(
    '%s: one page',
    async (_, list) => {
      const source = finished(list)
      const { pages, all } = await read(facilityCopiesOf(source))
      expect(pages).toHaveLength(1)
      expect(all).toContain(bare('Bản giữ tại cơ sở'))
      expect(all).toContain(digest)
      expect(all).toContain(bare(source.score.grade?.title ?? ''))
    },
  )

  it('is one page whatever was written', async () => {
    const { pages, all } = await read(facilityCopiesOf(longest()))
    expect(pages).toHaveLength(1)
    expect(all).toContain(bare('Điểm liệt không đạt, phải khắc phục trước (30)'))
    expect(all).toContain(digest)
  })

  it('says what was agreed on about each finding', async () => {
    const list = checklist([section('a', [item('t.1', passFail), item('t.2', passFail)])])
    const plan = { what: 'Thay tủ mới', who: 'Bà Lan', by: '2026-12-31' }
    const given = { 't.1': { value: fail, plan }, 't.2': { value: fail } }
    const { pages, all } = await read(facilityCopiesOf(paperSource(list, given)))
    expect(pages).toHaveLength(1)
    expect(all).toContain(bare('Biện pháp: Thay tủ mới (Bà Lan, hạn 31/12/2026).'))
    expect(all.split(bare('Biện pháp:'))).toHaveLength(2)
  })

  it('is as full as the page allows', async () => {
    const short = checklist([section('a', [item('t.1', passFail), item('t.2', passFail)])])
    const { pages, all } = await read(facilityCopiesOf(paperSource(short, answers({ 't.1': fail, 't.2': pass }))))
    expect(pages).toHaveLength(1)
    // The table of sections stands only where there is room for it.
    expect(all).toContain(bare('Đã trả lời'))
  })
})
