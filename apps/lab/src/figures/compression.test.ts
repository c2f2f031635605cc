import type { Engine } from '@hourglass/core'
import { leakedTensors, testEngines } from '@hourglass/testing'
import { beforeAll, describe, expect, it } from 'vitest'

import { compression, meanSquaredError } from './compression.js'
import { QUARTERS, linearModel, toyScene, toySubject } from './scene.fixture.js'

it('is the mean over all numbers', () => {
  expect(meanSquaredError(Float32Array.of(1, 2, 3, 4), Float32Array.of(1, 0, 3, 7))).toBe(13 / 4)
})

describe.each(testEngines())('compression on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await create()
  })
  // All along one line: (x, x, 0, 0), x uniform in 0 … 1.
  const rows = Array.from({ length: 400 }, (_, step) => [step / 399, step / 399, 0, 0])
  const half = Math.SQRT1_2
  const alongIt = linearModel([[half], [half], [0], [0]], [[half, half, 0, 0]])

  it('of a line has the error of its rounding, Δ²/12 a number of the code, and so has PCA', async () => {
    const subject = toySubject(engine, { rows, image: QUARTERS, model: alongIt })
    const scene = toyScene(subject)
    const [curve] = compression(scene)
    expect(await leakedTensors(engine, () => compression(scene))).toBe(0)
    expect(curve!.lines.map(({ label }) => label)).toEqual(['this model', 'PCA, 1 component'])
    for (const { value, x, y } of curve!.lines) {
      expect(value).toBeCloseTo(0, 8)
      expect(x).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((bits) => bits / 4))
      // The code goes from 0 to √2, and its error is spread over four pixels; 400 points are few for cells of 1/64.
      for (const bits of [1, 2, 3, 4, 5]) {
        const delta = Math.SQRT2 / 2 ** bits
        expect(y[bits - 1]! / (delta ** 2 / 12 / 4)).toBeGreaterThan(0.9)
        expect(y[bits - 1]! / (delta ** 2 / 12 / 4)).toBeLessThan(1.1)
      }
    }
  })

  it('leaves PCA out where the code is as large as the picture, and says so', () => {
    const [curve] = compression(toyScene(toySubject(engine, { rows, image: QUARTERS })))
    expect(curve!.lines).toHaveLength(1)
    expect(curve!.caption).toContain('A code of 4 numbers for 4 pixels does not compress')
  })

  it('is no better than PCA where the model is worse', () => {
    const [curve] = compression(
      toyScene(toySubject(engine, { rows, image: QUARTERS, model: linearModel([[1], [0], [0], [0]], [[1, 0, 0, 0]]) })),
    )
    const [model, pca] = curve!.lines
    // One of the two pixels is lost: E[x²]/4 = 1/12.
    expect(model!.value).toBeCloseTo(1 / 12, 2)
    expect(pca!.value).toBeCloseTo(0, 8)
  })

  it('is nothing where examples are no pictures', () => {
    expect(compression(toyScene(toySubject(engine, { rows, model: alongIt })))).toEqual([])
  })
})
