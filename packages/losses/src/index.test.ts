import { DATA_SPEC, ENGINE, type Engine, HourglassError, LOSS, PluginHost } from '@hourglass/core'
import { createCpuEngine } from '@hourglass/engine'
import { add, grad, sum, type Tensor, type Tensor2D, tensor2d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import losses from './index.js'

const host = new PluginHost([losses])

describe('the plugin', () => {
  let engine: Engine
  beforeAll(async () => void (engine = await createCpuEngine()))
  const create = (use: string, options: object = {}) =>
    host
      .createScope()
      .provide(ENGINE, engine)
      .provide(DATA_SPEC, { dimensions: 2, range: [0, 1] })
      .create(LOSS, { use, ...options })

  it.each([
    ['gaussian', { sigma: 0 }],
    ['gaussian', { sigma: -1 }],
    ['gaussian', { sigma: 'wide' }],
    ['gaussian', { sigma: Infinity }],
    ['gaussian-learned', { minimumVariance: 0 }],
    ['laplace', { scale: 0 }],
    ['categorical', { levels: 1 }],
    ['categorical', { levels: 257 }],
    ['categorical', { levels: 2.5 }],
  ])('refuses %s with %j', (use, options) => {
    expect(() => create(use, options)).toThrow(HourglassError)
  })

  it.each(host.names(LOSS))('%s: a draw is a constant to the gradient', (use) => {
    const loss = create(use)
    const y = tensor2d([[0.2, 0.9]])
    const theta = tensor2d(new Float32Array(2 * loss.parametersPerDimension).fill(0.3), [
      1,
      2 * loss.parametersPerDimension,
    ])
    const nll = (theta: Tensor) => sum(loss.nll(y, theta as Tensor2D))
    const withDraw = (theta: Tensor) => add(nll(theta), sum(loss.sample(theta as Tensor2D, engine.random.key(1))))
    expect([...grad(withDraw)(theta).dataSync()]).toEqual([...grad(nll)(theta).dataSync()])
  })

  it.each(host.list(LOSS).map(({ name, entry }) => [name, entry.details ?? ''] as const))(
    '%s is described in lines of up to 100 characters',
    (_, details) => {
      expect(details).not.toBe('')
      for (const line of details.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
    },
  )
})
