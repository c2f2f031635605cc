import { join, resolve } from 'node:path'

import { type Command, InvalidArgumentError, Option } from 'commander'

import { SPLITS, type SplitName } from '../data-facts.js'
import { requireOurs, writeFolder } from '../data-folder.js'
import { dataSheet } from '../data-sheet.js'
import { labelled } from '../data-table.js'
import { dataSetCommand, type DataSetOptions, withDataSet } from './data-session.js'

interface ShowOptions extends DataSetOptions {
  readonly out?: string
  readonly split: SplitName
  readonly count?: number
  readonly json?: boolean
}

export function addDataShow(data: Command): void {
  dataSetCommand(data, 'show')
    .description('draw a data set: sheets of its pictures, or a scatter plot, and statistics')
    .option('--out <folder>', 'where they go (default: ./<set>-sheet)')
    .addOption(new Option('--split <split>', 'which examples').choices(SPLITS).default('train'))
    .option('--count <n>', 'examples of each class on its sheet (default: 100; 1,000 in a scatter plot)', whole)
    .option('--json', 'folder, files and statistics as one JSON object')
    .action(show)
}

function whole(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 1)
    throw new InvalidArgumentError('a whole number from 1 on is expected.')
  return number
}

async function show(name: string, options: ShowOptions): Promise<void> {
  const folder = resolve(options.out ?? `${name.replaceAll(/[^\w.-]/g, '-')}-sheet`)
  const sheet = await withDataSet(name, options, async ({ named, progress, signal }) => {
    // Told before the work, not after it.
    requireOurs(folder, '--out')
    const dataset = await named.load(progress, signal)
    progress(`reading the ${options.split} examples`)
    const { split, count } = options
    const request = { name, options: named.options, dataset, split, ...(count !== undefined && { count }) }
    const drawn = await named.ask('read', () => dataSheet(request, signal), signal)
    writeFolder(folder, drawn.files, '--out')
    return drawn
  })
  const paths = Object.entries(sheet.captions).map(([file, caption]): [string, string] => [join(folder, file), caption])
  if (options.json) {
    const files = Object.fromEntries(paths.map(([path], place) => [Object.keys(sheet.captions)[place]!, path]))
    process.stdout.write(`${JSON.stringify({ folder, files, ...sheet.statistics }, null, 2)}\n`)
  } else process.stdout.write(`${sheet.tables}\n\n${labelled(paths).join('\n')}\n`)
}
