import { cast, grad, greater, mul, square, sum, tensor1d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { createCpuEngine } from './cpu-engine.js'
import { stopGradient } from './stop-gradient.js'
import { createWasmEngine } from './wasm-engine.js'

describe.each([createCpuEngine, createWasmEngine])('stopGradient on %o', (create) => {
  beforeAll(async () => void (await create()))
  const gradient = (f: Parameters<typeof grad>[0]) => [...grad(f)(tensor1d([-1, 2, 3])).dataSync()]

  it('is x, and a constant to the gradient: d/dx Σ x·[x] = [x]', () => {
    expect([...stopGradient(tensor1d([1, 2])).dataSync()]).toEqual([1, 2])
    expect(gradient((x) => sum(mul(x, stopGradient(square(x)))))).toEqual([1, 4, 9])
  })

  it('lets an objective select by a comparison, which has no gradient of its own', () => {
    expect(gradient((x) => sum(mul(square(x), stopGradient(cast(greater(x, 0), 'float32')))))).toEqual([-0, 4, 6])
  })
})
