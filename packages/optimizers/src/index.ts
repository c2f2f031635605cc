import { definePlugin, OPTIMIZER } from '@hourglass/core'
import { z } from 'zod'

import { adam } from './adam.js'
import { momentum } from './momentum.js'
import { sgd } from './sgd.js'

export { adam, momentum, sgd }

const rate = (fallback: number) => z.number().positive().max(1000).default(fallback).describe('η, learning rate')
const decay = (fallback: number) => z.number().min(0).lt(1).default(fallback)

export default definePlugin({
  name: '@hourglass/optimizers',
  apiVersion: 1,
  register(registry) {
    registry.add(OPTIMIZER, 'sgd', {
      summary: 'w ← w − ηg',
      cite: 'Robbins and Monro 1951',
      options: z.strictObject({ learningRate: rate(0.1) }),
      create: (options) => sgd(options.learningRate),
    })
    registry.add(OPTIMIZER, 'momentum', {
      summary: 'v ← μv − ηg, w ← w + v',
      cite: 'Sutskever et al. 2013, §2',
      options: z.strictObject({ learningRate: rate(0.01), momentum: decay(0.9).describe('μ') }),
      create: (options) => momentum(options.learningRate, options.momentum),
    })
    registry.add(OPTIMIZER, 'adam', {
      summary: 'w ← w − η·m̂/(√v̂ + ε), first and second moments of g with bias correction',
      cite: 'Kingma and Ba 2015, Algorithm 1',
      options: z.strictObject({
        learningRate: rate(0.001),
        beta1: decay(0.9).describe('β₁, decay of the first moment'),
        beta2: decay(0.999).describe('β₂, decay of the second moment'),
        epsilon: z.number().positive().default(1e-8).describe('ε'),
      }),
      create: (options) => adam(options),
    })
  },
})
