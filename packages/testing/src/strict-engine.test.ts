import type { Engine } from '@hourglass/core'
import { mul, scalar, type Scalar } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { strictEngine } from './strict-engine.js'
import { testEngines } from './test-engines.js'

describe.each(testEngines())('strictEngine of $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => {
    engine = strictEngine(await create())
  })

  it('refuses a step that reads a tensor to the host, and only inside of the step', () => {
    const step = engine.compile(({ x }: { x: Scalar }) => ({ y: mul(x, x.dataSync()[0]!) }))
    expect(() => step({ x: scalar(2) })).toThrow('reads a tensor to the host inside a step')
    expect(scalar(3).dataSync()[0]).toBe(3)
  })

  it('lets a step draw', () => {
    const step = engine.compile(({ x }: { x: Scalar }) => ({
      y: mul(x, engine.random.uniform(engine.random.fold(engine.random.key(1), 'draw'), [])),
    }))
    expect(step({ x: scalar(1) }).y.dataSync()[0]).toBeLessThan(1)
  })
})
