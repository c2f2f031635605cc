import { resolve } from 'node:path'

import { HourglassError } from '@hourglass/core'
import type { Command } from 'commander'

import { checkpointPolicy } from '../checkpoint-policy.js'
import { chooseEngine, type EngineOptions } from '../choose-engine.js'
import { readExperimentSource } from '../experiment-source.js'
import { loadExperiment } from '../load-experiment.js'
import { ownFiles } from '../own-files.js'
import { performRun } from '../perform-run.js'
import { ProgressDisplay } from '../progress-display.js'
import { resultTable } from '../result-table.js'
import { RunDirectory } from '../run-directory.js'
import { type PluginFile, runId } from '../run-id.js'
import type { RunResult } from '../run-result.js'
import { unfinishedThreads } from '../unfinished-threads.js'
import { withEngineOptions } from './engine-options.js'
import { interruptSignal } from './interrupt-signal.js'

interface RunOptions extends EngineOptions {
  readonly set: string[]
  readonly seed?: string
  readonly runs?: string
  readonly again?: boolean
  readonly fresh?: boolean
  readonly resume?: boolean
  readonly checkpointEvery?: string
  readonly keepCheckpoints?: string
  readonly json?: boolean
}

export function addRunCommand(program: Command): void {
  const command = program
    .command('run')
    .description('train and measure an experiment, and write its report')
    .argument('<file|name>', 'a YAML file, or a built-in experiment such as quickstart')
    .option('--set <path=value>', 'change an option, e.g. noise.fraction=0.4; may be repeated', collect, [])
    .option('--seed <n>', 'the root of all random numbers; the same as --set seed=n')
  withEngineOptions(command)
    .option('--runs <folder>', 'where run directories go (default: HOURGLASS_RUNS, or ./runs)')
    .option('--again', 'run even if this very run is finished already')
    .option('--resume', 'go on with an unfinished run, or say that there is none; without it: go on where there is one')
    .option('--fresh', 'start an unfinished run from the beginning')
    .option('--checkpoint-every <n|ns>', 'steps, or seconds such as 30s (default: HOURGLASS_CHECKPOINT_EVERY, or 60s)')
    .option('--keep-checkpoints <k>', 'how many to keep (default: 2)')
    .option('--json', 'print the result as one JSON object on standard output, and nothing else there')
    .action(run)
}

function collect(value: string, previous: string[]): string[] {
  return [...previous, value]
}

async function run(fileOrName: string, options: RunOptions): Promise<void> {
  const changes = options.seed === undefined ? options.set : [...options.set, `seed=${options.seed}`]
  const { experiment, host, plugins, locate } = await loadExperiment(readExperimentSource(fileOrName), changes)
  const checkpoints = checkpointPolicy(options)
  const resume = resumeOf(options)
  const runs = resolve(options.runs ?? (process.env['HOURGLASS_RUNS'] || 'runs'))
  const threads = options.threads ?? (resume === 'never' ? undefined : unfinishedThreads(runs, experiment))
  const { engine, reason, settings, warnings } = await chooseEngine({ ...options, threads })
  const display = new ProgressDisplay()
  const id = runId(experiment, engine, plugins, await ownFiles(host, experiment, engine).catch(withPlace(locate)))
  const directory = RunDirectory.of(runs, experiment.name, id)
  const done = options.again ? undefined : directory.finished<RunResult>()
  const { signal, release } = interruptSignal()
  try {
    if (done !== undefined) {
      display.line(`this run is finished already (--again runs it once more): ${directory.path}`)
      warnings.begin((text) => display.line(text)).end()
      print(done, directory, options)
      return
    }
    display.line(reason)
    const result = await performRun({
      experiment,
      host,
      engine,
      plugins,
      id,
      directory,
      settings,
      warnings,
      checkpoints,
      ...(resume && { resume }),
      signal,
      observer: {
        message: (text) => display.line(text),
        startStage: (name) => display.startStage(name),
        progress: (progress) => display.show(progress),
      },
    })
    display.finish()
    print(result, directory, options)
  } catch (error) {
    display.finish()
    if (error instanceof HourglassError && error.code === 'interrupted')
      throw new HourglassError(error.code, `interrupted; the run is unfinished: ${directory.path}`, {
        remedy: 'the same command goes on from where it was',
      })
    if (error instanceof HourglassError) throw error.place?.path === undefined ? error : locate(error)
    throw blamePlugins(error, plugins)
  } finally {
    release()
    engine.dispose()
  }
}

function withPlace(locate: (error: HourglassError) => HourglassError): (error: unknown) => never {
  return (error) => {
    throw error instanceof HourglassError ? locate(error.at({ path: 'dataset' })) : error
  }
}

function resumeOf({ resume, fresh }: RunOptions): 'never' | 'require' | undefined {
  if (resume && fresh)
    throw new HourglassError('invalid-option', '--resume and --fresh are opposites', {
      remedy: 'leave one of them out',
    })
  return fresh ? 'never' : resume ? 'require' : undefined
}

function print(result: RunResult, directory: RunDirectory, { json }: RunOptions): void {
  const report = directory.file('report.html')
  if (json) process.stdout.write(`${JSON.stringify({ ...result, directory: directory.path, report })}\n`)
  else process.stdout.write(`\n${resultTable(result)}\n\nreport: ${report}\n`)
}

/** What the mathematics of a plugin throws is no fault of Hourglass. */
function blamePlugins(error: unknown, plugins: readonly PluginFile[]): unknown {
  if (plugins.length === 0) return error
  const reason = error instanceof Error ? error.message : String(error)
  return new HourglassError('plugin-failed', `the run failed: ${reason}`, {
    remedy: `look at the plugins it names: ${plugins.map(({ name }) => name).join(', ')}; hourglass --trace run … shows where`,
    cause: error,
  })
}
