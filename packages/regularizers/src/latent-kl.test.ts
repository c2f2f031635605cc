import type { Autoencoder, PenaltyPoint } from '@hourglass/core'
import { createCpuEngine } from '@hourglass/engine'
import { testRegularizer } from '@hourglass/testing'
import { log, square, tensor2d } from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'

import regularizers from './index.js'
import { latentKl } from './latent-kl.js'
import { average, numberOf, standardNormalNodes } from './reference-penalty.fixture.js'

const logDensity = (z: number, mean: number, sigma: number) =>
  -0.5 * ((z - mean) / sigma) ** 2 - Math.log(sigma) - 0.5 * Math.log(2 * Math.PI)

/** E_q[log q(z) − log p(z)], q = N(μ, σ²), p = N(0, 1), by quadrature: no closed form is presupposed. */
const klByQuadrature = (mean: number, sigma: number) =>
  standardNormalNodes(0.25).reduce((total, { z, weight }) => {
    const at = mean + sigma * z
    return total + weight * (logDensity(at, mean, sigma) - logDensity(at, 0, 1))
  }, 0)

testRegularizer(regularizers, 'latent-kl', [
  {
    penalty: ({ xTilde, params, network }) =>
      average(xTilde, (each) => {
        const { mean, logVariance } = network.posterior(params, each)
        return mean.reduce((total, mu, j) => total + klByQuadrature(mu, Math.exp(logVariance[j]! / 2)), 0)
      }),
  },
])

describe('latentKl', () => {
  it('is 0 for the prior itself, and otherwise the KL divergence that quadrature gives', async () => {
    await createCpuEngine()
    const R = (means: number[][], sigmas: number[][]) => {
      const posterior = () => ({ mean: tensor2d(means), logVariance: log(square(tensor2d(sigmas))) })
      const model = { posterior } as unknown as Autoencoder
      return numberOf(latentKl().penalty({ model } as PenaltyPoint))
    }
    expect(R([[0, 0]], [[1, 1]])).toBeCloseTo(0, 6)
    expect(R([[2, -0.5]], [[0.1, 3]])).toBeCloseTo(klByQuadrature(2, 0.1) + klByQuadrature(-0.5, 3), 4)
    // Two examples: the mean.
    expect(R([[2], [-0.5]], [[0.1], [3]])).toBeCloseTo((klByQuadrature(2, 0.1) + klByQuadrature(-0.5, 3)) / 2, 4)
  })
})
