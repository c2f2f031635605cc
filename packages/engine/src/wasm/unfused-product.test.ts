import { backend, fused, type KernelBackend, memory, tensor1d, tensor2d, tensor3d } from '@tensorflow/tfjs-core'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { createWasmEngine } from '../wasm-engine.js'
import { largestDifference, numbers, referenceProduct } from './product.fixture.js'

beforeAll(async () => void (await createWasmEngine()))

const counts = () => [memory().numTensors, memory().numDataBuffers, (backend() as KernelBackend).numDataIds()]
let before: number[]
beforeEach(() => void (before = counts()))
afterEach(() => expect(counts(), 'leaked').toEqual(before))

const slope = 0.3
const activations = {
  linear: (a: number) => a,
  relu: (a: number) => Math.max(0, a),
  relu6: (a: number) => Math.min(6, Math.max(0, a)),
  elu: (a: number) => (a > 0 ? a : Math.expm1(a)),
  sigmoid: (a: number) => 1 / (1 + Math.exp(-a)),
  prelu: (a: number) => (a > 0 ? a : slope * a),
  leakyrelu: (a: number) => (a > 0 ? a : slope * a),
} as const
const names = Object.keys(activations) as (keyof typeof activations)[]
const transposes = [false, true].flatMap((a) => [false, true].map((b) => [a, b] as const))

describe.each(transposes)('s(AB + b), transposeA %s, transposeB %s', (transposeA, transposeB) => {
  describe.each(names)('%s', (activation) => {
    it.each([
      [1, 4, 47, 6],
      [1, 5, 49, 3],
      [1, 3, 100, 50],
      [3, 4, 100, 6],
      [2, 49, 1, 48],
    ])('for %i × [%i, %i, %i], with and without bias', (batch, rows, inner, columns) => {
      const shape = [batch, rows, inner, columns] as const
      const a = numbers(batch * rows * inner, 0)
      const b = numbers(batch * inner * columns, 1)
      const bias = numbers(columns, 2).map((value) => 3 * value)
      const left = transposeA ? tensor3d(a, [batch, inner, rows]) : tensor3d(a, [batch, rows, inner])
      const right = transposeB ? tensor3d(b, [batch, columns, inner]) : tensor3d(b, [batch, inner, columns])
      const biasTensor = tensor1d(bias)
      const weights = tensor1d(new Float32Array(columns).fill(slope))
      const product = referenceProduct(a, b, shape, transposeA, transposeB)
      for (const withBias of [true, false]) {
        const result = fused.matMul({
          a: left,
          b: right,
          transposeA,
          transposeB,
          activation,
          ...(withBias && { bias: biasTensor }),
          ...(activation === 'prelu' && { preluActivationWeights: weights }),
          leakyreluAlpha: slope,
        })
        const expected = product.map((sum, place) =>
          activations[activation](sum + (withBias ? bias[place % columns]! : 0)),
        )
        expect(result.shape).toEqual([batch, rows, columns])
        expect(largestDifference(result.dataSync(), expected)).toBeLessThan(1e-3)
        result.dispose()
      }
      for (const used of [left, right, biasTensor, weights]) used.dispose()
    })
  })
})

it('works on matrices, as a dense layer calls it', () => {
  const [x, w, b] = [tensor2d(numbers(10, 0), [2, 5]), tensor2d(numbers(15, 1), [5, 3]), tensor1d([1, 2, 3])]
  const result = fused.matMul({ a: x, b: w, bias: b, activation: 'relu' })
  const product = referenceProduct(numbers(10, 0), numbers(15, 1), [1, 2, 5, 3], false, false)
  const expected = product.map((sum, place) => Math.max(0, sum + 1 + (place % 3)))
  expect(result.shape).toEqual([2, 3])
  expect(largestDifference(result.dataSync(), expected)).toBeLessThan(1e-5)
  for (const used of [x, w, b, result]) used.dispose()
})
