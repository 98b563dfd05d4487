import { describe, expect, it } from 'vitest'
import { batchOf } from '../../src/device/store/batch.ts'
import type { OutboxRow } from '../../src/device/store/database.ts'
import { photoCell, removalCell } from '../../src/device/store/queue.ts'
import { BATCH_BYTES, BATCH_MAX, MUTATION_BYTES } from '../../src/protocol/terms.ts'

/** What was written, in its order: the visit, and the cell ('' for a start, a head, a submit). */
type Line = [insp: string, cell: string, more?: Partial<OutboxRow>]

function rows(lines: readonly Line[]): OutboxRow[] {
  return lines.map(([insp, cell, more], index) => ({
    localId: index + 1,
    state: 'open',
    seq: null,
    id: `id-${index + 1}`,
    insp,
    cell,
    base: 0,
    at: 0,
    bytes: 220,
    payload: { plain: { k: 'answer.set', set: { [cell]: [0, { value: null }] } } },
    ...more,
  }))
}

/** The mutations of a batch, each as the places of its rows. */
function placesIn(lines: readonly Line[], most = BATCH_MAX): number[][] {
  return batchOf(rows(lines), most).map((group) => group.map(({ localId }) => localId))
}

describe('[P41] which answers go out as one mutation', () => {
  it.each<[string, Line[], number[][]]>([
    [
      'answers of one visit share one',
      [
        ['A', 'q1'],
        ['A', 'q2'],
        ['A', 'q3'],
      ],
      [[1, 2, 3]],
    ],
    [
      'a start is one by itself',
      [
        ['A', ''],
        ['A', 'q1'],
        ['A', 'q2'],
      ],
      [[1], [2, 3]],
    ],
    [
      'visits in turn: each has its own',
      [
        ['A', 'q1'],
        ['B', 'q1'],
        ['A', 'q2'],
        ['B', 'q2'],
      ],
      [
        [1, 3],
        [2, 4],
      ],
    ],
    [
      'nothing passes what was said of its visit in between',
      [
        ['A', 'q1'],
        ['A', ''],
        ['A', 'q2'],
      ],
      [[1], [2], [3]],
    ],
    [
      'not even a photo',
      [
        ['A', 'q1'],
        ['A', photoCell('p')],
        ['A', 'q2'],
      ],
      [[1], [2], [3]],
    ],
    [
      'nor that it was taken back',
      [
        ['A', 'q1'],
        ['A', removalCell('p')],
        ['A', 'q2'],
      ],
      [[1], [2], [3]],
    ],
    [
      'an answer that was refused among others goes alone',
      [
        ['A', 'q1'],
        ['A', 'q2', { alone: true }],
        ['A', 'q3'],
      ],
      [[1], [2], [3]],
    ],
    [
      'a void goes alone',
      [
        ['A', 'q1', { isVoid: true }],
        ['A', 'q2'],
      ],
      [[1], [2]],
    ],
    [
      'one cell is in a mutation once',
      [
        ['A', 'q1'],
        ['A', 'q1'],
        ['A', 'q2'],
      ],
      [[1], [2, 3]],
    ],
    [
      'a mutation ends at its size',
      [
        ['A', 'q1', { bytes: MUTATION_BYTES }],
        ['A', 'q2'],
        ['A', 'q3'],
      ],
      [[1], [2, 3]],
    ],
    [
      'a batch ends at its size',
      [
        ['A', 'q1', { bytes: BATCH_BYTES }],
        ['B', 'q1'],
      ],
      [[1]],
    ],
    ['and what is larger than a batch still goes', [['A', 'q1', { bytes: 2 * BATCH_BYTES }]], [[1]]],
    ['nothing is nothing', [], []],
  ])('%s', (_, lines, mutations) => expect(placesIn(lines)).toEqual(mutations))

  it('a batch has so many mutations at most, and what follows keeps its turn', () => {
    expect(
      placesIn(
        [
          ['A', ''],
          ['A', 'q1'],
          ['B', ''],
          ['A', 'q2'],
        ],
        2,
      ),
    ).toEqual([[1], [2]])
  })

  it('a backlog of a hundred visits of 60 answers is one batch', () => {
    const lines = Array.from({ length: 100 }, (_, visit) => [
      [`v${visit}`, ''] as Line,
      ...Array.from({ length: 60 }, (_each, item): Line => [`v${visit}`, `q${item}`]),
    ]).flat()
    expect(placesIn(lines)).toHaveLength(200)
  })
})
