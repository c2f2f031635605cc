import type { Engine } from '@hourglass/core'
import { keep, mul, type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { leakedTensors } from './leaked-tensors.js'
import { testEngines } from './test-engines.js'

describe.each(testEngines())('leakedTensors on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => void (engine = await create()))

  it('is 0 where everything but the result is freed', async () => {
    expect(await leakedTensors(engine, () => tidy(() => mul(tensor1d([1, 2]), 2)))).toBe(0)
    expect(await leakedTensors(engine, () => ({ inside: [tensor1d([1])] }))).toBe(0)
    expect(await leakedTensors(engine, async () => tensor1d([1]))).toBe(0)
  })

  it('counts a tensor that was kept, each of three times', async () => {
    const kept: Tensor[] = []
    const action = () => tidy(() => void kept.push(keep(mul(tensor1d([1, 2]), 2))))
    expect(await leakedTensors(engine, action)).toBeGreaterThanOrEqual(3)
    for (const tensor of kept) tensor.dispose()
  })

  it('does not count what is made once', async () => {
    let constant: Tensor | undefined
    expect(await leakedTensors(engine, () => void (constant ??= tensor1d([1])))).toBe(0)
    constant?.dispose()
  })
})
