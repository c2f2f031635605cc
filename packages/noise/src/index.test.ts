import { DATA_SPEC, ENGINE, type Engine, HourglassError, NOISE, PluginHost, type Reference } from '@hourglass/core'
import { testEngines } from '@hourglass/testing'
import { tensor2d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import noise from './index.js'

describe('the plugin', () => {
  let engine: Engine
  beforeAll(async () => void (engine = await testEngines()[0]!.create()))
  const host = new PluginHost([noise])
  const create = (reference: Reference | string, range: readonly [number, number] = [-2, 7]) =>
    host.createScope().provide(ENGINE, engine).provide(DATA_SPEC, { dimensions: 3, range }).create(NOISE, reference)
  const corrupt = (reference: Reference | string) => [
    ...create(reference)
      .corrupt(tensor2d([[0.5, 0.5, 0.5]]), engine.random.key(1))
      .dataSync(),
  ]

  it('makes each noise, with its options', () => {
    expect(corrupt({ use: 'masking', fraction: 1 })).toEqual([0, 0, 0])
    expect(corrupt({ use: 'gaussian', sigma: 0 })).toEqual([0.5, 0.5, 0.5])
    expect(corrupt({ use: 'salt-and-pepper', fraction: 1 }).every((value) => value === -2 || value === 7)).toBe(true)
  })

  it('has a default for every option, written out by the host', () => {
    expect(host.complete(NOISE, 'masking')).toEqual({ use: 'masking', fraction: 0.25, samples: 1 })
    expect(host.complete(NOISE, 'gaussian')).toEqual({ use: 'gaussian', sigma: 0.3, samples: 1 })
    expect(host.complete(NOISE, 'salt-and-pepper')).toEqual({ use: 'salt-and-pepper', fraction: 0.25, samples: 1 })
  })

  it.each([
    { use: 'masking', fraction: 1.5 },
    { use: 'masking', fraction: -0.1 },
    { use: 'salt-and-pepper', fraction: '25%' },
    { use: 'gaussian', sigma: -1 },
    { use: 'gaussian', sigma: Infinity },
    { use: 'gaussian', fraction: 0.2 },
    { use: 'masking', samples: 0 },
  ])('refuses %j', (reference) => {
    expect(() => create(reference as never)).toThrow(HourglassError)
  })

  it('refuses salt and pepper for unbounded data', () => {
    expect(() => create('salt-and-pepper', [0, Infinity])).toThrow(expect.objectContaining({ code: 'unbounded-data' }))
  })
})
