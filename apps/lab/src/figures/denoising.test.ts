import type { Engine } from '@hourglass/core'
import { leakedTensors, testEngines } from '@hourglass/testing'
import { add, mul, type Tensor2D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { denoising } from './denoising.js'
import { QUARTERS, linearModel, toyScene, toySubject, unit } from './scene.fixture.js'

describe.each(testEngines())('denoising on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await create()
  })
  const rows = [
    [0, 0, 0, 1],
    [0, 1, 0, 0],
  ]

  it('applies the noise to its own result, each time by another draw', async () => {
    const keys = new Set<string>()
    const noise = {
      corrupt(x: Tensor2D, key: Parameters<Engine['random']['uniform']>[0]) {
        keys.add(String(key.dataSync()))
        return add(mul(x, 2), 1) as Tensor2D
      },
    }
    const scene = toyScene(
      toySubject(engine, { rows, image: QUARTERS, noise, model: linearModel(unit(4), unit(4), 5) }),
    )
    const [figure] = denoising(scene)
    expect(keys.size).toBe(8)
    expect(await leakedTensors(engine, () => denoising(scene))).toBe(0)
    const original = rows.flat()
    // After t times 2ᵗx + 2ᵗ − 1, and the model adds 5.
    const expected = [1, 2, 4, 8].flatMap((t) => {
      const noisy = original.map((x) => 2 ** t * x + 2 ** t - 1)
      return [...noisy, ...noisy.map((x) => x + 5)]
    })
    expect([...figure!.pixels]).toEqual([...original, ...expected])
    expect(figure!.rowLabels).toEqual([
      ...['original', 'noise × 1', 'denoised', 'noise × 2', 'denoised'],
      ...['noise × 4', 'denoised', 'noise × 8', 'denoised'],
    ])
  })

  it('is nothing without a noise', () => {
    expect(denoising(toyScene(toySubject(engine, { rows, image: QUARTERS })))).toEqual([])
  })
})
