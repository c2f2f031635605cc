import { type DataSpec, LOSS, MODEL, type Plugin, type PluginHost, type Reference } from '@hourglass/core'

import {
  CONFIG_FILE,
  dataOf,
  FORMAT_VERSION,
  type ModelConfig,
  parseModelConfig,
  WEIGHTS_FILE,
} from './model-config.js'
import type { ModelFiles } from './model-files.js'
import { weightsHash } from './weights-hash.js'

export interface ModelFacts extends Pick<ModelConfig, 'run' | 'engine' | 'plugins'> {
  /** With every option written out. */
  readonly model: Reference
  readonly loss: Reference
  readonly spec: DataSpec
  /** The parameters as safetensors. */
  readonly weights: Uint8Array
}

/** A trained model as its two files. The same model gives the same bytes. */
export async function packModel(facts: ModelFacts): Promise<ModelFiles> {
  const { run, model, loss, spec, plugins, engine, weights } = facts
  const config: ModelConfig = {
    format: 'hourglass-model',
    version: FORMAT_VERSION,
    run,
    model,
    loss,
    data: dataOf(spec),
    plugins,
    engine,
    weights: { file: WEIGHTS_FILE, sha256: await weightsHash(weights) },
  }
  const text = `${JSON.stringify(config, null, 2)}\n`
  // Nothing leaves that could not be read again.
  parseModelConfig(text, CONFIG_FILE)
  return { [CONFIG_FILE]: new TextEncoder().encode(text), [WEIGHTS_FILE]: weights }
}

/**
 * The plugins that a model and its loss come from, those named inside their options (the layers of a stack) included,
 * sorted by name. Not what a model's own code asks for by name.
 */
export function pluginsOf(host: PluginHost, model: Reference, loss: Reference): readonly Plugin[] {
  const found = new Set<Plugin>()
  const add = (value: unknown, points: readonly string[]): void => {
    if (typeof value !== 'object' || value === null) return
    const { use } = value as { use?: unknown }
    // Within options the point is not known: the name is looked for among models, then losses, then everywhere.
    const entries = points.map((point) => host.list(point).find(({ name }) => name === use))
    const entry = entries.find((one) => one !== undefined)
    if (entry !== undefined) found.add(entry.plugin)
    for (const inside of Object.values(value)) add(inside, [MODEL.id, LOSS.id, ...host.points()])
  }
  add(model, [MODEL.id])
  add(loss, [LOSS.id])
  return [...found].toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
