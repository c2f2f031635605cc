import { contentHash, type Experiment, HourglassError, parseExperiment, type PluginHost } from '@hourglass/core'
import { type Change, isWithin, type Job, type Sweep } from '@hourglass/sweep'

import { hostOf, pluginNames } from './load-experiment.js'
import { type LoadedPlugin, loadPlugins } from './load-plugins.js'
import { parseOptionPath, removeOption, setOption } from './option-path.js'
import type { SweepFiles } from './sweep-files.js'

/** What jobs start from: a record that is no experiment yet, and the plugins it may name. */
interface Base {
  /** Absent: a sweep that extends nothing. */
  readonly source: string | undefined
  readonly value: Readonly<Record<string, unknown>>
  readonly host: PluginHost
  readonly plugins: readonly LoadedPlugin[]
}

export interface ResolvedExperiment {
  readonly experiment: Experiment
  readonly host: PluginHost
  readonly plugins: readonly LoadedPlugin[]
}

/** Makes experiments of jobs; loads each plugin once. */
export class JobResolver {
  readonly #bases = new Map<string, Promise<Base>>()

  constructor(
    readonly files: SweepFiles,
    readonly sweep: Sweep,
  ) {}

  /** @throws HourglassError `invalid-experiment`, …, with the place in the sweep's file, or in the experiment's */
  async resolve({ cell, changes, seed }: Job): Promise<ResolvedExperiment> {
    const { base: named } = cell
    const key = named === undefined ? '' : `${named.origin.source}\n${named.name}`
    if (!this.#bases.has(key)) this.#bases.set(key, this.#load(named))
    const base = await this.#bases.get(key)!
    const begin: unknown = { name: this.sweep.name, ...base.value }
    const changed = changes.reduce((value, change) => this.#apply(value, change), begin) as object
    const plugins = base.plugins.map(({ file }) => file)
    try {
      const experiment = parseExperiment(base.host, { ...changed, plugins, seed })
      return { experiment, host: base.host, plugins: base.plugins }
    } catch (error) {
      throw error instanceof HourglassError ? this.#blame(error, changes, base, cell.origin) : error
    }
  }

  async #load(named: Job['cell']['base']): Promise<Base> {
    const file = named && this.files.base(named.name, named.origin)
    const value = file?.yaml.value ?? {}
    const own = file === undefined ? [] : await this.#plugins(pluginNames(value), file.source.folder, file.source.name)
    const more: LoadedPlugin[] = []
    for (const { name, origin } of this.sweep.plugins)
      more.push(...(await this.#plugins([name], this.files.folderOf(origin), origin.source, origin.path)))
    const known = new Set(own.map(({ file: path }) => path))
    const plugins = [...own, ...more.filter(({ file: path }) => !known.has(path))]
    const host = this.files.located(() => hostOf(plugins), file?.source.name ?? this.sweep.rows[0]!.origin.source)
    return { source: file?.source.name, value, host, plugins }
  }

  async #plugins(names: readonly string[], folder: string, source: string, path?: string): Promise<LoadedPlugin[]> {
    try {
      return await loadPlugins(names, folder)
    } catch (error) {
      if (!(error instanceof HourglassError)) throw error
      const { code, message, expected, remedy, cause } = error
      const place = { source, path: path ?? error.place?.path }
      throw this.files.locate(new HourglassError(code, message, { place, expected, remedy, cause }))
    }
  }

  #apply(value: unknown, { path, value: option, origin }: Change): unknown {
    const steps = parseOptionPath(path)!
    try {
      return option === null ? removeOption(value, steps) : setOption(value, steps, option, origin.source)
    } catch (error) {
      throw error instanceof HourglassError ? this.files.locate(error.at(origin)) : error
    }
  }

  /** The change that set what is wrong, or else the experiment that it all starts from. */
  #blame(error: HourglassError, changes: readonly Change[], base: Base, origin: Change['origin']): HourglassError {
    const path = error.place?.path ?? ''
    const change = changes.findLast((one) => isWithin(path, one.path))
    const source = change?.origin.source ?? base.source ?? origin.source
    const where = change === undefined ? path : `${change.origin.path}${path.slice(change.path.length)}`
    const told = this.files.locate(new HourglassError(error.code, error.message, { place: { source, path: where } }))
    // The option by its own path, which is what the user thinks of; the position is that in the sweep.
    return new HourglassError(error.code, error.message, {
      place: { ...told.place, path },
      expected: error.expected,
      remedy: error.remedy,
      also: error.also,
      cause: error,
    })
  }
}

/** The content hash of a job: its experiment without words for readers, and the code and data it names. */
export function jobId({ experiment, plugins }: ResolvedExperiment): string {
  const { description: _, plugins: __, ...computed } = experiment
  return contentHash({ experiment: computed, plugins: plugins.map(({ sha256 }) => sha256) }).slice(0, 12)
}
