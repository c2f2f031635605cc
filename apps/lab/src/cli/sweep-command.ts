import { join, resolve } from 'node:path'

import { parseShard, unitsOf } from '@hourglass/sweep'
import { type Command, InvalidArgumentError } from 'commander'

import type { EngineOptions } from '../choose-engine.js'
import { engineIdentity } from '../engine-identity.js'
import { explainFileError } from '../file-error.js'
import { githubMatrix } from '../github-matrix.js'
import { loadSweep } from '../load-sweep.js'
import { refuseMissing } from '../refuse-missing.js'
import { runSweep } from '../run-sweep.js'
import { planSweep } from '../sweep-plan.js'
import { collectResults, writeResults } from '../sweep-results.js'
import { sweepList } from '../sweep-list.js'
import { withEngineOptions } from './engine-options.js'
import { stopSignal } from './stop-signal.js'

interface SweepOptions extends EngineOptions {
  readonly set: string[]
  readonly seeds?: number
  readonly search?: boolean
  readonly list?: boolean
  readonly githubMatrix?: number | true
  readonly shard?: string
  readonly jobs: number
  readonly failFast?: boolean
  readonly retry?: boolean
  readonly runs?: string
  readonly out?: string
  readonly json?: boolean
}

export function addSweepCommand(program: Command): void {
  const command = program
    .command('sweep')
    .description('train and measure many experiments out of one file, and make a table of them')
    .argument('<file|name>', 'a YAML file, or a built-in sweep')
    .option('--set <path=value>', 'change an option in all jobs, e.g. dataset=mnist-10k; may be repeated', collect, [])
    .option('--seeds <n>', 'train with the seeds 1 … n', whole)
    .option('--search', 'search again where the file names what an earlier search has chosen')
    .option('--list', 'print the jobs and what is known of them, and run nothing')
    .option(
      '--github-matrix [n]',
      'print a matrix for GitHub Actions: n shards (default: as many as there can be)',
      whole,
    )
    .option('--shard <i/n>', 'run one part of n')
    .option('--jobs <n>', 'how many to run side by side', whole, 1)
    .option('--fail-fast', 'start no more once a job has failed')
    .option('--retry', 'try again what failed earlier')
  withEngineOptions(command)
    .option('--runs <folder>', 'where run directories go (default: HOURGLASS_RUNS, or ./runs)')
    .option('--out <folder>', "where the sweep's table goes (default: <name>.sweep in the folder of runs)")
    .option('--json', 'print the results, or the list, as JSON')
    .action(sweep)
}

function collect(value: string, previous: string[]): string[] {
  return [...previous, value]
}

function whole(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 1)
    throw new InvalidArgumentError('a whole number from 1 on is expected.')
  return number
}

async function sweep(fileOrName: string, options: SweepOptions): Promise<void> {
  const seeds = options.seeds === undefined ? undefined : Array.from({ length: options.seeds }, (_, n) => n + 1)
  const loaded = loadSweep(fileOrName, { set: options.set, seeds, searchAnew: options.search })
  const shard = options.shard === undefined ? undefined : parseShard(options.shard)
  if (options.githubMatrix !== undefined) {
    const most = options.githubMatrix === true ? undefined : options.githubMatrix
    process.stdout.write(`${JSON.stringify(githubMatrix(loaded.cells, most))}\n`)
    return
  }
  const { engine: choice, compile, precision, threads } = options
  const { reason, ...engine } = await engineIdentity({ engine: choice, compile, precision, threads })
  const runs = resolve(options.runs ?? (process.env['HOURGLASS_RUNS'] || 'runs'))
  const out = resolve(options.out ?? join(runs, `${loaded.sweep.name}.sweep`))
  const plan = await planSweep(loaded, engine, runs)
  if (options.list) {
    const results = await collectResults(plan, out)
    process.stdout.write(`${options.json ? JSON.stringify(results) : sweepList(plan, results, shard)}\n`)
    return
  }
  const tell = (line: string): void => void process.stderr.write(`${line}\n`)
  tell(reason)
  const stop = stopSignal()
  try {
    const results = await runSweep(plan, {
      ...{ runs, out, shard, jobs: options.jobs, failFast: options.failFast, retry: options.retry },
      engine: { engine: engine.name, compile, precision, threads },
      signal: stop.signal,
      tell,
      onOutput: (text) => process.stderr.write(text.replaceAll(/^(?=.)/gm, '    ')),
    })
    const text = writeResults(results, out)
    process.stdout.write(options.json ? `${JSON.stringify(results)}\n` : `\n${text}\n\nresults: ${out}\n`)
    stop.signal.throwIfAborted()
    refuseMissing(results, unitsOf(plan.units, shard), out)
  } catch (error) {
    throw explainFileError(error)
  } finally {
    stop.release()
  }
}
