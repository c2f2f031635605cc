import {
  backend,
  type KernelBackend,
  matMul,
  memory,
  reshape,
  tensor,
  type Tensor2D,
  transpose,
} from '@tensorflow/tfjs-core'
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'

import { createWasmEngine } from '../wasm-engine.js'
import { largestDifference, numbers, referenceProduct } from './product.fixture.js'

// The backend's own product keeps a prepared copy of a right operand by its data, whatever its shape.

beforeAll(async () => void (await createWasmEngine()))

const counts = () => [memory().numTensors, memory().numDataBuffers, (backend() as KernelBackend).numDataIds()]
let before: number[]
beforeEach(() => void (before = counts()))
afterEach(() => expect(counts(), 'leaked').toEqual(before))

/** x·w, x filled for the shape of w, and its largest error. */
function errorOfProduct(w: Tensor2D, values: Float32Array, transposeB = false): number {
  const [inner, columns] = transposeB ? [w.shape[1], w.shape[0]] : w.shape
  const rows = 6
  const a = numbers(rows * inner, 2)
  const x = tensor(a, [rows, inner]) as Tensor2D
  const product = matMul(x, w, false, transposeB)
  const expected = referenceProduct(a, values, [1, rows, inner, columns], false, transposeB)
  const difference = largestDifference(product.dataSync(), expected)
  x.dispose()
  product.dispose()
  return difference
}

it('is right in each shape, again and again, in any order', () => {
  const values = numbers(24 * 48, 3)
  const w = tensor(values, [24, 48]) as Tensor2D
  const shapes = [
    [48, 24],
    [12, 96],
    [24, 48],
    [1, 1152],
    [1152, 1],
  ] as const
  const others = shapes.map((shape) => reshape(w, [...shape]) as Tensor2D)
  for (let round = 0; round < 3; round++)
    for (const right of [w, ...others, ...others.toReversed()])
      expect(errorOfProduct(right, values), `${right.shape}`).toBeLessThan(1e-3)
  for (const used of [w, ...others]) used.dispose()
})

it('is right where a transpose shares the data: dimensions of size 1', () => {
  const values = numbers(60, 4)
  const row = tensor(values, [1, 60]) as Tensor2D
  const column = transpose(row)
  for (let round = 0; round < 3; round++) {
    expect(errorOfProduct(row, values)).toBeLessThan(1e-4)
    expect(errorOfProduct(column, values)).toBeLessThan(1e-4)
    expect(errorOfProduct(row, values, true)).toBeLessThan(1e-4)
    expect(errorOfProduct(column, values, true)).toBeLessThan(1e-4)
  }
  row.dispose()
  column.dispose()
})

it('is right when the shape that came first is gone', () => {
  const values = numbers(24, 5)
  const w = tensor(values, [4, 6]) as Tensor2D
  expect(errorOfProduct(w, values)).toBeLessThan(1e-4)
  const other = reshape(w, [6, 4]) as Tensor2D
  w.dispose()
  expect(errorOfProduct(other, values)).toBeLessThan(1e-4)
  other.dispose()
})

it('is right for W and Wᵀ of one square tensor: tied weights', () => {
  const values = numbers(50 * 50, 6)
  const w = tensor(values, [50, 50]) as Tensor2D
  for (let round = 0; round < 2; round++) {
    expect(errorOfProduct(w, values)).toBeLessThan(1e-3)
    expect(errorOfProduct(w, values, true)).toBeLessThan(1e-3)
  }
  w.dispose()
})
