import { tensor2d } from '@tensorflow/tfjs-core'
import { testEngines } from '@hourglass/testing'
import { beforeAll, describe, expect, it } from 'vitest'

import { innerProducts } from './inner-products.js'
import { kernelBlock, kernelRows, roomForRows, type SvmKernel } from './svm-kernel.js'
import { ASKED, CLOUDS, kernelOf } from './three-classes.fixture.js'

const KERNELS: readonly SvmKernel[] = [{ use: 'linear' }, { use: 'rbf', gamma: 0.3 }]

describe.each(KERNELS)('kernelRows, $use', (kernel) => {
  const n = CLOUDS.length
  const products = Float32Array.from(CLOUDS.flatMap((x) => CLOUDS.map((z) => kernelOf({ use: 'linear' }, x, z))))

  it('are K of all examples, also where a row was dropped to make room', () => {
    const { row, diagonal } = kernelRows(kernel, products, roomForRows(n, 3 * n))
    // Every row twice, in an order in which most have been dropped by the second time.
    for (let time = 0; time < 2 * n; time++) {
      const t = (time * 5) % n
      row(t).forEach((value, s) => expect(value).toBeCloseTo(kernelOf(kernel, CLOUDS[t]!, CLOUDS[s]!), 5))
      expect(diagonal[t]).toBeCloseTo(kernelOf(kernel, CLOUDS[t]!, CLOUDS[t]!), 5)
    }
  })

  it('keeps the last two that were asked for side by side, however few it may keep', () => {
    const { row } = kernelRows(kernel, products, roomForRows(n, 1))
    const expectRow = (found: Float32Array, t: number) =>
      found.forEach((value, s) => expect(value).toBeCloseTo(kernelOf(kernel, CLOUDS[t]!, CLOUDS[s]!), 5))
    row(9)
    row(4)
    const [first, second] = [row(9), row(17)]
    expectRow(first, 9)
    expectRow(second, 17)
  })
})

it('there is room for all rows of a pair of digits, and for an eighth of 16,384 examples', () => {
  expect(roomForRows(2400).length).toBe(2400 ** 2)
  expect(roomForRows(16_384).length).toBe(16_384 * 2048)
})

describe.each(testEngines())('products on $name', ({ create }) => {
  beforeAll(async () => void (await create()))

  it.each(KERNELS)('kernelBlock is K between two sets of rows: $use', (kernel) => {
    const [X, Z] = [tensor2d(ASKED), tensor2d(CLOUDS)]
    const block = kernelBlock(kernel, X, Z)
    expect(block.shape).toEqual([5, 36])
    block.dataSync().forEach((value, place) => {
      const [x, z] = [ASKED[Math.floor(place / 36)]!, CLOUDS[place % 36]!]
      expect(value).toBeCloseTo(kernelOf(kernel, x, z), 5)
    })
    for (const tensor of [X, Z, block]) tensor.dispose()
  })

  it('innerProducts are XXᵀ, over several blocks', () => {
    const rows = Array.from({ length: 1003 }, (_, i) => [Math.sin(i), Math.cos(i * 3), i / 1003].map(Math.fround))
    const products = innerProducts(Float32Array.from(rows.flat()), 3)
    expect(products.length).toBe(1003 ** 2)
    for (const [i, j] of [
      [0, 1002],
      [1002, 0],
      [999, 1000],
      [1001, 1001],
      [500, 17],
    ] as const)
      expect(products[i * 1003 + j]).toBeCloseTo(kernelOf({ use: 'linear' }, rows[i]!, rows[j]!), 5)
  })

  it('innerProducts refuses what has no length', () => {
    const rows = Float32Array.from([1, 2, 3, Number.NaN])
    expect(() => innerProducts(rows, 2)).toThrow(expect.objectContaining({ code: 'invalid-data' }))
  })
})
