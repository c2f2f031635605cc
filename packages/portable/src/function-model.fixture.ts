import { definePlugin, MODEL } from '@hourglass/core'
import { mul, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core'
import { z } from 'zod'

import { type SampleModel, SPEC } from './model-files.fixture.js'

/** A model of a plugin, without parameters, whose encoder is a function [n, 12] → [n, 12]. */
export function functionModel(encode: (x: Tensor2D) => Tensor): SampleModel {
  const plugin = definePlugin({
    name: 'odd',
    apiVersion: 1,
    register: (registry) =>
      registry.add(MODEL, 'odd', {
        summary: 'h = f(x), θ = 2h',
        options: z.strictObject({}),
        create: () => ({
          codeDimensions: SPEC.dimensions,
          encoderLayers: [],
          init: () => ({}),
          encode: (_, x) => encode(x) as Tensor2D,
          decode: (_, h) => mul(h, 2),
        }),
      }),
  })
  return { model: { use: 'odd' }, plugins: [plugin] }
}
