import { existsSync, readFileSync } from 'node:fs'

import { HourglassError } from '@hourglass/core'
import { measuredCurves, measuredMatrices, renderReport } from '@hourglass/report'
import { parse } from 'yaml'

import { readCompression, readScatters } from './figures/plain-figures.js'
import { readFigures } from './figures/read-figures.js'
import { type Column, measuredRows, measuredTable } from './measured-table.js'
import { formatCell, formatValue } from './result-table.js'
import type { RunDirectory } from './run-directory.js'
import type { RunResult } from './run-result.js'
import { readVectorFields } from './vector-field.js'

/**
 * Renders `report.html` from what lies in a run's folder, and from that alone. Returns its path.
 *
 * @throws HourglassError `not-a-run` where the folder lacks something
 */
export function writeReport(directory: RunDirectory, result: RunResult): string {
  let html: string
  try {
    html = render(directory, result)
  } catch (cause) {
    if (cause instanceof HourglassError) throw cause
    throw new HourglassError('not-a-run', `the run's folder is damaged: ${(cause as Error).message}`, {
      place: { source: directory.path },
      remedy: 'run the experiment again: hourglass run <file|name> --again',
      cause,
    })
  }
  directory.write('report.html', html)
  return directory.file('report.html')
}

function render(directory: RunDirectory, result: RunResult): string {
  const experimentYaml = readPart(directory, 'experiment.yaml')
  const experiment = parse(experimentYaml) as { description?: string }
  const { columns, rows } = measuredTable(result)
  return renderReport({
    name: result.name,
    id: result.id,
    description: experiment.description,
    finishedAt: result.finishedAt,
    engine: result.engineDescription,
    headline: (result.rows[0]?.measurements ?? []).slice(0, 4).map(({ label, value, unit, better }) => ({
      label,
      value: formatValue(value),
      unit,
      better: better === 'neither' ? undefined : better,
    })),
    curves: [...measuredCurves(result.rows), ...readCompression(directory)],
    matrices: measuredMatrices(measuredRows(result)),
    table: {
      columns: columns.map(({ label, unit }) => (unit === '' ? label : `${label} (${unit})`)),
      rows: rows.map(({ cells, ...row }) => ({ ...row, cells: cells.map(formatCell) })),
      caption: captionOf(columns, result),
    },
    // What a stage measured stands in the table; one that does nothing else has no curves.
    stages: result.stages
      .filter(({ epochs, measured = [] }) => epochs.length > 0 || measured.length === 0)
      .map(({ name, epochs }) => ({ name, epochs: [...epochs] })),
    figures: readFigures(readPart(directory, 'figures.json'), directory),
    fields: readVectorFields(directory),
    scatters: readScatters(directory),
    experimentYaml,
    environment: JSON.parse(readPart(directory, 'environment.json')) as Record<string, unknown>,
    timings: [...result.timings],
    notes: [...result.notes, ...result.stages.flatMap(({ notes }) => notes)],
    command: `hourglass run ${quoted(directory.file('experiment.yaml'))} ${engineArguments(result)}`,
  })
}

function readPart(directory: RunDirectory, name: string): string {
  if (existsSync(directory.file(name))) return readFileSync(directory.file(name), 'utf8')
  throw new HourglassError('not-a-run', `${directory.path} holds no ${name}`, {
    expected: 'the folder of a finished run',
    remedy: 'run the experiment again: hourglass run <file|name>',
  })
}

/** The number of threads belongs to the machine, and decides no more than its processor does. */
function engineArguments({ engine, engineSettings: { compile, precision } = {} }: RunResult): string {
  const given = { engine, compile, precision }
  const entries = Object.entries(given).filter(([, value]) => value !== undefined)
  return entries.map(([name, value]) => `--${name} ${value}`).join(' ')
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `"${path}"`
}

function captionOf(columns: readonly Column[], { rows, stages }: RunResult): string {
  const elsewhere = stages.some(({ measured = [] }) => measured.some(({ split }) => split !== 'test'))
  return [
    ...(elsewhere ? ['On the test set, unless a row says otherwise.'] : []),
    ...directionOf(columns),
    ...(rows.some(({ baseline }) => baseline) ? ['Baselines are fitted on the same training examples.'] : []),
  ].join(' ')
}

function directionOf(columns: readonly Column[]): string[] {
  if (columns.length > 0 && columns.every(({ better }) => better === 'lower')) return ['Lower is better everywhere.']
  const higher = columns.filter(({ better }) => better === 'higher').map(({ label }) => label)
  return higher.length > 0 ? [`Higher is better in: ${higher.join(', ')}.`] : []
}
