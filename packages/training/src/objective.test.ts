import type { Autoencoder, Engine, NoiseModel, Regularizer } from '@hourglass/core'
import { gaussianNoise, maskingNoise } from '@hourglass/noise'
import { finiteDifferences, relativeError, testEngines } from '@hourglass/testing'
import { concat, mean, mul, scalar, sigmoid, sum, tensor2d, type Tensor2D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { backpropagation } from './backpropagation.js'
import { denoisingObjective, type ObjectiveParts } from './objective.js'
import { toyLoss, toyModel, toyRows, valuesOf } from './toy.fixture.js'

const ROWS = toyRows(5)
const noiseUse = { samples: 1, walkback: 0 }

describe.each(testEngines())('denoisingObjective on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await create()
  })

  function parts(more: Partial<ObjectiveParts> = {}): ObjectiveParts {
    const { random } = engine
    return { model: toyModel(engine), loss: toyLoss(engine), noiseUse, regularizers: [], random, ...more }
  }

  it('is the mean of L objectives with one corruption each', () => {
    const { random } = engine
    const x = tensor2d(ROWS)
    const key = random.key(3)
    const params = toyModel(engine).init(random.key(1))
    const noise = gaussianNoise(0.4, random)
    const whole = denoisingObjective(parts({ noise, noiseUse: { samples: 3, walkback: 0 } }))(params, x, key)
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

  it.each([
    [
      'as the noise tells',
      (x: Tensor2D) =>
        tensor2d(
          ROWS.map((row) => row.map((_, i) => (i < 2 ? 1 : 0))),
          x.shape,
        ),
    ],
    ['wherever x̃ ≠ x', undefined],
  ])('emphasises corrupted dimensions, %s: Σ α m nll + β (1 − m) nll', (_, touched) => {
    const { random } = engine
    const x = tensor2d(ROWS)
    const key = random.key(3)
    const model = toyModel(engine)
    const params = model.init(random.key(1))
    // Pixels 0 and 1 are chosen; their values may be 0 already, where only the noise itself can tell.
    const keep = tensor2d([[0, 0, 1, 1, 1, 1]])
    const noise: NoiseModel = { corrupt: (clean) => mul(clean, keep), ...(touched && { touched }) }
    const emphasis = { corrupted: 2, untouched: 0.25 }
    const { value } = denoisingObjective(parts({ noise, noiseUse: { ...noiseUse, emphasis } }))(params, x, key)
    const theta = model.decode(params, model.encode(params, mul(x, keep))).arraySync()
    const expected = ROWS.map((row, r) =>
      row.reduce((total, y, i) => {
        const nll = Math.log1p(Math.exp(theta[r]![i]!)) - y * theta[r]![i]!
        const chosen = i < 2 && (touched !== undefined || y !== 0)
        return total + (chosen ? emphasis.corrupted : emphasis.untouched) * nll
      }, 0),
    )
    expect(value.dataSync()[0]).toBeCloseTo(expected.reduce((a, b) => a + b, 0) / ROWS.length, 4)
  })

  it('with α = β = 1 is the objective without emphasis', () => {
    const { random } = engine
    const [x, key, params] = [tensor2d(ROWS), random.key(3), toyModel(engine).init(random.key(1))]
    const noise = maskingNoise(0.4, random)
    const plain = denoisingObjective(parts({ noise }))(params, x, key).value.dataSync()[0]!
    const emphasis = { corrupted: 1, untouched: 1 }
    const same = denoisingObjective(parts({ noise, noiseUse: { ...noiseUse, emphasis } }))(params, x, key)
    expect(same.value.dataSync()[0]).toBeCloseTo(plain, 5)
  })

  it('refuses emphasis of a loss that is no sum over dimensions', () => {
    const { nllPerDimension: _, ...loss } = toyLoss(engine)
    const noise = maskingNoise(0.4, engine.random)
    const emphasis = { corrupted: 1, untouched: 0 }
    expect(() => denoisingObjective(parts({ loss, noise, noiseUse: { ...noiseUse, emphasis } }))).toThrow(
      expect.objectContaining({ code: 'emphasis-unsupported' }),
    )
  })

  it('walks back: steps of x̃ → x → x̃ from the data, each to be brought back to the clean x', () => {
    const { random } = engine
    const [x, key] = [tensor2d(ROWS), random.key(3)]
    const model = toyModel(engine)
    const params = model.init(random.key(1))
    const noise = maskingNoise(0.3, random)
    const loss = toyLoss(engine)
    const whole = denoisingObjective(parts({ noise, noiseUse: { samples: 1, walkback: 2 } }))(params, x, key)
    // The chain by hand.
    const nll = (input: Tensor2D) => mean(loss.nll(x, model.decode(params, model.encode(params, input)))).dataSync()[0]!
    const inputs = [noise.corrupt(x, random.fold(key, 'noise', 0))]
    for (const step of [1, 2]) {
      const theta = model.decode(params, model.encode(params, inputs.at(-1)!))
      const drawn = loss.sample(theta, random.fold(key, 'walkback', step, 'sample'))
      inputs.push(noise.corrupt(drawn, random.fold(key, 'walkback', step, 'noise')))
    }
    expect(whole.value.dataSync()[0]).toBeCloseTo(inputs.reduce((sum, input) => sum + nll(input), 0) / 3, 4)
  })

  it('takes what a chain draws for a constant: the gradient is that of the rows it came to', () => {
    const { random } = engine
    const [x, key] = [tensor2d(ROWS), random.key(3)]
    const model = toyModel(engine)
    const params = model.init(random.key(1))
    // A sample that depends smoothly on θ, through which a gradient could flow.
    const loss = { ...toyLoss(engine), sample: (theta: Tensor2D) => sigmoid(theta) }
    const noise: NoiseModel = { corrupt: (clean) => mul(clean, 0.5) }
    const whole = parts({ loss, noise, noiseUse: { samples: 1, walkback: 1 } })
    const learned = backpropagation(denoisingObjective(whole)).learn(params, x, key, {})
    const came = sigmoid(model.decode(params, model.encode(params, mul(x, 0.5))))
    const rows = concat([mul(x, 0.5), mul(came, 0.5)], 0) as Tensor2D
    const fixed: NoiseModel = { corrupt: () => rows }
    const twice = parts({ loss, noise: fixed })
    const expected = backpropagation(denoisingObjective(twice)).learn(params, concat([x, x], 0), key, {})
    expect(relativeError(valuesOf(learned.gradients), valuesOf(expected.gradients))).toBeLessThan(1e-5)
  })

  it('minimises a cost that the model brings', () => {
    const model: Autoencoder = {
      ...toyModel(engine),
      cost: (params, { xTilde, nll }) => {
        const h = toyModel(engine).encode(params, xTilde)
        return {
          value: scalar(11),
          h,
          terms: { nll: mean(nll(toyModel(engine).decode(params, h))), bound: scalar(11) },
        }
      },
    }
    const params = model.init(engine.random.key(1))
    const { value, terms } = denoisingObjective(parts({ model }))(params, tensor2d(ROWS), engine.random.key(3))
    expect(value.dataSync()[0]).toBe(11)
    expect(Object.keys(terms)).toEqual(['nll', 'bound'])
  })

  it('has gradient 0 in a parameter that does not enter', () => {
    const params = { ...toyModel(engine).init(engine.random.key(1)), idle: tensor2d([[1, 2]]) }
    const { gradients } = backpropagation(denoisingObjective(parts())).learn(
      params,
      tensor2d(ROWS),
      engine.random.key(3),
      {},
    )
    expect([...gradients['idle']!.dataSync()]).toEqual([0, 0])
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
    const { value, terms, gradients } = rule.learn(params, x, key, {})
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
