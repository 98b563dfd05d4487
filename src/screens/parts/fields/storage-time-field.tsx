import { useEffect, useRef, useState } from 'react'
import type { AnswerValue } from '../../../domain/answer.ts'
import { storageLimit } from '../../../domain/scoring/storage-time.ts'
import { wasteWords } from '../../../domain/storage-words.ts'
import { Segments } from '../../../ui/segments.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { readingWords } from '../reading-words.ts'
import { useTypedSave } from '../use-typed-save.ts'
import type { FieldProps } from './field-props.ts'
import css from './fields.module.css'
import { NotApplicableOnly } from './not-applicable-only.tsx'
import { PrefixButton } from './prefix-button.tsx'
import { readField } from './typed-number.ts'

type Stored = Extract<AnswerValue, { is: 'storage' }>
type Waste = Pick<Stored, 'wasteKind' | 'received'>
type Name = 'celsius' | 'kgPerDay' | 'days'
type Numbers = Record<Name, string | null>
type Problems = Partial<Record<Name, string>>

const names: readonly Name[] = ['celsius', 'kgPerDay', 'days']
const nothing: Numbers = { celsius: null, kgPerDay: null, days: null }
const words: Record<Name, { label: string; unit: string }> = {
  celsius: { label: 'Nhiệt độ nơi lưu', unit: '°C' },
  kgPerDay: { label: 'Lượng phát sinh mỗi ngày', unit: 'kg/ngày' },
  days: { label: 'Đã lưu lâu nhất', unit: 'ngày' },
}

/**
 * How long waste has been stored, with what decides the limit: whose waste it is,
 * how cold it is kept, how much there is a day. Stored once the waste and the days
 * are there; a temperature or amount that nobody knows stays out.
 */
export function StorageTimeField({ item, input, value, onAnswer, begun }: FieldProps<'storageTime'>) {
  const fields = useRef<HTMLDivElement>(null)
  const { texts } = begun
  const [picked, setPicked] = useState<string | null>(texts.waste ?? null)
  const [typedNumbers, setTypedNumbers] = useState<Numbers>(() => readAll(texts).numbers)
  const [problems, setProblems] = useState<Problems>(() => (value === null ? readAll(texts).problems : {}))
  const stored = value?.is === 'storage' ? value : null

  const choices = wastesOf(input.rows)
  const only = choices.length === 1 ? choices[0] : undefined
  const waste = stored ?? only ?? choices.find((choice) => wasteWords(choice) === picked) ?? null
  const numbers = stored ?? typedNumbers
  const asked = askedOf(input, waste)

  // Numbers without the waste they belong to are not stored yet and stay in their fields.
  useEffect(() => {
    if (value === null || fields.current?.contains(document.activeElement)) return
    for (const name of names) {
      const field = fieldOf(fields.current, name)
      if (field) field.value = textOf(stored, name)
    }
  }, [value, stored])

  function keep(next: Numbers, of: Waste | null) {
    setTypedNumbers(next)
    if (next.days === null || of === null) {
      if (stored) onAnswer(null)
      return begin(of)
    }
    const answer: Stored = {
      is: 'storage',
      wasteKind: of.wasteKind,
      received: of.received,
      celsius: next.celsius,
      kgPerDay: next.kgPerDay,
      days: next.days,
    }
    if (JSON.stringify(answer) !== JSON.stringify(stored)) onAnswer(answer)
  }

  function begin(of: Waste | null) {
    // Over another answer nothing is begun: that one stands until this one is whole.
    if (value === null || stored) begun.keep({ waste: of && !only ? wasteWords(of) : '', ...typedIn(names) })
  }

  function typedIn(asked: readonly Name[]): Record<string, string> {
    return Object.fromEntries(names.map((name) => [name, asked.includes(name) ? textIn(name) : '']))
  }

  function textIn(name: Name): string {
    return fieldOf(fields.current, name)?.value.trim() ?? ''
  }

  function save(of: Waste | null) {
    const read = readAll(typedIn(askedOf(input, of)))
    setProblems(read.problems)
    if (Object.keys(read.problems).length === 0) keep(read.numbers, of)
    // What cannot be read changes nothing: the answer stays as it was.
    else if (!stored) begin(of)
  }

  const { typed, flush } = useTypedSave(() => {
    if (waste) setPicked(wasteWords(waste))
    save(waste)
  })

  function choose(choice: string | null) {
    setPicked(choice)
    save(choices.find((each) => wasteWords(each) === choice) ?? null)
  }

  const limit = waste && storageLimit(input, { ...waste, celsius: numbers.celsius, kgPerDay: numbers.kgPerDay })
  const unknown = asked.filter((name) => name !== 'days' && numbers[name] === null)

  return (
    <div className={css.stack}>
      {only ? null : (
        <Segments
          legend="Loại chất thải"
          showLegend
          options={choices.map((choice) => ({ value: wasteWords(choice), label: wasteWords(choice), tone: 'plain' }))}
          value={waste && wasteWords(waste)}
          onChoose={choose}
          size="small"
          wordy
        />
      )}
      <div className={css.row} ref={fields}>
        {asked.map((name) => (
          <TextField
            key={name}
            data-number={name}
            label={words[name].label}
            unit={words[name].unit}
            inputMode="decimal"
            before={
              name === 'celsius' ? (
                <PrefixButton prefix="-" fieldOf={() => fieldOf(fields.current, name)} onTurned={() => save(waste)} />
              ) : null
            }
            autoComplete="off"
            enterKeyHint="done"
            defaultValue={stored ? textOf(stored, name) : (texts[name] ?? '')}
            className={css.number}
            error={problems[name]}
            onInput={() => typed(undefined)}
            onBlur={flush}
            onKeyDown={(event) => event.key === 'Enter' && flush()}
          />
        ))}
      </div>
      <output className={css.hint} aria-label="Thời hạn lưu giữ">
        {limitWords(waste !== null, limit, unknown)}
      </output>
      <NotApplicableOnly
        item={item}
        value={value}
        when="khi không có chất thải lưu giữ"
        onAnswer={(answer) => {
          setProblems({})
          setTypedNumbers(nothing)
          onAnswer(answer)
        }}
      />
    </div>
  )
}

