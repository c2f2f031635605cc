import { basename, dirname, resolve } from 'node:path'

import { HourglassError } from '@hourglass/core'
import type { Command } from 'commander'

import { RunDirectory } from '../run-directory.js'
import type { RunResult } from '../run-result.js'
import { writeReport } from '../write-report.js'

export function addReportCommand(program: Command): void {
  program
    .command('report')
    .description('render the report of a finished run again')
    .argument('<run>', 'a run directory')
    .action((run: string) => {
      const directory = new RunDirectory(resolve(run))
      const result = directory.finished<RunResult>()
      if (result === undefined)
        throw new HourglassError('not-a-run', `${run} is not a finished run`, {
          expected: `a folder with a result.json, such as runs/quickstart-…`,
          remedy: `hourglass run <file|name> makes one (looked in ${dirname(resolve(run))} for ${basename(run)})`,
        })
      process.stdout.write(`report: ${writeReport(directory, result)}\n`)
    })
}
