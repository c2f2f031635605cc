import {
  type Dataset,
  DATASET,
  type DatasetSource,
  HourglassError,
  type PluginHost,
  type RegisteredEntry,
  suggest,
} from '@hourglass/core'

import { setOption } from './option-path.js'
import { requireDataset } from './require-dataset.js'
import { parseSetting, type Setting } from './setting.js'
import { STANDARD_PLUGINS } from './standard-plugins.js'

type Progress = (message: string) => void

/** A data set as a user named it: created, nothing loaded. */
export interface NamedSource {
  readonly name: string
  readonly registered: RegisteredEntry
  /** With every default written out. */
  readonly options: Readonly<Record<string, unknown>>
  readonly source: DatasetSource
  /** Calls the source; what a plugin throws that is no `HourglassError` is told as that plugin's fault. */
  ask<Answer>(what: string, call: (source: DatasetSource) => Promise<Answer>, signal?: AbortSignal): Promise<Answer>
  /** `source.load` or, `anew`, `source.remake` where there is one. @throws HourglassError `plugin-failed`, `interrupted` */
  load(progress: Progress, signal: AbortSignal, anew?: boolean): Promise<Dataset>
  dispose(): void
}

/**
 * Creates a data set by its name and by `--set option=value` in order.
 *
 * @throws HourglassError `unknown-data-set`, `invalid-setting`, `invalid-option` naming the `--set`, `plugin-failed`
 */
export function dataSource(host: PluginHost, name: string, set: readonly string[]): NamedSource {
  const registered = findDataSet(host, name)
  const settings = set.map((text) => parseSetting(text, 'option=value, e.g. --set validation=5000'))
  const naming = settings.find(({ path }) => path[0] === 'use')
  if (naming !== undefined)
    throw new HourglassError('invalid-setting', 'the data set is named by the argument, not by an option', {
      place: { source: naming.source },
      remedy: 'leave it out',
    })
  const scope = host.createScope()
  try {
    const given = settings.reduce<unknown>(
      (inside, { path, value, source }) => setOption(inside, path, value, source),
      { use: name },
    )
    const { use: _, ...options } = host.complete(DATASET, given as { use: string })
    const source = scope.create(DATASET, { use: name, ...options })
    return named({ registered, options, source, settings, dispose: () => scope.dispose() })
  } catch (error) {
    scope.dispose()
    throw located(error, settings)
  }
}

/** @throws HourglassError `unknown-data-set` */
function findDataSet(host: PluginHost, name: string): RegisteredEntry {
  const found = host.list(DATASET).find((registered) => registered.name === name)
  if (found !== undefined) return found
  throw new HourglassError('unknown-data-set', `there is no data set "${name}"`, {
    expected: suggest(name, host.names(DATASET)),
    remedy: 'hourglass data list tells what each is; --plugin <package> adds those of a package of your own',
  })
}

interface Created extends Pick<NamedSource, 'registered' | 'options' | 'source' | 'dispose'> {
  readonly settings: readonly Setting[]
}

function named({ registered, options, source, settings, dispose }: Created): NamedSource {
  const { name, plugin } = registered
  const ask: NamedSource['ask'] = async (what, call, signal) => {
    try {
      const answer = await call(source)
      signal?.throwIfAborted()
      return answer
    } catch (error) {
      // Whatever an interrupted call throws, it was interrupted.
      signal?.throwIfAborted()
      if (error instanceof HourglassError) throw located(error, settings)
      // A fault of ours is to be reported to us, with its stack.
      if (STANDARD_PLUGINS.includes(plugin)) throw error
      const reason = error instanceof Error ? error.message : String(error)
      throw new HourglassError(
        'plugin-failed',
        `data set "${name}" of ${plugin.name} could not be ${what}: ${reason}`,
        {
          remedy: `this is likely a fault of ${plugin.name}; its error follows with hourglass --trace data …`,
          cause: error,
        },
      )
    }
  }
  return {
    name,
    registered,
    options,
    source,
    ask,
    load: async (progress, signal, anew = false) => {
      const remake = anew ? source.remake?.bind(source) : undefined
      const load = remake ?? source.load.bind(source)
      return requireDataset(await ask(remake ? 'made' : 'loaded', () => load(progress, signal), signal), name)
    },
    dispose,
  }
}

/** Adds the `--set` to an error that knows the option it is about. */
function located(error: unknown, settings: readonly Setting[]): unknown {
  if (!(error instanceof HourglassError) || error.place?.path === undefined) return error
  const { path } = error.place
  const setting = settings.findLast(
    (candidate) =>
      path === candidate.path[0] ||
      path.startsWith(`${candidate.path[0]}.`) ||
      path.startsWith(`${candidate.path[0]}[`),
  )
  return setting === undefined ? error : error.at({ source: setting.source })
}
