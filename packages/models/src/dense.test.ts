import { DATA_SPEC, ENGINE, HourglassError, MODEL, OUTPUT_DISTRIBUTION, PluginHost } from '@hourglass/core'
import { type ModelCase, SIX_PIXELS, testEngines, testModel } from '@hourglass/testing'
import { expect, it } from 'vitest'

import { type ActivationName, ACTIVATION_NAMES } from './activation.js'
import { mirroredReference, REFERENCE_ACTIVATIONS } from './dense-reference.fixture.js'
import models from './index.js'
import { twoBlocks } from './two-blocks.fixture.js'

const network = (hidden: readonly number[], activation: ActivationName, tied: boolean): ModelCase => ({
  options: { hidden, activation, tied },
  has: ['linearize', 'decoderWeights'],
  reference: mirroredReference({ hidden, tied, activation: (a) => a.map(REFERENCE_ACTIVATIONS[activation]) }),
})

testModel(models, 'dense', [
  ...ACTIVATION_NAMES.flatMap((activation) => [network([3], activation, true), network([5, 2], activation, false)]),
  network([8], 'tanh', false),
  network([5, 4, 2], 'sigmoid', true),
  network([5, 4, 2], 'tanh', false),
  { ...network([3], 'identity', false), data: { dimensions: 5, range: [-2, 2] }, output: twoBlocks },
  { ...network([4, 2], 'sigmoid', false), output: twoBlocks },
])

it('refuses tied weights for a loss that takes two numbers for each dimension', async () => {
  const engine = await testEngines()[0]!.create()
  const scope = new PluginHost([models]).createScope().provide(ENGINE, engine).provide(DATA_SPEC, SIX_PIXELS)
  scope.provide(OUTPUT_DISTRIBUTION, twoBlocks(engine))
  for (const use of ['dense', 'k-sparse']) {
    const create = () => scope.create(MODEL, { use, hidden: use === 'dense' ? [3] : 30, tied: true })
    expect(create).toThrow(HourglassError)
    expect(create).toThrow(`model "${use}" with tied: true gives 1 number per dimension; the loss needs 2`)
    expect(create).toThrow(
      expect.objectContaining({ code: 'model-loss-mismatch', remedy: expect.stringMatching(/tied: false/) }),
    )
  }
})
