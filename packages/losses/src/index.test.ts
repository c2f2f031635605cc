import { ENGINE, type Engine, HourglassError, LOSS, PluginHost, type Reference } from '@hourglass/core'
import { testEngines } from '@hourglass/testing'
import { tensor2d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import losses from './index.js'

describe('the plugin', () => {
  let engine: Engine
  beforeAll(async () => void (engine = await testEngines()[0]!.create()))
  const create = (reference: Reference | string) =>
    new PluginHost([losses]).createScope().provide(ENGINE, engine).create(LOSS, reference)

  it('makes each loss from its name alone', () => {
    const [y, theta] = [tensor2d([[1]]), tensor2d([[0]])]
    expect(create('bernoulli').nll(y, theta).dataSync()[0]).toBeCloseTo(Math.LN2, 6)
    expect(create('gaussian').nll(y, theta).dataSync()[0]).toBeCloseTo(0.5 + 0.5 * Math.log(2 * Math.PI), 6)
  })

  it('says what each gives probability to', () => {
    expect(create('bernoulli').support).toEqual([0, 1])
    expect(create('gaussian').support).toEqual([-Infinity, Infinity])
  })

  it.each([{ sigma: 0 }, { sigma: -1 }, { sigma: 'wide' }, { sgima: 1 }, { sigma: Infinity }])(
    'refuses the gaussian option %j',
    (options) => {
      expect(() => create({ use: 'gaussian', ...options } as never)).toThrow(HourglassError)
    },
  )
})
