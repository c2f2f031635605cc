import { resolve } from 'node:path'

import {
  type ExperimentInput,
  HourglassError,
  parseExperiment,
  type Plugin,
  PluginHost,
  type Progress,
  type UntypedEntries,
} from '@hourglass/core'
import type { CompileChoice, EngineChoice, Precision } from '@hourglass/engine'

import { chooseEngine, type ChosenEngine } from './choose-engine.js'
import { ownFiles } from './own-files.js'
import { performRun } from './perform-run.js'
import { RunDirectory } from './run-directory.js'
import { runId } from './run-id.js'
import type { RunResult } from './run-result.js'
import { STANDARD_PLUGINS, type StandardEntries } from './standard-plugins.js'

/** What all plugins of a list add, by point and name. */
type EntriesOf<Plugins extends readonly Plugin[]> = Plugins extends readonly []
  ? unknown
  : Plugins extends readonly [infer First, ...infer Rest extends readonly Plugin[]]
    ? EntriesOfOne<First> & EntriesOf<Rest>
    : UntypedEntries

/** Of a plugin whose `register` does not return what `add` returns, TypeScript knows no names. */
type EntriesOfOne<One> =
  One extends Plugin<infer Entries> ? (unknown extends Entries ? UntypedEntries : Entries) : never

export interface LabOptions<Plugins extends readonly Plugin[]> {
  /** Besides the standard ones. */
  readonly plugins?: Plugins
  /** Default: `HOURGLASS_ENGINE`, or auto. */
  readonly engine?: EngineChoice
  /**
   * Steps as one graph, on the native engine. `auto`: where possible, with a warning and eagerly where not; `on`: an
   * error where not. Default: `HOURGLASS_COMPILE`, or auto.
   */
  readonly compile?: CompileChoice
  /**
   * `fast`: matrix products of the native engine may round their inputs to bfloat16. Default: `HOURGLASS_PRECISION`, or
   * strict. The native library is loaded once per process: a later lab cannot have another precision or other threads.
   */
  readonly precision?: Precision
  /** Of the native engine. Default: `HOURGLASS_THREADS`, or auto: its share of the cores. */
  readonly threads?: number | 'auto'
  /** Folder of run directories. Default: `HOURGLASS_RUNS`, or `./runs`. */
  readonly runs?: string
}

export interface LabRunOptions {
  /** Aborting it ends the run at the next step; the same run goes on from there next time. */
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress, stage: string) => void
  readonly onMessage?: (text: string) => void
}

export interface LabRun extends RunResult {
  /** The run's folder. */
  readonly directory: string
  /** The path of `report.html` in it. */
  readonly report: string
}

/** An experiment; its plugins are the lab's. */
export type LabExperiment<Entries> = Omit<ExperimentInput<Entries>, 'plugins'> & { readonly plugins?: never }

export interface Lab<Entries> {
  /**
   * Trains and measures an experiment, and writes its run directory, as `hourglass run` does. A run that is finished
   * already is given back as it is, unless the lab has plugins of its own: their code cannot be compared. For the same
   * reason the folder of such a run is made anew by every run of the same experiment, and the `hourglass` command cannot
   * compose it again.
   *
   * @throws HourglassError as `hourglass run` tells them
   */
  run(experiment: LabExperiment<Entries>, options?: LabRunOptions): Promise<LabRun>
  /** Frees the engine; the lab cannot be used afterwards. */
  dispose(): void
}

/**
 * The `hourglass` command in a program, typed: TypeScript knows the plugins' names and their options.
 *
 *   const lab = createLab({ plugins: [dimming] })
 *   const { rows } = await lab.run({ name: 'mine', dataset: 'mnist-10k', noise: { use: 'dimming', least: 0.2 }, … })
 */
export function createLab<const Plugins extends readonly Plugin[] = readonly []>(
  options: LabOptions<Plugins> = {},
): Lab<StandardEntries & EntriesOf<Plugins>> {
  const own = options.plugins ?? []
  const host = new PluginHost([...STANDARD_PLUGINS, ...own])
  const runs = resolve(options.runs ?? (process.env['HOURGLASS_RUNS'] || 'runs'))
  const { engine: choice, compile, precision, threads } = options
  let chosen: Promise<ChosenEngine> | undefined
  let disposed = false
  let last: Promise<unknown> = Promise.resolve()
  const lab: Lab<StandardEntries & EntriesOf<Plugins>> = {
    async run(input, runOptions) {
      if (disposed) throw new HourglassError('lab-disposed', 'this lab was disposed of: it runs no more experiments')
      // One after the other: the tensor library has one current engine.
      const next = last.then(() => runOne(input, runOptions))
      last = next.catch(() => {})
      return next
    },
    dispose() {
      disposed = true
      // An engine that could not be had was told by the run that asked for it.
      void last.then(() => chosen?.then(({ engine }) => engine.dispose())).catch(() => {})
    },
  }
  async function runOne(
    input: unknown,
    { signal = new AbortController().signal, onProgress, onMessage }: LabRunOptions = {},
  ): Promise<LabRun> {
    const experiment = parseExperiment(host, { ...(input as object), plugins: own.map(({ name }) => name) })
    refuseNames(input)
    chosen ??= chooseEngine({ engine: choice, compile, precision, threads })
    chosen.catch(() => (chosen = undefined))
    const { engine, settings, warnings } = await chosen
    const plugins = own.map(({ name }) => ({ name, file: '', sha256: `given by code: ${name}` }))
    const id = runId(experiment, engine, plugins, await ownFiles(host, experiment, engine))
    const directory = RunDirectory.of(runs, experiment.name, id)
    const finished = own.length === 0 ? directory.finished<RunResult>() : undefined
    let stage = ''
    const observer = {
      message: (text: string) => onMessage?.(text),
      startStage: (name: string) => void (stage = name),
      progress: (progress: Progress) => onProgress?.(progress, stage),
    }
    // Code that is given cannot be compared, so neither can a run that it began be gone on with.
    const resume = own.length === 0 ? undefined : ('never' as const)
    const run = { experiment, host, engine, settings, warnings, plugins, id, directory, observer, signal }
    const request = { ...run, ...(resume && { resume }) }
    const result = finished ?? (await performRun(request))
    return { ...result, directory: directory.path, report: directory.file('report.html') }
  }
  return lab
}

function refuseNames(input: unknown): void {
  const names = (input as { plugins?: unknown } | undefined)?.plugins
  if (names === undefined || (Array.isArray(names) && names.length === 0)) return
  throw new HourglassError('invalid-experiment', 'an experiment in a program names no plugins', {
    place: { path: 'plugins' },
    expected: 'plugins as values',
    remedy: 'createLab({ plugins: [thePlugin] })',
  })
}
