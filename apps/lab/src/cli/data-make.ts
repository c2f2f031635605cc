import type { Command } from 'commander'

import { classSizes, dataFacts, describeExample, describeHashes, SPLITS } from '../data-facts.js'
import { describeFiles } from '../data-state.js'
import { count, labelled } from '../data-table.js'
import { formatDuration } from '../progress-display.js'
import { secondsSince } from '../seconds-since.js'
import { dataSetCommand, type DataSession, type DataSetOptions, withDataSet } from './data-session.js'

interface MakeOptions extends DataSetOptions {
  readonly json?: boolean
}

export function addDataMake(data: Command): void {
  dataSetCommand(data, 'make')
    .description('load a data set, which makes or downloads it where it is not there yet')
    .option('--json', 'what it is, as one JSON object')
    .action(async (name: string, options: MakeOptions) => {
      const made = await withDataSet(name, options, make)
      process.stdout.write(options.json ? `${JSON.stringify(asJson(made), null, 2)}\n` : text(made))
    })
}

async function make({ named, progress, signal }: DataSession) {
  const began = performance.now()
  const dataset = await named.load(progress, signal)
  const seconds = secondsSince(began)
  const files = await named.ask('asked for its files', async (source) => source.files?.() ?? [], signal)
  return { named, dataset, seconds, ...describeFiles(files) }
}

type Made = Awaited<ReturnType<typeof make>>

function asJson({ named: { name, options, source }, dataset, seconds, files, folders }: Made) {
  return { name, options, ...dataFacts(dataset), published: source.published ?? {}, files, folders, seconds }
}

function text({ named: { name, registered, options, source }, dataset, seconds, folders }: Made): string {
  const { spec, notes = [] } = dataset
  const entries: (readonly [string, string])[] = [
    ...SPLITS.map((split): [string, string] => [
      split,
      describeSplit(dataset[split].size, classSizes(dataset[split], spec)),
    ]),
    ['an example', describeExample(spec)],
    ['classes', spec.classes === undefined ? 'none' : String(spec.classes)],
    ...describeHashes(dataset.hashes, source.published).map((line): [string, string] => ['SHA-256', line]),
    ...folders.map((folder): [string, string] => [source.remake === undefined ? 'read from' : 'kept in', folder]),
    ['took', formatDuration(seconds)],
    ...notes.map((note): [string, string] => ['note', note]),
  ]
  return [
    `${name}: ${registered.entry.summary}`,
    ...describeOptions(options),
    ...labelled(entries).map((line) => `  ${line}`),
    '',
  ].join('\n')
}

function describeOptions(options: Readonly<Record<string, unknown>>): string[] {
  const given = Object.entries(options).map(([option, value]) => `${option}: ${JSON.stringify(value)}`)
  return given.length === 0 ? [] : [`  { ${given.join(', ')} }`]
}

function describeSplit(size: number, classes: readonly number[] | undefined): string {
  const examples = `${count(size)} ${size === 1 ? 'example' : 'examples'}`
  if (classes === undefined || classes.length === 0) return examples
  const [least, most] = [Math.min(...classes), Math.max(...classes)].map(count)
  return `${examples}, ${least === most ? least : `${least} to ${most}`} of each class`
}
