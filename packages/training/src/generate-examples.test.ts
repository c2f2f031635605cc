import type { Autoencoder, Engine, NoiseModel, Subject } from '@hourglass/core'
import { gaussianOutput, leakedTensors, mean, stageDataset, testEngines, variance } from '@hourglass/testing'
import { add, mul, ones, type Tensor2D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { canGenerate, generateExamples } from './generate-examples.js'

describe.each(testEngines())('generateExamples on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await create()
  })
  /** θ(h(x̃)) = x̃/2, so that the chain x ← x̃/2 + N(0, 1), x̃ = x + N(0, 1) is a linear autoregression. */
  const halving: Autoencoder = {
    codeDimensions: 6,
    encoderLayers: [],
    init: () => ({}),
    encode: (_, x) => mul(x, 0.5),
    decode: (_, h) => add(h, 0),
  }
  const subject = (more: Partial<Subject> = {}): Subject => {
    const noise: NoiseModel = { corrupt: (x, key) => add(x, engine.random.normal(key, x.shape)) }
    const shared = { engine, dataset: stageDataset(), loss: gaussianOutput(engine), regularizers: [] }
    return { ...shared, model: halving, noise, noiseUse: { samples: 1, walkback: 0 }, ...more }
  }
  const generate = (of: Subject, seed = 1, steps = 30, count = 4000) =>
    generateExamples(of, {}, { count, steps, key: engine.random.key(seed) })

  it('comes to the stationary distribution of the denoising chain', () => {
    const generated = generate(subject())
    expect(generated.shape).toEqual([4000, 6])
    const values = generated.dataSync()
    // x ← (x + ε)/2 + η: Var x = (Var x + 1)/4 + 1 = 5/3; the last step is a mean, (x + ε)/2: (5/3 + 1)/4 = 2/3.
    const n = values.length
    expect(Math.abs(mean(values))).toBeLessThan(4.5 * Math.sqrt(2 / 3 / n))
    expect(Math.abs(variance(values) - 2 / 3)).toBeLessThan(4.5 * (2 / 3) * Math.sqrt(2 / n))
  })

  it('gives the same for the same key, and others for another', () => {
    const first = generate(subject(), 1, 3, 5).dataSync()
    expect(generate(subject(), 1, 3, 5).dataSync()).toEqual(first)
    expect(generate(subject(), 2, 3, 5).dataSync()).not.toEqual(first)
  })

  it("prefers the model's own way", () => {
    const own: Autoencoder = { ...halving, generate: (_, { count }) => ones([count, 6]) as Tensor2D }
    expect(new Set(generate(subject({ model: own }), 1, 3, 5).dataSync())).toEqual(new Set([1]))
  })

  it('cannot without noise, and says what could', () => {
    const plain = subject({ noise: undefined })
    expect(canGenerate(plain)).toBe(false)
    expect(() => generate(plain)).toThrow(expect.objectContaining({ code: 'cannot-generate' }))
    expect(canGenerate(subject())).toBe(true)
  })

  it('keeps nothing', async () => {
    const key = engine.random.key(1)
    const few = () => generateExamples(subject(), {}, { count: 5, steps: 5, key })
    expect(await leakedTensors(engine, few)).toBe(0)
  })
})