function isSame(a: Waste, b: Waste | null): boolean {
  return a.wasteKind === b?.wasteKind && a.received === b.received
}

/** The kinds of waste that the rows tell apart, in their order. */
function wastesOf(rows: readonly Waste[]): Waste[] {
  return rows.filter((row, index) => rows.findIndex((other) => isSame(other, row)) === index)
}

/** The numbers that decide the limit of this waste, and the days. */
function askedOf({ rows }: FieldProps<'storageTime'>['input'], waste: Waste | null): Name[] {
  const own = rows.filter((row) => isSame(row, waste))
  return [
    ...(own.some(({ belowCelsius }) => belowCelsius !== null) ? (['celsius'] as const) : []),
    ...(own.some(({ belowKgPerDay }) => belowKgPerDay !== null) ? (['kgPerDay'] as const) : []),
    'days',
  ]
}

function fieldOf(within: HTMLElement | null, name: Name): HTMLInputElement | null {
  return within?.querySelector<HTMLInputElement>(`input[data-number="${name}"]`) ?? null
}

/** Without thousands grouped: every field is read again when one of them changes. */
function textOf(stored: Stored | null, name: Name): string {
  return stored?.[name]?.replace('.', ',') ?? ''
}

function readAll(texts: Readonly<Record<string, string>>): { numbers: Numbers; problems: Problems } {
  const numbers = { ...nothing }
  const problems: Problems = {}
  for (const name of names) {
    const read = readNumber(texts[name] ?? '', name)
    if ('problem' in read) problems[name] = read.problem
    else numbers[name] = read.number
  }
  return { numbers, problems }
}

function readNumber(text: string, name: Name): { number: string | null } | { problem: string } {
  const read = readField(text)
  if (!read.ok) return read.code === 'NUMBER_EMPTY' ? { number: null } : { problem: readingWords(read.code, text) }
  if (read.reading.is !== 'number') return { problem: 'Ô này cần một con số, không dùng “<” hay “KPH”.' }
  if (name !== 'celsius' && read.reading.number.startsWith('-')) return { problem: 'Số này không thể âm.' }
  return { number: read.reading.number }
}

function limitWords(hasWaste: boolean, limit: string | null, unknown: readonly Name[]): string {
  if (!hasWaste) return 'Chọn loại chất thải để biết thời hạn.'
  const missing = unknown.map((name) => words[name].label.toLocaleLowerCase('vi')).join(', ')
  const tail = missing ? ` Chưa nhập ${missing}: tính theo thời hạn chung.` : ''
  return `Thời hạn: ${limit ?? 'chưa xác định'}.${tail}`
}
