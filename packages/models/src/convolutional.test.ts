import { DATA_SPEC, type DataSpec, ENGINE, MODEL, OUTPUT_DISTRIBUTION, PluginHost } from '@hourglass/core'
import { gaussianOutput, type ModelCase, SIX_PIXELS, testEngines, testModel } from '@hourglass/testing'
import { describe, expect, it } from 'vitest'

import { convolutionReference } from './convolution-reference.fixture.js'
import type { ConvolutionalOptions } from './convolutional.js'
import models from './index.js'
import { twoBlocks } from './two-blocks.fixture.js'

const network = ({ image, parametersPerDimension: p = 1, ...options }: ConvolutionalOptions): ModelCase => ({
  options,
  data: { dimensions: image[0] * image[1], range: [-1, 1], image },
  engines: ['cpu', 'node'],
  has: ['linearize'],
  ...(p === 2 ? { output: twoBlocks } : {}),
  reference: convolutionReference({ ...options, image, parametersPerDimension: p }),
})

testModel(models, 'convolutional', [
  network({
    image: [5, 4],
    filters: [2, 3],
    kernel: 3,
    stride: 2,
    code: 2,
    activation: 'tanh',
    codeActivation: 'identity',
  }),
  network({
    image: [4, 6],
    filters: [2],
    kernel: 2,
    stride: 3,
    code: 3,
    activation: 'relu',
    codeActivation: 'sigmoid',
  }),
  network({
    image: [3, 4],
    filters: [2, 2],
    kernel: 4,
    stride: 1,
    code: 2,
    activation: 'elu',
    codeActivation: 'identity',
    parametersPerDimension: 2,
  }),
])

const create = async (engine: ReturnType<typeof testEngines>[number], data: DataSpec) => {
  const made = await engine.create()
  const scope = new PluginHost([models]).createScope().provide(ENGINE, made).provide(DATA_SPEC, data)
  return scope.provide(OUTPUT_DISTRIBUTION, gaussianOutput(made)).create(MODEL, 'convolutional')
}

describe.each(testEngines())('convolutional on $name', (engine) => {
  if (engine.name === 'wasm')
    it('is refused: the engine has no gradients of convolutions', async () => {
      await expect(create(engine, SIX_PIXELS)).rejects.toMatchObject({
        code: 'engine-lacks',
        message: expect.stringContaining('which engine wasm has not'),
        expected: expect.stringContaining('Conv2DBackpropFilter'),
        remedy: expect.stringContaining('--engine node'),
      })
    })
  else
    it('is refused where examples are no pictures', async () => {
      await expect(create(engine, { dimensions: 6, range: [0, 1] })).rejects.toMatchObject({
        code: 'model-data-mismatch',
        message: expect.stringContaining('6 numbers'),
      })
    })
})
