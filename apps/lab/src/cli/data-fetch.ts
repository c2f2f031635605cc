import type { Command } from 'commander'

import { describeFiles } from '../data-state.js'
import { count } from '../data-table.js'
import { dataSetCommand, type DataSession, type DataSetOptions, withDataSet } from './data-session.js'

export function addDataFetch(data: Command): void {
  dataSetCommand(data, 'fetch')
    .description('download what a data set still needs, so that it loads without a network')
    .action(async (name: string, options: DataSetOptions) => {
      process.stdout.write(`${await withDataSet(name, options, fetchFiles)}\n`)
    })
}

async function fetchFiles({ named, progress, signal }: DataSession): Promise<string> {
  const { name, source } = named
  if (source.fetch === undefined) return `${name}: nothing is to be downloaded${reason(source)}`
  const before = await findFiles()
  await named.ask('downloaded', () => source.fetch!(progress, signal), signal)
  const { files, folders } = await findFiles()
  const there = files.filter(({ path }) => path !== undefined).length
  const where = there === 0 ? '' : `: ${count(there)} ${there === 1 ? 'file' : 'files'} in ${folders.join(', ')}`
  const had = before.files.length > 0 && before.files.every(({ path }) => path !== undefined)
  // The files of a set that is made are the set, not what it is made from.
  if (source.remake !== undefined) return `${name}: all that it is made from is there`
  return `${name}: ${had ? 'everything was there already' : 'downloaded'}${where}`

  async function findFiles() {
    return describeFiles(await named.ask('asked for its files', async () => source.files?.() ?? [], signal))
  }
}

function reason({ files, remake }: DataSession['named']['source']): string {
  if (remake !== undefined) return '; hourglass data make makes it'
  return files === undefined ? '; it needs no files' : '; it needs files of your own'
}
