import type { Engine, Params } from '@hourglass/core'
import { leakedTensors, numbersOf, relativeError, testEngines } from '@hourglass/testing'
import { scalar, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { clipGradients } from './clip-gradients.js'

describe.each(testEngines())('clipGradients on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => void (engine = await create()))

  /** Norm 13, over parameters of every rank. */
  const thirteen = (factor = 1): Params => ({
    W: tensor2d(
      [3, 0, 0, -4].map((g) => g * factor),
      [2, 2],
    ),
    b: tensor1d([-12 * factor]),
    s: scalar(0),
  })
  const bits = (gradients: Params) =>
    Object.fromEntries(Object.entries(gradients).map(([name, g]) => [name, [...g.dataSync()]]))

  it('without limits gives back the same record', () => {
    const gradients = thirteen()
    expect(clipGradients(gradients, {})).toBe(gradients)
  })

  it('scales down to the norm, over all parameters together, keeping the direction', () => {
    const clipped = numbersOf(clipGradients(thirteen(), { clipNorm: 6.5 }))
    expect(relativeError(clipped, { W: [1.5, 0, 0, -2], b: [-6], s: [0] })).toBeLessThan(1e-6)
  })

  it('cuts every entry to the value, first', () => {
    expect(bits(clipGradients(thirteen(), { clipValue: 3.5 }))).toEqual({ W: [3, 0, 0, -3.5], b: [-3.5], s: [0] })
    const norm = Math.hypot(3, 3.5, 3.5)
    const both = numbersOf(clipGradients(thirteen(), { clipValue: 3.5, clipNorm: 1 }))
    expect(relativeError(both, { W: [3 / norm, 0, 0, -3.5 / norm], b: [-3.5 / norm], s: [0] })).toBeLessThan(1e-6)
  })

  it.each([13.000002, 14, 1e30])('leaves a gradient of norm 13 to the bit with the limit %d', (clipNorm) => {
    const gradients = thirteen()
    expect(bits(clipGradients(gradients, { clipNorm, clipValue: 13 }))).toEqual(bits(gradients))
  })

  it('leaves 0 at 0', () => {
    const zeros = { W: tensor2d([0, 0], [1, 2]), b: tensor1d([0]) }
    expect(bits(clipGradients(zeros, { clipNorm: 1e-6, clipValue: 1e-6 }))).toEqual({ W: [0, 0], b: [0] })
  })

  it.each([1e-20, 1e-3, 1, 1e3, 1e10, 1e25, 1e30])('is right for gradients of the size %d, in float64', (size) => {
    for (const clipNorm of [1e-3, 1, 100]) {
      const gradients = thirteen(size)
      const exact = numbersOf(gradients)
      const norm = Math.sqrt(Object.values(exact).reduce((total, g) => total + g.reduce((t, x) => t + x * x, 0), 0))
      if (norm > 1e31 * clipNorm) continue
      const factor = Math.min(1, clipNorm / norm)
      const expected = Object.fromEntries(Object.entries(exact).map(([name, g]) => [name, g.map((x) => x * factor)]))
      expect(relativeError(numbersOf(clipGradients(gradients, { clipNorm })), expected, 1e-30)).toBeLessThan(2e-6)
    }
  })

  it.each([{ clipNorm: 1 }, { clipValue: 1 }, { clipNorm: 1, clipValue: 1 }])(
    '%j does not hide divergence',
    (limits) => {
      const diverged = { W: tensor1d([1, Number.NaN]), b: tensor1d([Number.POSITIVE_INFINITY]) }
      const { W, b } = numbersOf(clipGradients(diverged, limits))
      expect(W![1]).toBeNaN()
      expect(b![0]).toBeNaN()
    },
  )

  it('compiled is the same, and leaves nothing behind', async () => {
    const gradients = thirteen()
    const limits = { clipNorm: 2, clipValue: 10 }
    const compiled = engine.compile((inputs: { readonly gradients: Params }) => clipGradients(inputs.gradients, limits))
    expect(bits(compiled({ gradients }))).toEqual(bits(clipGradients(gradients, limits)))
    expect(bits(gradients)).toEqual(bits(thirteen()))
    expect(await leakedTensors(engine, () => tidy(() => clipGradients(gradients, limits)))).toBe(0)
  })
})
