import { type Experiment, HourglassError, parseExperiment, type Plugin, PluginHost } from '@hourglass/core'
import { type Document, isCollection, isMap, isPair, isScalar, LineCounter, parseDocument } from 'yaml'

import { type ExperimentSource } from './experiment-source.js'
import { loadPlugins } from './load-plugins.js'
import { type OptionPath, parseOptionPath, setOption } from './option-path.js'
import type { PluginFile } from './run-id.js'
import { parseSetting } from './setting.js'
import { STANDARD_PLUGINS } from './standard-plugins.js'

export interface LoadedExperiment {
  readonly experiment: Experiment
  readonly host: PluginHost
  /** The plugins that the experiment names, as they were loaded. */
  readonly plugins: readonly PluginFile[]
  /** Adds file, line and column, or the `--set`, to an error that knows the option it is about. */
  locate(error: HourglassError): HourglassError
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
  const lines = new LineCounter()
  const document = parseDocument(source.text, { lineCounter: lines })
  refuseBadYaml(document, source)
  const settings = set.map((text) => parseSetting(text, SETTING))
  const locate = (error: HourglassError): HourglassError => {
    const path = parseOptionPath(error.place?.path ?? '') ?? []
    const setting = settings.findLast((candidate) => candidate.path.every((key, place) => path[place] === key))
    return setting === undefined
      ? error.at({ source: source.name, ...positionOf(document, lines, path) })
      : error.at({ source: setting.source })
  }
  try {
    const value = settings.reduce<unknown>(
      (inside, setting) => setOption(inside, setting.path, setting.value, setting.source),
      toValue(document, source),
    )
    const host = new PluginHost([...STANDARD_PLUGINS, ...more])
    const plugins = await loadPlugins(pluginNames(value), source.folder)
    for (const [place, { plugin }] of plugins.entries()) installAt(host, plugin, place)
    const experiment = parseExperiment(host, value)
    // By whole paths, so that the experiment means the same wherever it is read again.
    const resolved = plugins.map(({ name, file }) => (name.startsWith('.') ? file : name))
    return { experiment: { ...experiment, plugins: resolved }, host, plugins, locate }
  } catch (error) {
    throw error instanceof HourglassError ? locate(error) : error
  }
}

function installAt(host: PluginHost, plugin: Plugin, place: number): void {
  try {
    host.install(plugin)
  } catch (error) {
    throw error instanceof HourglassError ? error.at({ path: `plugins[${place}]` }) : error
  }
}

function refuseBadYaml(document: Document.Parsed, source: ExperimentSource): void {
  const [error] = document.errors
  if (error === undefined) return
  const [start] = error.linePos ?? []
  const message = error.message.split(' at line')[0]!.split('\n')[0]!
  throw new HourglassError('invalid-yaml', message, {
    place: { source: source.name, line: start?.line, column: start?.col },
    expected: 'YAML: key: value, lists by hyphens or [ ], nesting by indentation or { }',
  })
}

function toValue(document: Document.Parsed, source: ExperimentSource): unknown {
  let value: unknown
  try {
    value = document.toJS()
  } catch (cause) {
    throw new HourglassError('invalid-yaml', cause instanceof Error ? cause.message : String(cause), { cause })
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new HourglassError('invalid-experiment', 'this is not an experiment', {
    place: { source: source.name },
    expected: 'name, dataset, model, loss, stages, …',
    remedy: 'start from a built-in one: hourglass run quickstart',
  })
}

function pluginNames(value: unknown): string[] {
  const names = (value as { plugins?: unknown }).plugins
  // Anything that is not a list of names is refused by the schema later, with its place.
  return Array.isArray(names) ? names.filter((name): name is string => typeof name === 'string' && name !== '') : []
}

/** Line and column of the option at `path`, or of the nearest thing around it that the file has. */
function positionOf(document: Document.Parsed, lines: LineCounter, path: OptionPath): { line: number; column: number } {
  let offset = document.contents?.range?.[0] ?? 0
  let node: unknown = document.contents
  for (const key of path) {
    if (!isCollection(node)) break
    const pair = isMap(node)
      ? node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key)
      : undefined
    const next = node.get(key, true) as { range?: [number, number, number] } | undefined
    if (next === undefined) break
    // For a key, point at the key: the value may be absent, or lines further down.
    offset = (pair?.key as { range?: [number] } | undefined)?.range?.[0] ?? next.range?.[0] ?? offset
    node = next
  }
  const { line, col } = lines.linePos(offset)
  return { line, column: col }
}
