import type { Engine, Params } from '@hourglass/core'
import { finiteDifferences, type NumericRecord, relativeError, testEngines } from '@hourglass/testing'
import { mean, mul, type Scalar, softplus, square, sub, sum, type Tensor2D, valueAndGrads } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { ACTIVATION_NAMES } from './activation.js'
import { denseAutoencoder, type DenseOptions } from './dense.js'
import { referenceDecode, referenceEncode } from './dense-reference.fixture.js'

/** Losses of θ against x, summed over dimensions: cross-entropy of σ(θ), and squared error. */
const losses = {
  'cross-entropy': {
    tensors: (x: Tensor2D, theta: Tensor2D) => sub(softplus(theta), mul(x, theta)),
    numbers: (x: number, theta: number) => Math.log1p(Math.exp(-Math.abs(theta))) + Math.max(0, theta) - x * theta,
  },
  'squared error': {
    tensors: (x: Tensor2D, theta: Tensor2D) => square(sub(x, theta)),
    numbers: (x: number, theta: number) => (x - theta) ** 2,
  },
}

const settings = ACTIVATION_NAMES.flatMap((activation) =>
  [true, false].flatMap((tied) => [1, 2, 3].map((depth) => ({ activation, tied, depth }))),
)

describe.each(testEngines())('the gradient through encode and decode on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => void (engine = await create()))

  describe.each(Object.entries(losses))('of the mean %s', (_, loss) => {
    it.each(settings)('is that of a float64 reference: $activation, tied $tied, depth $depth', (setting) => {
      for (const seed of [1, 2]) {
        const { options, params, x, batch } = draw(engine, setting, seed)
        const model = denseAutoencoder(options, engine.random)
        const names = Object.keys(params)
        const { value, grads } = valueAndGrads((...tensors) => {
          const at = Object.fromEntries(tensors.map((tensor, place) => [names[place]!, tensor]))
          return mean(sum(loss.tensors(x, model.decode(at, model.encode(at, x))), 1)) as Scalar
        })(Object.values(params))

        const inputs = Float64Array.from(x.dataSync())
        const reference = (at: NumericRecord) => {
          let total = 0
          for (let row = 0; row < batch; row++) {
            const example = inputs.subarray(row * options.dimensions, (row + 1) * options.dimensions)
            const theta = referenceDecode(options, at, referenceEncode(options, at, example))
            theta.forEach((each, place) => (total += loss.numbers(example[place]!, each)))
          }
          return total / batch
        }
        const at = numbersOf(params)
        const found = numbersOf(Object.fromEntries(grads.map((gradient, place) => [names[place]!, gradient])))
        expect(relativeError({ value: value.dataSync() }, { value: [reference(at)] })).toBeLessThan(1e-5)
        expect(relativeError(found, finiteDifferences(reference, at))).toBeLessThan(1e-3)
      }
    })
  })
})

/** Random shapes, weights, biases (which start at 0, where relu has a kink) and inputs. */
function draw(
  { random }: Engine,
  { activation, tied, depth }: (typeof settings)[number],
  seed: number,
): { options: DenseOptions; params: Params; x: Tensor2D; batch: number } {
  const key = random.fold(random.key(seed), activation, String(tied), depth)
  const sizes = [...random.uniform(random.fold(key, 'sizes'), [5], 2, 7).dataSync()].map(Math.floor)
  const [batch, dimensions, ...hidden] = sizes as [number, number, ...number[]]
  const options = { dimensions, hidden: hidden.slice(0, depth), activation, tied }
  const shapes = denseAutoencoder(options, random).init(key)
  const params = Object.fromEntries(
    Object.entries(shapes).map(([name, { shape }]) => [
      name,
      random.normal(random.fold(key, name), shape as [number], 0, 0.7),
    ]),
  )
  return { options, params, x: random.uniform(random.fold(key, 'x'), [batch, dimensions]), batch }
}

function numbersOf(params: Params): NumericRecord {
  return Object.fromEntries(
    Object.entries(params).map(([name, tensor]) => [name, Float64Array.from(tensor.dataSync())]),
  )
}
