import { HourglassError } from '@hourglass/core'
import { describe, expect, it } from 'vitest'

import { cellsOf } from './cells.js'
import { cellsFrom, changesOf, sweepFrom } from './sweep.fixture.js'

function refusal(...texts: string[]): HourglassError {
  try {
    cellsFrom(...texts)
  } catch (error) {
    if (error instanceof HourglassError) return error
    throw error
  }
  return expect.unreachable('this sweep is wrong')
}

const setting = (path: string, value: unknown) => ({ path, value, origin: { source: `--set ${path}`, path: '' } })

describe('a sweep', () => {
  it('has a cell for each combination of each row, in their order, with the seeds of the row or of the sweep', () => {
    const cells = cellsFrom(`
seeds: 2
matrix: { a: [1, 2] }
rows:
  - { name: one }
  - { name: two, seeds: [7], matrix: { b: [3, 4] } }`)
    expect(cells.map(({ row, seeds, ...cell }) => ({ row, seeds, ...changesOf(cell) }))).toEqual([
      { row: 'one', seeds: [1, 2], a: 1 },
      { row: 'one', seeds: [1, 2], a: 2 },
      { row: 'two', seeds: [7], a: 1, b: 3 },
      { row: 'two', seeds: [7], a: 1, b: 4 },
      { row: 'two', seeds: [7], a: 2, b: 3 },
      { row: 'two', seeds: [7], a: 2, b: 4 },
    ])
  })

  it('sets whole parts before the options inside them, in whatever order they stand', () => {
    const [cell] = cellsFrom('set: { "noise.fraction": 0.1, noise: { use: masking } }')
    expect(cell!.changes.map(({ path }) => path)).toEqual(['noise', 'noise.fraction'])
  })

  it('holds fixed what a row sets though the sweep varies it', () => {
    const cells = cellsFrom(`
matrix: { noise.fraction: [0.1, 0.2], a: [1, 2] }
include: [{ noise.fraction: 0.1, b: 5 }]
rows: [{ name: none, set: { noise: null } }, { name: some }]`)
    expect(cells.filter(({ row }) => row === 'none').map(changesOf)).toEqual([
      { noise: null, a: 1, b: 5 },
      { noise: null, a: 2, b: 5 },
    ])
    expect(cells.filter(({ row }) => row === 'some')).toHaveLength(4)
  })

  it('takes an entry for another value than the fixed one away', () => {
    const cells = cellsFrom(`
matrix: { a: [1, 2], b: [1, 2] }
exclude: [{ a: 1, b: 1 }, { a: 2, b: 2 }]
include: [{ a: 1, c: 3 }, { a: 2, c: 4 }]
rows: [{ name: fixed, set: { a: 1 } }]`)
    expect(cells.map(changesOf)).toEqual([{ a: 1, b: 2, c: 3 }])
  })

  it('changes the rows of the file that it extends, and wins over them', () => {
    const parent = 'set: { x: 1 }\nrows: [{ name: one, set: { x: 2 } }, { name: two, matrix: { y: [1, 2] } }]'
    const cells = cellsFrom(parent, 'set: { x: 3, y: 9 }\nseeds: [5]')
    expect(cells.map((cell) => [cell.row, changesOf(cell), cell.seeds])).toEqual([
      ['one', { x: 3, y: 9 }, [5]],
      ['two', { x: 3, y: 9 }, [5]],
    ])
  })

  it('replaces an axis where it is, and the rows as a whole', () => {
    const parent = 'matrix: { a: [1], b: [2] }\nrows: [{ name: old }]'
    const cells = cellsFrom(parent, 'matrix: { a: [3, 4] }\nrows: [{ name: new }]')
    expect(cells.map((cell) => [cell.row, changesOf(cell)])).toEqual([
      ['new', { a: 3, b: 2 }],
      ['new', { a: 4, b: 2 }],
    ])
  })

  it('lets a setting of the command line win over everything', () => {
    const file =
      'matrix: { a.b: [1, 2] }\nrows: [{ name: one, set: { c: 1 } }]\nselect: { budget: 2, over: { d: [1, 2] } }'
    const { rows } = sweepFrom([file], [setting('a', { b: 7 }), setting('c', 8), setting('d', 9)])
    const cells = cellsOf(rows)
    expect(cells.map(changesOf)).toEqual([{ a: { b: 7 }, c: 8, d: 9 }])
    expect(cells[0]!.search).toBeUndefined()
  })

  it('merges what is selected path by path, and searches nothing that was chosen', () => {
    const text = `
seeds: 3
select: { budget: 2, over: { rate: { log-uniform: [0.1, 1] } } }
rows:
  - { name: searched, select: { over: { weight: [1, 2] } } }
  - { name: chosen, select: { chosen: { rate: 0.5 } } }`
    const [searched, chosen] = cellsFrom(text)
    expect(searched!.search!.trials).toHaveLength(2)
    expect(searched!.search!.trials[0]!.changes.map(({ path }) => path)).toEqual(['rate', 'weight'])
    expect(searched!.search!.seeds).toEqual([1])
    expect(chosen!.search!.chosen).toMatchObject([{ path: 'rate', value: 0.5 }])
    expect(cellsOf(sweepFrom([text]).rows, 'anew')[1]!.search!.chosen).toBeUndefined()
  })

  it.each([
    ['zip: { a: [1, 2], b: [1] }', 'zip', 'b has 1 values, a has 2'],
    ['matrix: { a: [1, 2, 1] }', 'matrix.a[2]', 'twice'],
    ['seeds: [1, 2, 1]', 'seeds', 'seed 1 is there twice'],
    ['set: { "a..b": 1 }', 'set.a..b', 'no path'],
    ['matrix: { include: [1] }', 'matrix.include', 'no option'],
    ['set: { seed: 2 }', 'set.seed', 'seeds'],
    ['set: { plugins: [x] }', 'set.plugins', 'plugins'],
    ['rows: [{ name: a }, { name: a }]', 'rows[1]', 'two rows'],
    ['matrix: { a: [1] }\nexclude: [{ a: 1 }]', '', 'no combination is left'],
    ['select: { over: { a: [1, 2] } }', '', 'budget'],
    ['select: { budget: 2, over: { a: { uniform: [2, 1] } } }', 'select.over.a.uniform', 'from 2 to 1'],
    ['select: { budget: 2, over: { a: { log-uniform: [0, 1] } } }', 'select.over.a.log-uniform', 'logarithm'],
    ['select: { budget: 2, over: { a: { integer: [0, 1.5] } } }', 'select.over.a.integer', 'whole'],
    ['select: { budget: 2, over: { a: { uniforn: [0, 1] } } }', 'select.over.a', 'no range'],
    ['select: { budget: 2, over: { a: { uniform: [0, 1], step: 3 } } }', 'select.over.a.step', 'step'],
    ['select: { method: grid, over: { a: { uniform: [0, 1] } } }', 'select.over.a', 'steps'],
    ['select: { method: grid, budget: 3, over: { a: [1, 2], b: [1, 2] } }', '', '4 points, the budget is 3'],
    ['select: { budget: 2, over: { a: [1], b: [2] }, chosen: { a: 1 } }', 'select.over.b', 'not among the chosen'],
    ['matrx: { a: [1] }', 'matrx', 'matrix'],
    ['matrix: { a: [] }', 'matrix.a', ''],
  ])('refuses %s, and says where', (text, path, message) => {
    const error = refusal(text)
    expect(error.code).toBe('invalid-sweep')
    expect(error.format()).toContain(message)
    expect(error.place?.path ?? '').toBe(path)
  })

  it('names the file of a chain in which something is wrong', () =>
    expect(refusal('set: { a: 1 }', 'matrix: { b: [1, 1] }').place).toMatchObject({
      source: 'file-1.yaml',
      path: 'matrix.b[1]',
    }))
})
