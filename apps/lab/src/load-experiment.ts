import { type Experiment, HourglassError, parseExperiment, type Plugin, PluginHost } from '@hourglass/core'

import { type ExperimentSource } from './experiment-source.js'
import { type LoadedPlugin, loadPlugins } from './load-plugins.js'
import { parseOptionPath, setOption } from './option-path.js'
import { parseSetting } from './setting.js'
import { STANDARD_PLUGINS } from './standard-plugins.js'
import { parseYamlFile } from './yaml-file.js'

export interface LoadedExperiment {
  readonly experiment: Experiment
  readonly host: PluginHost
  /** The plugins that the experiment names, as they were loaded. */
  readonly plugins: readonly LoadedPlugin[]
  /** Adds file, line and column, or the `--set`, to an error that knows the option it is about. */
  locate(error: HourglassError): HourglassError
}

const EXPECTED = {
  what: 'an experiment',
  expected: 'name, dataset, model, loss, stages, …',
  remedy: 'start from a built-in one: hourglass run quickstart',
}
const SETTING = 'path=value, e.g. --set noise.fraction=0.4 or --set stages[0].epochs=5'

/**
 * Reads an experiment: YAML, then `--set path=value` in order, then the plugins it names, then its schema, which
 * writes out every default.
 *
 * @param more plugins given by code, besides the standard ones
 * @throws HourglassError with file, line and column of what is wrong
 */
export async function loadExperiment(
  source: ExperimentSource,
  set: readonly string[] = [],
  more: readonly Plugin[] = [],
): Promise<LoadedExperiment> {
  const file = parseYamlFile(source, EXPECTED)
  const settings = set.map((text) => parseSetting(text, SETTING))
  const locate = (error: HourglassError): HourglassError => {
    const path = parseOptionPath(error.place?.path ?? '') ?? []
    const setting = settings.findLast((candidate) => candidate.path.every((key, place) => path[place] === key))
    return setting === undefined
      ? error.at({ source: source.name, ...file.positionOf(error.place?.path ?? '') })
      : error.at({ source: setting.source })
  }
  try {
    const value = settings.reduce<unknown>(
      (inside, setting) => setOption(inside, setting.path, setting.value, setting.source),
      file.value,
    )
    const plugins = await loadPlugins(pluginNames(value), source.folder)
    const host = hostOf(plugins, more)
    const experiment = parseExperiment(host, value)
    // By whole paths, so that the experiment means the same wherever it is read again.
    const resolved = plugins.map(({ name, file }) => (name.startsWith('.') ? file : name))
    return { experiment: { ...experiment, plugins: resolved }, host, plugins, locate }
  } catch (error) {
    throw error instanceof HourglassError ? locate(error) : error
  }
}

/** The standard plugins, those given by code, and those that an experiment names. */
export function hostOf(plugins: readonly LoadedPlugin[], more: readonly Plugin[] = []): PluginHost {
  const host = new PluginHost([...STANDARD_PLUGINS, ...more])
  for (const [place, { plugin }] of plugins.entries())
    try {
      host.install(plugin)
    } catch (error) {
      throw error instanceof HourglassError ? error.at({ path: `plugins[${place}]` }) : error
    }
  return host
}

/** Those that an experiment names, before it is parsed. */
export function pluginNames(value: unknown): string[] {
  const names = (value as { plugins?: unknown }).plugins
  // Anything that is not a list of names is refused by the schema later, with its place.
  return Array.isArray(names) ? names.filter((name): name is string => typeof name === 'string' && name !== '') : []
}
