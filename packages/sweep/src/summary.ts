import { baselineLines } from './baseline-lines.js'
import { bestFirst, chooseTrial, type ScoredTrial, scoredTrials, trialRuns } from './choose-trial.js'
import { settingsLabel } from './labels.js'
import { type Spread, spread } from './mean-and-deviation.js'
import type { CellRecord, JobRecord, Measured, ResultLine, Settings, SweepResults } from './results.js'

export type Column = Pick<Measured, 'name' | 'label' | 'unit' | 'better'>

/** One number of one line of the table. */
export interface Value extends Spread {
  /** The metric's own half-width for one model, its measurement `<name>-interval`, as a mean over the seeds. */
  readonly ofOne?: number
}

/** One line of the table: a cell, or a baseline beside some. */
export interface SummaryLine {
  readonly label: string
  readonly baseline?: boolean
  /** By the column's name; absent: not measured. */
  readonly values: Readonly<Record<string, Value>>
  readonly published?: Readonly<Record<string, number>>
  /** Seeds without a result. */
  readonly missing: readonly number[]
  readonly selection?: Selection
}

export interface Selection {
  readonly chosen?: Settings
  /** The number of the trial that was chosen; absent where an earlier search chose, or none is chosen yet. */
  readonly trial?: number
  /** The best first; those without a score last. */
  readonly trials: readonly ScoredTrial[]
}

export interface Summary {
  readonly columns: readonly Column[]
  /** What `ofOne` is, in the metric's words, by the column's name. */
  readonly intervals: Readonly<Record<string, string>>
  readonly lines: readonly SummaryLine[]
  readonly failed: readonly JobRecord[]
}

/** Means, deviations and intervals over seeds, of every cell and every baseline. */
export function summarise(results: SweepResults): Summary {
  const finished = results.cells.map((cell) => ({ cell, jobs: resultsOf(cell, results.jobs) }))
  const all = finished.flatMap(({ jobs }) => jobs.flatMap(({ lines = [] }) => lines))
  const known = distinct(all.flatMap(({ measurements }) => measurements))
  const isInterval = ({ name }: Column): boolean => known.some((other) => name === `${other.name}-interval`)
  const wanted = results.columns?.map((name) => known.find((column) => column.name === name) ?? unknownColumn(name))
  const columns = wanted ?? known.filter((column) => !isInterval(column))
  const intervals = columns.flatMap(({ name }) => {
    const found = known.find((other) => other.name === `${name}-interval`)
    return found === undefined ? [] : [[name, found.label] as const]
  })
  const labels = cellLabels(results.cells)
  const cells = finished.map(({ cell, jobs }, place): SummaryLine => {
    const lines = jobs.flatMap(({ lines = [] }) => lines.slice(0, 1))
    return {
      label: labels[place]!,
      values: valuesOf(lines, columns),
      missing: cell.seeds.filter((seed) => !jobs.some((job) => job.seed === seed)),
      ...(cell.published && { published: cell.published }),
      ...(cell.search && { selection: selectionOf(cell, results.jobs) }),
    }
  })
  const beside = baselineLines(finished.map(({ jobs }, place) => ({ label: labels[place]!, jobs }))).map(
    ({ label, lines }): SummaryLine => ({ label, baseline: true, values: valuesOf(lines, columns), missing: [] }),
  )
  return {
    columns,
    intervals: Object.fromEntries(intervals),
    lines: [...cells, ...beside],
    failed: results.jobs.filter(({ state }) => state === 'failed'),
  }
}

/** The finished jobs with a cell's choice, a seed each. */
export function resultsOf(cell: CellRecord, jobs: readonly JobRecord[]): readonly JobRecord[] {
  const own = jobs.filter((job) => job.cell === cell.place && job.state === 'finished')
  if (cell.search === undefined || cell.search.chosen !== undefined) return own
  const chosen = chooseTrial(scoredTrials(cell, trialRuns(jobs)))
  return own.filter(({ trial, seed }) => trial === chosen && cell.seeds.includes(seed))
}

function selectionOf(cell: CellRecord, jobs: readonly JobRecord[]): Selection {
  if (cell.search!.chosen !== undefined) return { chosen: cell.search!.chosen, trials: [] }
  const trials = scoredTrials(cell, trialRuns(jobs))
  const trial = chooseTrial(trials)
  const chosen = trials.find(({ number }) => number === trial)?.settings
  return { ...(chosen && { chosen }), ...(trial !== undefined && { trial }), trials: bestFirst(trials) }
}

function valuesOf(lines: readonly ResultLine[], columns: readonly Column[]): Record<string, Value> {
  const valuesNamed = (name: string): number[] =>
    lines.flatMap(({ measurements }) => measurements.find((one) => one.name === name)?.value ?? [])
  return Object.fromEntries(
    columns.flatMap(({ name }) => {
      const values = valuesNamed(name)
      const own = valuesNamed(`${name}-interval`)
      if (values.length === 0) return []
      return [[name, { ...spread(values), ...(own.length > 0 && { ofOne: spread(own).mean }) }]]
    }),
  )
}

function cellLabels(cells: readonly CellRecord[]): string[] {
  const paths = [...new Set(cells.flatMap(({ settings }) => Object.keys(settings)))]
  return cells.map(({ row, settings }) => [row, settingsLabel(settings, paths)].filter(Boolean).join(', ') || 'all')
}

function distinct(measurements: readonly Measured[]): Column[] {
  const byName = new Map<string, Column>()
  for (const { name, label, unit, better } of measurements)
    if (!byName.has(name)) byName.set(name, { name, label, unit, better })
  return [...byName.values()]
}

function unknownColumn(name: string): Column {
  return { name, label: name, unit: '', better: 'neither' }
}
