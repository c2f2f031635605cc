import { ENGINE, DATA_SPEC, HourglassError, MODEL, OUTPUT_DISTRIBUTION, PluginHost } from '@hourglass/core'
import {
  gaussianOutput,
  type ModelCase,
  type ModelReference,
  SIX_PIXELS,
  testEngines,
  testModel,
} from '@hourglass/testing'
import { expect, it } from 'vitest'

import type { ActivationName } from './activation.js'
import { affine, REFERENCE_ACTIVATIONS } from './dense-reference.fixture.js'
import models from './index.js'
import { latentKl } from './latent-kl.fixture.js'
import { twoBlocks } from './two-blocks.fixture.js'

/** μ(x) and θ(z) by plain loops. */
function reference(hidden: readonly number[], activation: ActivationName): ModelReference {
  const s = REFERENCE_ACTIVATIONS[activation]
  return {
    encode(params, x) {
      const e = hidden.reduce((e, _, k) => affine(e, params[`encoder.${k}.W`]!, params[`encoder.${k}.b`]!).map(s), x)
      return affine(e, params['encoder.mean.W']!, params['encoder.mean.b']!)
    },
    decode(params, z) {
      const first = affine(z, params['decoder.code.W']!, params['decoder.code.b']!)
      return hidden.reduceRight((e, _, k) => {
        return affine(e.map(s), params[`decoder.${k}.W`]!, params[`decoder.${k}.b`]!)
      }, first)
    },
  }
}

const network = (
  options: { latent: number; hidden: number[]; activation?: ActivationName; [option: string]: unknown },
  costValue: (terms: Readonly<Record<string, number>>) => number,
): ModelCase => ({
  options,
  costValue,
  plugins: [latentKl],
  has: ['linearize', 'decoderWeights', 'posterior', 'cost', 'generate'],
  reference: reference(options.hidden, options.activation ?? 'tanh'),
})

testModel(models, 'variational', [
  network({ latent: 2, hidden: [4] }, (terms) => terms['nll']! + terms['latent-kl']!),
  network({ latent: 3, hidden: [], beta: 4 }, (terms) => terms['nll']! + 4 * terms['latent-kl']!),
  network({ latent: 2, hidden: [5, 3], activation: 'elu', samples: 3 }, (terms) => terms['nll']! + terms['latent-kl']!),
  network({ latent: 2, hidden: [3], importanceSamples: 4, samples: 2 }, (terms) => terms['bound']!),
  {
    ...network({ latent: 2, hidden: [3], activation: 'softplus', beta: 0 }, (terms) => terms['nll']!),
    output: twoBlocks,
    // Without the divergence's gradient all parameters still matter, those of the variance through the draws.
    data: { dimensions: 4, range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] },
  },
])

it('refuses a factor of the divergence where there is none, and asks for the divergence where there is', async () => {
  const engine = await testEngines()[0]!.create()
  const create = (options: object) => {
    const scope = new PluginHost([models]).createScope().provide(ENGINE, engine).provide(DATA_SPEC, SIX_PIXELS)
    return () =>
      scope.provide(OUTPUT_DISTRIBUTION, gaussianOutput(engine)).create(MODEL, { use: 'variational', ...options })
  }
  expect(create({ importanceSamples: 5, beta: 2 })).toThrow(HourglassError)
  expect(create({ importanceSamples: 5, beta: 2 })).toThrow(/beta must be 1/)
  expect(create({})).toThrow(/latent-kl/)
  expect(create({ importanceSamples: 5 })).not.toThrow()
})
