import { describe, expect, test } from 'vitest'

import type { Examples } from './examples.js'
import { fitValues } from './fit-values.js'
import { refusalOf } from './hostile-files.fixture.js'

const set = (rows: number[][], source = 'some.csv'): Examples => ({
  count: rows.length,
  dimensions: rows[0]!.length,
  values: Float32Array.from(rows.flat()),
  source,
})
const TRAIN = [
  [2, 10],
  [4, 30],
  [6, 10],
]
const ALL = Int32Array.of(0, 1, 2)
const options = { clip: false, scale: 'none' } as const
const lists = ({ values }: ReturnType<typeof fitValues>) => values.map((each) => [...each])

describe('what numbers become', () => {
  test('themselves, their range measured over the training examples alone, and told', () => {
    const wide = set([...TRAIN, [4, 29]])
    const fitted = fitValues([wide], ALL, options, 0)
    expect(lists(fitted)).toEqual([[2, 10, 4, 30, 6, 10, 4, 29]])
    expect(fitted.range).toEqual([2, 30])
    expect(fitted.notes).toEqual(['the range [2, 30] was measured over the training split'])
    expect(fitValues([set(TRAIN)], Int32Array.of(0, 2), { ...options, clip: true }, 0).range).toEqual([2, 10])
  })

  test('unit: (x − low) / (high − low), of all numbers together', () => {
    const fitted = fitValues([set(TRAIN), set([[9, 23]])], ALL, { ...options, scale: 'unit' }, 0)
    expect(lists(fitted)).toEqual([[0, 8 / 28, 2 / 28, 1, 4 / 28, 8 / 28].map(Math.fround), [7 / 28, 21 / 28]])
    expect(fitted.range).toEqual([0, 1])
    const given = fitValues([set(TRAIN)], ALL, { ...options, scale: 'unit', range: [0, 40] }, 0)
    expect(lists(given)).toEqual([[0.05, 0.25, 0.1, 0.75, 0.15, 0.25].map(Math.fround)])
  })

  test('columns: each by its own range; a constant one becomes 0, and that is told', () => {
    const rows = TRAIN.map((row) => [...row, 7])
    const fitted = fitValues([set(rows)], ALL, { ...options, scale: 'columns' }, 0)
    expect(lists(fitted)).toEqual([[0, 0, 0, 0.5, 1, 0, 1, 0, 0]])
    expect(fitted.notes[0]).toBe('1 columns are constant over the training split and became 0')
  })

  test('byte: bytes, for x / 255', () => {
    const fitted = fitValues([set([[0, 255, 7]])], Int32Array.of(0), { ...options, scale: 'byte' }, 0)
    expect(fitted).toEqual({ values: [Uint8Array.of(0, 255, 7)], range: [0, 1], notes: [] })
    const bytes = Uint8Array.of(1, 2, 3)
    expect(fitValues([{ ...set([[0, 0, 0]]), values: bytes }], ALL, { ...options, scale: 'byte' }, 0).values[0]).toBe(
      bytes,
    )
  })

  test('numbers that are all byte / 255 are kept as bytes, to the tolerance', () => {
    const exact = [0, 1 / 255, 100 / 255, 1]
    const fit = (row: number[], tolerance: number) =>
      fitValues([set([row])], Int32Array.of(0), { ...options, range: [0, 1] }, tolerance).values[0]
    expect(fit(exact, 0)).toEqual(Uint8Array.of(0, 1, 100, 255))
    expect(fit([0, 0.003922, 0.392157, 1], 1e-6)).toEqual(Uint8Array.of(0, 1, 100, 255))
    expect(fit([0, 0.003922, 0.392157, 1], 0)).toBeInstanceOf(Float32Array)
    expect(fit([0, 0.00393, 0.392157, 1], 1e-6)).toBeInstanceOf(Float32Array)
  })

  test('one set that is not bytes keeps all from being it', () => {
    const { values } = fitValues([set([[0, 1]]), set([[0.3, 1]])], Int32Array.of(0), { ...options, range: [0, 1] }, 0)
    expect(values.every((each) => each instanceof Float32Array)).toBe(true)
  })
})

describe('numbers beyond the range', () => {
  test('are refused, with their place', async () => {
    const error = await refusalOf(() =>
      fitValues(
        [
          set(TRAIN),
          set(
            [
              [3, 9],
              [31, 9],
            ],
            'test.csv',
          ),
        ],
        ALL,
        options,
        0,
      ),
    )
    expect(error).toMatchObject({ code: 'out-of-range', place: { source: 'test.csv' } })
    expect(error.message).toMatch(/number 1 of example 2 is 31/)
    expect(error.expected).toBe('a number from 2 to 30')
    expect((await refusalOf(() => fitValues([set(TRAIN)], ALL, { ...options, range: [0, 20] }, 0))).message).toMatch(
      /is 30/,
    )
  })

  test('or with clip set to its end, counted', () => {
    const fitted = fitValues([set(TRAIN), set([[1, 31]])], ALL, { ...options, clip: true }, 0)
    expect(lists(fitted)[1]).toEqual([2, 30])
    expect(fitted.notes[1]).toBe('2 numbers beyond the range were set to its ends')
    const columns = fitValues([set(TRAIN), set([[1, 31]])], ALL, { ...options, clip: true, scale: 'columns' }, 0)
    expect(lists(columns)[1]).toEqual([0, 1])
  })

  test('a range given in doubles holds the float32 of its ends', () => {
    const fitted = fitValues([set([[0.7, 0.1]])], Int32Array.of(0), { ...options, range: [0.1, 0.7] }, 0)
    expect(fitted.range).toEqual([0.1, 0.7].map(Math.fround))
  })
})

test.each<[string, () => unknown, string]>([
  ['all numbers equal', () => fitValues([set([[3, 3]])], Int32Array.of(0), options, 0), 'constant-data'],
  [
    'a fraction for a byte',
    () => fitValues([set([[0.5]])], Int32Array.of(0), { ...options, scale: 'byte' }, 0),
    'out-of-range',
  ],
  [
    '256 for a byte',
    () => fitValues([set([[256]])], Int32Array.of(0), { ...options, scale: 'byte' }, 0),
    'out-of-range',
  ],
  [
    'a range for bytes',
    () => fitValues([set([[5]])], Int32Array.of(0), { ...options, scale: 'byte', range: [0, 1] }, 0),
    'invalid-option',
  ],
])('%s is refused', async (_, action, code) => {
  expect((await refusalOf(action)).code).toBe(code)
})
