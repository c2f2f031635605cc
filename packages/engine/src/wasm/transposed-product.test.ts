import { backend, type KernelBackend, matMul, memory, reshape, tensor, type Tensor2D } from '@tensorflow/tfjs-core'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { createWasmEngine } from '../wasm-engine.js'
import { largestDifference, numbers, referenceProduct } from './product.fixture.js'

beforeAll(async () => void (await createWasmEngine()))

const counts = () => [memory().numTensors, memory().numDataBuffers, (backend() as KernelBackend).numDataIds()]
let before: number[]
beforeEach(() => void (before = counts()))
afterEach(() => expect(counts(), 'leaked').toEqual(before))

const transposes = [false, true].flatMap((a) => [false, true].map((b) => [a, b] as const))
// 48 is the block of the backend's own product.
const sizes = [1, 47, 48, 49, 100]

describe.each(transposes)('transposeA %s, transposeB %s', (transposeA, transposeB) => {
  const check = (batch: number, rows: number, inner: number, columns: number) => {
    const a = numbers(batch * rows * inner, 0)
    const b = numbers(batch * inner * columns, 1)
    const left = tensor(a, [batch, ...(transposeA ? [inner, rows] : [rows, inner])])
    const right = tensor(b, [batch, ...(transposeB ? [columns, inner] : [inner, columns])])
    const product = matMul(left, right, transposeA, transposeB)
    expect(product.shape).toEqual([batch, rows, columns])
    const expected = referenceProduct(a, b, [batch, rows, inner, columns], transposeA, transposeB)
    expect(largestDifference(product.dataSync(), expected)).toBeLessThan(1e-5 * inner)
    for (const used of [left, right, product]) used.dispose()
  }

  it.each(sizes)('is the product for a summed dimension of %i', (inner) => {
    for (const rows of sizes) for (const columns of sizes) check(1, rows, inner, columns)
  })

  it.each(sizes)('is the product of each pair of a batch of %i', (inner) => {
    check(3, 5, inner, 7)
    check(2, 49, inner, 48)
  })

  it.each([
    [0, 4, 4, 4],
    [1, 0, 3, 5],
    [1, 3, 5, 0],
    [2, 3, 0, 5],
    [1, 3, 0, 5],
  ])('is empty, or a sum of nothing, where a dimension is 0: %i × [%i, %i, %i]', (batch, rows, inner, columns) => {
    const left = tensor(numbers(batch * rows * inner, 0), [batch, ...(transposeA ? [inner, rows] : [rows, inner])])
    const right = tensor(numbers(batch * inner * columns, 1), [
      batch,
      ...(transposeB ? [columns, inner] : [inner, columns]),
    ])
    const product = matMul(left, right, transposeA, transposeB)
    expect(product.shape).toEqual([batch, rows, columns])
    expect(product.dataSync().every((value) => value === 0)).toBe(true)
    for (const used of [left, right, product]) used.dispose()
  })
})

it('multiplies a tensor by itself, transposed', () => {
  const values = numbers(49 * 3, 7)
  const x = tensor(values, [49, 3]) as Tensor2D
  const gram = matMul(x, x, true, false)
  const outer = matMul(x, x, false, true)
  expect(largestDifference(gram.dataSync(), referenceProduct(values, values, [1, 3, 49, 3], true, false))).toBeLessThan(
    1e-4,
  )
  expect(
    largestDifference(outer.dataSync(), referenceProduct(values, values, [1, 49, 3, 49], false, true)),
  ).toBeLessThan(1e-4)
  for (const used of [x, gram, outer]) used.dispose()
})

it('leaves nothing behind over a thousand products', () => {
  const x = tensor(numbers(20, 8), [4, 5]) as Tensor2D
  const w = tensor(numbers(20, 9), [4, 5]) as Tensor2D
  const reshaped = reshape(w, [5, 4]) as Tensor2D
  for (let time = 0; time < 250; time++)
    for (const product of [
      matMul(x, w, true, false),
      matMul(x, w, false, true),
      matMul(x, reshaped),
      matMul(reshaped, x, true, true),
    ])
      product.dispose()
  for (const used of [x, w, reshaped]) used.dispose()
})
