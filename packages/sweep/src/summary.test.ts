import { describe, expect, it } from 'vitest'

import { renderHtml } from './render-html.js'
import { renderMarkdown, renderText } from './render-tables.js'
import type { CellRecord, JobRecord, Measured, ResultLine, SweepResults } from './results.js'
import { summarise } from './summary.js'
import { summaryTables } from './tables.js'

const number = (name: string, value: number | null): Measured => ({
  name,
  label: name,
  unit: '%',
  better: 'lower',
  value,
})

function model(error: number | null, ...more: Measured[]): ResultLine {
  return { label: 'model', measurements: [number('error', error), number('error-interval', 0.5), ...more] }
}

const pca = (value: number): ResultLine => ({ label: 'PCA', baseline: true, measurements: [number('error', value)] })

function job(cell: number, seed: number, lines: readonly ResultLine[], more: Partial<JobRecord> = {}): JobRecord {
  return { id: '', run: `run-${cell}-${seed}`, cell, seed, state: 'finished', lines, ...more }
}

function results(cells: readonly Omit<CellRecord, 'place'>[], jobs: readonly JobRecord[]): SweepResults {
  return { name: 'trial', hash: '', source: 'the paper', cells: cells.map((cell, place) => ({ place, ...cell })), jobs }
}

describe('summarise', () => {
  it('has mean, deviation and both intervals over the seeds that there are', () => {
    const cell = { row: 'CAE', settings: {}, seeds: [1, 2, 3], published: { error: 1.14 } }
    const { columns, lines, intervals } = summarise(results([cell], [job(0, 1, [model(1)]), job(0, 3, [model(3)])]))
    expect(columns.map(({ name }) => name)).toEqual(['error'])
    expect(intervals).toEqual({ error: 'error-interval' })
    expect(lines).toMatchObject([{ label: 'CAE', missing: [2], published: { error: 1.14 } }])
    // Of 1 and 3: s = √2, t₀.₉₇₅(1) = 12.706.
    expect(lines[0]!.values['error']).toMatchObject({ count: 2, mean: 2, ofOne: 0.5 })
    expect(lines[0]!.values['error']!.deviation).toBeCloseTo(Math.SQRT2, 12)
    expect(lines[0]!.values['error']!.interval).toBeCloseTo(12.7062, 3)
  })

  it('leaves a number that is not finite out', () => {
    const { lines } = summarise(
      results([{ settings: {}, seeds: [1, 2] }], [job(0, 1, [model(null)]), job(0, 2, [model(4)])]),
    )
    expect(lines[0]!.values['error']).toMatchObject({ count: 1, mean: 4 })
  })

  it('tells a baseline once where it is the same beside several cells, and beside which where not', () => {
    const cells = [
      { row: 'a', settings: {}, seeds: [1] },
      { row: 'b', settings: {}, seeds: [1] },
    ]
    const labels = (...baselines: number[]): string[] =>
      summarise(
        results(
          cells,
          baselines.map((value, cell) => job(cell, 1, [model(1), pca(value)])),
        ),
      )
        .lines.filter(({ baseline }) => baseline)
        .map(({ label }) => label)
    expect(labels(7, 7)).toEqual(['PCA'])
    expect(labels(7, 8)).toEqual(['PCA, beside a', 'PCA, beside b'])
  })

  const search = {
    trials: [
      { number: 1, settings: { rate: 0.1 } },
      { number: 2, settings: { rate: 0.2 } },
    ],
    seeds: [1],
  }
  const trials = [
    job(0, 1, [model(5)], { trial: 1, score: [0.4] }),
    job(0, 1, [model(9)], { trial: 2, score: [0.3] }),
    job(0, 2, [model(7)], { trial: 2 }),
  ]

  it('of a search is what its choice came to, though another trial did better on test', () => {
    const { lines } = summarise(results([{ settings: {}, seeds: [1, 2], search }], trials))
    expect(lines[0]).toMatchObject({ values: { error: { mean: 8, count: 2 } }, missing: [] })
    expect(lines[0]!.selection).toMatchObject({ trial: 2, chosen: { rate: 0.2 } })
    expect(lines[0]!.selection!.trials.map((trial) => trial.number)).toEqual([2, 1])
  })

  it('of an unfinished search is nothing yet', () => {
    const { lines } = summarise(results([{ settings: {}, seeds: [1, 2], search }], trials.slice(1)))
    expect(lines[0]).toMatchObject({ values: {}, missing: [1, 2] })
  })

  it('names cells by row and by what differs', () => {
    const settings = [
      { 'noise.fraction': 0.1, model: { use: 'rbm', hidden: 3 } },
      { 'noise.fraction': 0.2, model: null },
    ]
    const cells = settings.map((one) => ({ row: 'x', settings: one, seeds: [1] }))
    expect(summarise(results(cells, [])).lines.map(({ label }) => label)).toEqual([
      'x, fraction=0.1 model=rbm(hidden=3)',
      'x, fraction=0.2 model=none',
    ])
  })
})

describe('the tables', () => {
  const cells = [
    { row: 'A|B <i>', settings: {}, seeds: [1, 2], published: { error: 1.14 } },
    { row: 'failing', settings: {}, seeds: [1] },
  ]
  const jobs = [job(0, 1, [model(1)]), job(0, 2, [model(3)]), job(1, 1, [], { state: 'failed', error: 'too bad' })]
  const made = results(cells, jobs)
  const tables = summaryTables(made, summarise(made))

  it('as text say all there is', () => {
    const text = renderText(tables)
    for (const part of ['2.000 ± 1.414', '95 % t-interval over seeds', '[-10.706, 14.706]', '± 0.500', '1.14'])
      expect(text).toContain(part)
    for (const part of ['published: the paper', '1 result is missing', 'too bad', '0 of 1'])
      expect(text).toContain(part)
  })

  it('as Markdown have as many cells in every row, whatever their text', () => {
    const lines = renderMarkdown(tables)
      .split('\n')
      .filter((line) => line.startsWith('|'))
    const counts = lines.map((line) => line.match(/(?<!\\)\|/g)!.length)
    expect(new Set(counts.slice(0, 4)).size).toBe(1)
    expect(renderMarkdown(tables)).toContain('A\\|B \\<i\\>')
  })

  it('as HTML escape all text', () => {
    const html = renderHtml('<b>', tables)
    expect(html).not.toMatch(/<b>|<i>/)
    expect(html).toContain('A|B &lt;i&gt;')
  })
})
