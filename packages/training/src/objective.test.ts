import type { Engine, NoiseModel, Regularizer } from '@hourglass/core'
import { gaussianNoise, maskingNoise } from '@hourglass/noise'
import { finiteDifferences, relativeError, testEngines } from '@hourglass/testing'
import { scalar, sum, tensor2d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { backpropagation } from './backpropagation.js'
import { denoisingObjective, type ObjectiveParts } from './objective.js'
import { toyLoss, toyModel, toyRows, valuesOf } from './toy.fixture.js'

const ROWS = toyRows(5)

describe.each(testEngines())('denoisingObjective on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await create()
  })

  function parts(more: Partial<ObjectiveParts> = {}): ObjectiveParts {
    const { random } = engine
    return { model: toyModel(engine), loss: toyLoss(engine), noiseSamples: 1, regularizers: [], random, ...more }
  }

  it('is the mean of L objectives with one corruption each', () => {
    const { random } = engine
    const x = tensor2d(ROWS)
    const key = random.key(3)
    const params = toyModel(engine).init(random.key(1))
    const noise = gaussianNoise(0.4, random)
    const whole = denoisingObjective(parts({ noise, noiseSamples: 3 }))(params, x, key)
    // The single objective draws its one corruption as the first of a key; give it the l-th one's.
    const singles = [0, 1, 2].map((l) => {
      const lth: NoiseModel = { corrupt: (clean) => noise.corrupt(clean, random.fold(key, 'noise', l)) }
      return denoisingObjective(parts({ noise: lth }))(params, x, key).value.dataSync()[0]!
    })
    expect(new Set(singles).size).toBe(3)
    expect(whole.value.dataSync()[0]).toBeCloseTo((singles[0]! + singles[1]! + singles[2]!) / 3, 4)
  })

  it('compares with the clean example, and without noise feeds it', () => {
    const { random } = engine
    const x = tensor2d(ROWS)
    const params = toyModel(engine).init(random.key(1))
    const key = random.key(3)
    const erased = denoisingObjective(parts({ noise: maskingNoise(1, random) }))(params, x, key)
    const zeros = tensor2d(ROWS.map((row) => row.map(() => 0)))
    const model = toyModel(engine)
    const fromZeros = toyLoss(engine).nll(x, model.decode(params, model.encode(params, zeros)))
    expect(erased.terms['nll']!.dataSync()[0]).toBeCloseTo(sum(fromZeros).dataSync()[0]! / ROWS.length, 4)
    const clean = denoisingObjective(parts())(params, x, key).value.dataSync()[0]
    const unmasked = denoisingObjective(parts({ noise: maskingNoise(0, random) }))(params, x, key).value.dataSync()[0]
    expect(unmasked).toBe(clean)
  })

  it('adds λR and tells R unweighted', () => {
    const params = toyModel(engine).init(engine.random.key(1))
    const x = tensor2d(ROWS)
    const seven: Regularizer = { penalty: () => scalar(7) }
    const regularizers = [{ name: 'seven', weight: 0.5, regularizer: seven }]
    const { value, terms } = denoisingObjective(parts({ regularizers }))(params, x, engine.random.key(3))
    expect(terms['seven']!.dataSync()[0]).toBe(7)
    expect(value.dataSync()[0]! - terms['nll']!.dataSync()[0]!).toBeCloseTo(3.5, 5)
  })

  it('has the gradient of finite differences in float64, and backpropagation leaks nothing', () => {
    const params = toyModel(engine).init(engine.random.key(1))
    const x = tensor2d(ROWS)
    const key = engine.random.key(3)
    const rule = backpropagation(denoisingObjective(parts()))
    const values = valuesOf(params)
    const at = Object.fromEntries(Object.entries(values).map(([name, w]) => [name, Float64Array.from(w)]))
    const reference = finiteDifferences((w) => meanNll(w as Reference), at)
    const before = engine.tensorCount()
    const { value, terms, gradients } = rule(params, x, key)
    expect(value.dataSync()[0]).toBeCloseTo(meanNll(at as unknown as Reference), 3)
    expect(relativeError(valuesOf(gradients), reference)).toBeLessThan(1e-3)
    for (const tensor of [value, ...Object.values(terms), ...Object.values(gradients)]) tensor.dispose()
    // Backpropagation is not compiled here, so only its own keeping is checked: no more than it was given remains.
    expect(engine.tensorCount()).toBeLessThanOrEqual(before + 12)
  })
})

interface Reference extends Record<string, Float64Array> {
  readonly 'encoder.0.W': Float64Array
  readonly 'encoder.0.b': Float64Array
  readonly 'decoder.0.b': Float64Array
}

/** y = σ(Wᵀσ(Wx + b) + b′) and its cross-entropy with x, in float64, as the papers write it. */
function meanNll(params: Reference): number {
  const { 'encoder.0.W': W, 'encoder.0.b': b, 'decoder.0.b': bPrime } = params
  const sigmoid = (a: number): number => 1 / (1 + Math.exp(-a))
  const units = b.length
  let total = 0
  for (const x of ROWS) {
    const z = Array.from(b, (bias, j) => sigmoid(x.reduce((a, xi, i) => a + xi * W[i * units + j]!, bias)))
    x.forEach((xi, i) => {
      const y = sigmoid(z.reduce((a, zj, j) => a + zj * W[i * units + j]!, bPrime[i]!))
      total -= xi * Math.log(y) + (1 - xi) * Math.log(1 - y)
    })
  }
  return total / ROWS.length
}
