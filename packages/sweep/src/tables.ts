import { columnFormat } from './format-values.js'
import { settingsLabel } from './labels.js'
import type { SweepResults } from './results.js'
import type { Column, Summary, SummaryLine, Value } from './summary.js'

/** A table of texts. */
export interface TextTable {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly notes: readonly string[]
}

const NOTHING = '–'

/** The whole table of means, one table for each measurement with its intervals, and the trials of each search. */
export function summaryTables(results: SweepResults, summary: Summary): readonly TextTable[] {
  const measured = summary.columns.filter(({ name }) => summary.lines.some(({ values }) => values[name]))
  return [
    overview(results, summary),
    ...measured.map((column) => measurementTable(column, results, summary)),
    ...summary.lines.filter(({ selection }) => selection !== undefined).map(selectionTable),
  ]
}

function overview({ name, source }: SweepResults, { columns, lines, failed }: Summary): TextTable {
  const missing = lines.reduce((sum, line) => sum + line.missing.length, 0)
  const parts = columns.flatMap((column) => {
    const format = formatOf(column, lines)
    const ours = { head: titleOf(column), cells: lines.map(({ values }) => withDeviation(values[column.name], format)) }
    return isPublished(column, lines) ? [ours, publishedColumn(column, lines)] : [ours]
  })
  return {
    title: `${name}: mean ± standard deviation over seeds`,
    head: ['', ...parts.map(({ head }) => head), 'seeds'],
    rows: lines.map((line, place) => [line.label, ...parts.map(({ cells }) => cells[place]!), seedsOf(line)]),
    notes: [
      ...(missing > 0 ? [`${missing} ${missing === 1 ? 'result is' : 'results are'} missing`] : []),
      ...failed.map(({ run, error }) => `failed: ${run}: ${error?.split('\n')[0]}`),
      ...(source !== undefined && columns.some((column) => isPublished(column, lines)) ? [`published: ${source}`] : []),
    ],
  }
}

/** Both intervals say other things: how far seeds scatter, and how far one model's test set can be trusted. */
function measurementTable(column: Column, { source }: SweepResults, { lines, intervals }: Summary): TextTable {
  const { name } = column
  const format = formatOf(column, lines)
  const shown = lines.filter(({ values, published }) => values[name] ?? published?.[name])
  const ofOne = intervals[name]
  const published = isPublished(column, shown) ? publishedColumn(column, shown) : undefined
  const or = (value: number | undefined, text: (value: number) => string): string =>
    value === undefined ? NOTHING : text(value)
  return {
    title: titleOf(column),
    head: [
      ...['', 'mean', 'standard deviation', '95 % t-interval over seeds', 'seeds'],
      ...(ofOne === undefined ? [] : ['±, one model']),
      ...(published === undefined ? [] : [published.head]),
    ],
    rows: shown.map((line, place) => {
      const value = line.values[name]
      return [
        line.label,
        or(value?.mean, format),
        or(value?.deviation, format),
        or(value?.interval, (half) => `[${format(value!.mean - half)}, ${format(value!.mean + half)}]`),
        seedsOf(line),
        ...(ofOne === undefined ? [] : [or(value?.ofOne, (half) => `± ${format(half)}`)]),
        ...(published === undefined ? [] : [published.cells[place]!]),
      ]
    }),
    notes: [
      ...(ofOne === undefined ? [] : [`±, one model: ${ofOne}; the mean over seeds`]),
      ...(published === undefined || source === undefined ? [] : [`published: ${source}`]),
    ],
  }
}

function selectionTable({ label, selection }: SummaryLine): TextTable {
  const { trials, trial, chosen } = selection!
  const told = trials.map(({ number, settings, score }) => [
    String(number),
    settingsLabel(settings),
    score?.map((value) => Number(value.toPrecision(5))).join(', ') ?? NOTHING,
    number === trial ? 'chosen' : '',
  ])
  return {
    title: `${label}: ${trials.length === 0 ? 'chosen by an earlier search' : 'trials, by validation alone, the best first'}`,
    head: ['trial', 'settings', 'on validation', ''],
    rows: trials.length === 0 ? [[NOTHING, settingsLabel(chosen ?? {}), NOTHING, 'chosen']] : told,
    // As a sweep file takes it.
    notes: chosen === undefined || trials.length === 0 ? [] : [`chosen: ${JSON.stringify(chosen)}`],
  }
}

function withDeviation(value: Value | undefined, format: (value: number) => string): string {
  if (value === undefined) return NOTHING
  return `${format(value.mean)}${value.deviation === undefined ? '' : ` ± ${format(value.deviation)}`}`
}

function isPublished({ name }: Column, lines: readonly SummaryLine[]): boolean {
  return lines.some(({ published }) => published?.[name] !== undefined)
}

function publishedColumn({ name }: Column, lines: readonly SummaryLine[]) {
  return { head: 'published', cells: lines.map(({ published }) => String(published?.[name] ?? NOTHING)) }
}

function seedsOf({ values, missing, baseline }: SummaryLine): string {
  const done = Math.max(0, ...Object.values(values).map(({ count }) => count))
  return baseline || missing.length === 0 ? String(done) : `${done} of ${done + missing.length}`
}

function formatOf({ name }: Column, lines: readonly SummaryLine[]): (value: number) => string {
  return columnFormat(lines.flatMap(({ values }) => values[name]?.mean ?? []))
}

function titleOf({ label, unit }: Column): string {
  return unit === '' ? label : `${label} (${unit})`
}
