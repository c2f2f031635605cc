import { DATA_SPEC, definePlugin, ENGINE, HourglassError, NOISE, PluginHost, REGULARIZER } from '@hourglass/core'
import { createCpuEngine } from '@hourglass/engine'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import regularizers from './index.js'

const silence = definePlugin({
  name: 'silence',
  apiVersion: 1,
  register: (registry) =>
    registry.add(NOISE, 'gaussian', {
      summary: 'x̃ = x',
      options: z.strictObject({}),
      create: () => ({ corrupt: (x) => x }),
    }),
})

describe('the plugin', () => {
  const host = new PluginHost([regularizers, silence])

  it.each([
    ['weight-decay', []],
    ['contractive', ['linearize']],
    ['stochastic-contractive', []],
    ['contractive-hessian', ['linearize']],
    ['sparsity', []],
    ['activity-l1', []],
    ['orthogonality', ['decoderWeights']],
    ['latent-kl', ['posterior']],
  ])('%s asks of a model %j', async (use, capabilities) => {
    const scope = host.createScope().provide(ENGINE, await createCpuEngine())
    scope.provide(DATA_SPEC, { dimensions: 1, range: [0, 1] })
    expect(scope.create(REGULARIZER, { use }).requires ?? []).toEqual(capabilities)
  })

  it('describes every variant, with its source, in lines that fit a terminal', () => {
    for (const { name, entry } of host.list(REGULARIZER)) {
      expect(entry.cite, name).toBeTypeOf('string')
      expect(entry.details, name).toBeTypeOf('string')
      for (const line of [entry.summary, ...entry.details!.split('\n')])
        expect(line.length, line).toBeLessThanOrEqual(100)
    }
  })

  it.each([
    { use: 'weight-decay', norm: 'l3' },
    { use: 'contractive', method: 'nested' },
    { use: 'contractive', probes: 0 },
    { use: 'contractive-hessian', sigma: 0 },
    { use: 'stochastic-contractive', samples: 0 },
    { use: 'sparsity', target: 0 },
    { use: 'sparsity', target: 1 },
  ])('refuses %j', (reference) => {
    expect(() => host.complete(REGULARIZER, reference)).toThrow(HourglassError)
  })
})
