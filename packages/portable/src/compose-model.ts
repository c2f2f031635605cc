import {
  type Autoencoder,
  DATA_SPEC,
  type Engine,
  ENGINE,
  HourglassError,
  LOSS,
  MODEL,
  OUTPUT_DISTRIBUTION,
  type OutputDistribution,
  type Plugin,
  PluginHost,
  type RunScope,
} from '@hourglass/core'
import losses from '@hourglass/losses'
import models from '@hourglass/models'
import regularizers from '@hourglass/regularizers'

import { type ModelConfig, specOf } from './model-config.js'

/** Regularizers because a model may hold one, as the variational one does. */
const STANDARD: readonly Plugin[] = [models, losses, regularizers]

export interface ComposedModel {
  readonly model: Autoencoder
  readonly loss: OutputDistribution
  readonly scope: RunScope
}

/**
 * Creates the model and the loss that a config names, out of the standard plugins and those given.
 *
 * @throws HourglassError `plugin-missing` where it cannot be done and the config names plugins that are not here, or
 *   what creating throws
 */
export function composeModel(config: ModelConfig, plugins: readonly Plugin[], engine: Engine): ComposedModel {
  const here = [...STANDARD, ...plugins]
  const scope = new PluginHost(here).createScope()
  try {
    scope.provide(ENGINE, engine).provide(DATA_SPEC, specOf(config.data))
    const loss = within('loss', () => scope.create(LOSS, config.loss))
    // Before the model, which asks how many numbers its decoder owes for each dimension.
    scope.provide(OUTPUT_DISTRIBUTION, loss)
    return { loss, model: within('model', () => scope.create(MODEL, config.model)), scope }
  } catch (cause) {
    scope.dispose()
    const missing = config.plugins
      .map(({ name }) => name)
      .filter((name) => here.every((plugin) => plugin.name !== name))
    if (missing.length === 0) throw cause
    throw new HourglassError('plugin-missing', `this model needs ${missing.map((name) => `"${name}"`).join(' and ')}`, {
      expected: 'the plugins that the model was trained with',
      remedy: 'import them, and hand them in: loadModel(…, { plugins: […] })',
      cause,
    })
  }
}

function within<Created>(path: string, create: () => Created): Created {
  try {
    return create()
  } catch (error) {
    throw error instanceof HourglassError
      ? error.at({ path: [path, error.place?.path].filter(Boolean).join('.') })
      : error
  }
}
