import { type Engine, HourglassError, type Plugin, type Random } from '@hourglass/core'
import { tidy, util, zeros } from '@tensorflow/tfjs-core'

import { composeModel } from './compose-model.js'
import type { ModelConfig } from './model-config.js'

export type Shape = readonly number[]

/**
 * The shapes of the parameters that a model would start with, by name. Nothing is drawn, and no more than `most` numbers are
 * made at a time: a config may ask for a model that no memory holds.
 *
 * @throws HourglassError `weights-do-not-fit` where the model has more than `most`
 */
export function parameterShapes(
  config: ModelConfig,
  plugins: readonly Plugin[],
  engine: Engine,
  most: number,
): ReadonlyMap<string, Shape> {
  const random = withoutDrawing(engine.random, most)
  const { model, scope } = composeModel(config, plugins, { ...engine, random })
  const shapes = new Map<string, Shape>()
  try {
    tidy(() => {
      for (const [name, { shape }] of Object.entries(model.init(random.key(0)))) shapes.set(name, shape)
    })
    return shapes
  } finally {
    scope.dispose()
  }
}

function withoutDrawing(random: Random, most: number): Random {
  const draw: Random['uniform'] = (_, shape) => {
    const size = util.sizeFromShape(shape)
    if (size <= most) return zeros(shape)
    throw new HourglassError(
      'weights-do-not-fit',
      `the model has a tensor of [${shape}], and the weights are ${most} numbers`,
    )
  }
  return { ...random, uniform: draw, normal: draw, bernoulli: (key, shape) => draw(key, shape) }
}
