import type { Command } from 'commander'

import { describeHashes } from '../data-facts.js'
import { labelled } from '../data-table.js'
import { verifyData } from '../data-verification.js'
import { formatDuration } from '../progress-display.js'
import { dataSetCommand, type DataSetOptions, withDataSet } from './data-session.js'

interface VerifyOptions extends DataSetOptions {
  readonly json?: boolean
}

export function addDataVerify(data: Command): void {
  dataSetCommand(data, 'verify')
    .description('make or read a data set from the beginning, and check every number of it')
    .option('--json', 'what was checked, as one JSON object')
    .action(async (name: string, options: VerifyOptions) => {
      const verification = await withDataSet(name, options, ({ named, progress, signal }) =>
        verifyData(named, progress, signal),
      )
      if (options.json) process.stdout.write(`${JSON.stringify(verification, null, 2)}\n`)
      else {
        const { checked, hashes, published, seconds } = verification
        const lines = labelled([
          ...checked,
          ...describeHashes(hashes, published).map((line): [string, string] => ['SHA-256', line]),
        ])
        const end = `${name} is sound: no contradiction in ${formatDuration(seconds)}`
        process.stdout.write(`${[...lines.map((line) => `  ${line}`), end].join('\n')}\n`)
      }
    })
}
