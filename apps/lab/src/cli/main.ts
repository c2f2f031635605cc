import { HourglassError } from '@hourglass/core'
import { Command, CommanderError } from 'commander'

import { version } from '../environment.js'
import { explainFileError } from '../file-error.js'
import { addDataCommand } from './data-command.js'
import { addDescribeCommand } from './describe-command.js'
import { addDoctorCommand } from './doctor-command.js'
import { addExportCommand } from './export-command.js'
import { addGenerateCommand } from './generate-command.js'
import { addMergeCommand } from './merge-command.js'
import { addNewCommand } from './new-command.js'
import { addPluginsCommand } from './plugins-command.js'
import { addReportCommand } from './report-command.js'
import { addRunCommand } from './run-command.js'
import { addSchemaCommand } from './schema-command.js'
import { addSweepCommand } from './sweep-command.js'

/** Exit codes: 0 done, 1 a fault of ours, 2 something the user can mend, 130 Ctrl-C. */
export const EXIT = { fault: 1, user: 2, interrupted: 130 } as const

/** The `hourglass` command. Sets `process.exitCode`; never leaves by `process.exit`, so that output is complete. */
export async function main(argv: readonly string[]): Promise<void> {
  // `hourglass schema | head` closes the pipe early; that is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  // Nor is a closed standard error, which would otherwise end a run.
  process.stderr.on('error', () => {})
  const program = new Command('hourglass')
    .description('A laboratory for autoencoders: compose, train, measure, report.')
    .version(version())
    .option('--trace', 'show the stack of an error')
    .showHelpAfterError('(hourglass --help tells more)')
    .showSuggestionAfterError()
    .exitOverride()
  addRunCommand(program)
  addSweepCommand(program)
  addMergeCommand(program)
  addGenerateCommand(program)
  addExportCommand(program)
  addDataCommand(program)
  addPluginsCommand(program)
  addDescribeCommand(program)
  addSchemaCommand(program)
  addReportCommand(program)
  addNewCommand(program)
  addDoctorCommand(program)
  try {
    await program.parseAsync([...argv])
  } catch (error) {
    process.exitCode = explain(error, program.opts<{ trace?: boolean }>().trace ?? false)
  }
}

function explain(thrown: unknown, trace: boolean): number {
  // commander has written its own message by now.
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : EXIT.user
  const error = explainFileError(thrown)
  if (!(error instanceof HourglassError)) {
    process.stderr.write(`hourglass: an unexpected error; please report it\n${stackOf(error)}\n`)
    return EXIT.fault
  }
  process.stderr.write(`${error.format()}\n`)
  if (trace) process.stderr.write(`${stackOf(error)}\n`)
  return error.code === 'interrupted' ? EXIT.interrupted : EXIT.user
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? String(error.stack) : `${error.stack}\ncaused by ${stackOf(error.cause)}`
}
