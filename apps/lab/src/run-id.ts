import { contentHash, type Engine, type Experiment } from '@hourglass/core'

import { version } from './environment.js'
import type { OwnFile } from './own-files.js'

/** A plugin that an experiment names, with the SHA-256 of its code. */
export interface PluginFile {
  readonly name: string
  readonly file: string
  readonly sha256: string
}

/**
 * Names a run by all that decides its bits: the experiment without its description, the plugins' own code instead of
 * their names, the content of the user's own data files, the engine with its settings and library, and the version of
 * Hourglass.
 *
 * Not by the machine (`engine.machine`: threads, cores, processor), although it decides the last bits of a few
 * operations, such as sums over large tensors: an experiment is not another one because the machine was busy, or
 * another machine. `environment.json` tells it.
 */
export function runId(
  experiment: Experiment,
  engine: Pick<Engine, 'name' | 'facts'>,
  plugins: readonly PluginFile[],
  files: readonly OwnFile[] = [],
): string {
  const { description: _, plugins: __, ...computed } = experiment
  const identity = {
    experiment: computed,
    plugins: plugins.map(({ sha256 }) => sha256),
    engine: { name: engine.name, ...engine.facts },
    hourglass: version(),
    ...(files.length > 0 && { files }),
  }
  return contentHash(identity).slice(0, 12)
}
