import { ENGINE, DATA_SPEC, type Engine, MODEL, OUTPUT_DISTRIBUTION, type Params, PluginHost } from '@hourglass/core'
import { gaussianOutput, testEngines } from '@hourglass/testing'
import { tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import models from './index.js'
import { latentKl } from './latent-kl.fixture.js'

/** Three dimensions, two latent ones: x = zD + c + N(0, I), so that p(x) = N(c, DᵀD + I). */
const D = [
  [1, 2, -0.5],
  [1, -0.5, 0],
]
const c = [0.3, -0.2, 0.1]
const x = [1.2, 0.4, -0.7]

/** A linear q(z | x) whose mean and variances are wrong: log σ² as given, μ = xA + a. */
const q = {
  A: [
    [0.2, 0.1],
    [0.3, -0.2],
    [0, 0.1],
  ],
  a: [0.1, 0],
  logVariance: [-1, -0.5],
}
const muOfQ = q.a.map((bias, j) => x.reduce((sum, value, i) => sum + value * q.A[i]![j]!, bias))

const linear = (A: number[][], a: number[], logVariance: number[]): Params => ({
  'encoder.mean.W': tensor2d(A),
  'encoder.mean.b': tensor1d(a),
  'encoder.logVariance.W': tensor2d(A.map((row) => row.map(() => 0))),
  'encoder.logVariance.b': tensor1d(logVariance),
  'decoder.code.W': tensor2d(D),
  'decoder.code.b': tensor1d(c),
})

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI)
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)
const transposed = (M: readonly number[][]) => M[0]!.map((_, j) => M.map((row) => row[j]!))

/** −log N(x; c, DᵀD + I), by the lemma of Woodbury: everything in the two latent dimensions. */
const exactNll = (() => {
  const centred = x.map((value, i) => value - c[i]!)
  const [p, r, s] = [dot(D[0]!, D[0]!) + 1, dot(D[0]!, D[1]!), dot(D[1]!, D[1]!) + 1]
  const determinant = p * s - r * r
  const [u, v] = D.map((row) => dot(row, centred)) as [number, number]
  const explained = (s * u * u - 2 * r * u * v + p * v * v) / determinant
  return 0.5 * (dot(centred, centred) - explained + Math.log(determinant)) + 3 * HALF_LOG_TWO_PI
})()

describe.each(testEngines())('the cost of a variational autoencoder on $name', ({ create }) => {
  let engine: Engine
  beforeAll(async () => void (engine = await create()))

  /** Value and terms at n copies of x: means over n independent draws. */
  const cost = (options: object, params: Params, n: number, label: string) => {
    const output = gaussianOutput(engine)
    const scope = new PluginHost([models, latentKl]).createScope().provide(ENGINE, engine)
    scope.provide(DATA_SPEC, { dimensions: 3, range: [-9, 9] }).provide(OUTPUT_DISTRIBUTION, output)
    const model = scope.create(MODEL, { use: 'variational', latent: 2, hidden: [], ...options })
    const batch = tensor2d(Array.from({ length: n }, () => x))
    const point = { x: batch, xTilde: batch, key: engine.random.key(label) }
    const { value, terms } = model.cost!(params, { ...point, nll: (theta) => output.nll(batch, theta) })
    const number = (scalar: typeof value) => scalar.dataSync()[0]!
    return { value: number(value), terms: Object.fromEntries(Object.entries(terms).map(([k, v]) => [k, number(v)])) }
  }
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  /** Mean and its standard error over independent batches. */
  const estimate = (options: object, params: Params, n: number) => {
    const values = Array.from({ length: 16 }, (_, run) => tidy(() => cost(options, params, n, `run ${run}`).value))
    const centre = mean(values)
    const variance = mean(values.map((value) => (value - centre) ** 2)) * (16 / 15)
    return { mean: centre, error: Math.sqrt(variance / 16) }
  }

  it('is E_q[−log p(x | z)] + KL[q ‖ p], both by quadrature over the latent dimensions', () => {
    // Trapezoids, exact to rounding for what falls off like a Gaussian.
    const nodes = Array.from({ length: 241 }, (_, i) => -6 + i * 0.05)
    const sigma = q.logVariance.map((s) => Math.exp(s / 2))
    let nll = 0
    let kl = 0
    for (const e of nodes)
      for (const f of nodes) {
        const weight = (Math.exp(-0.5 * (e * e + f * f)) / (2 * Math.PI)) * 0.05 ** 2
        const z = [muOfQ[0]! + sigma[0]! * e, muOfQ[1]! + sigma[1]! * f]
        const residual = transposed(D).map((column, i) => x[i]! - c[i]! - dot(column, z))
        nll += weight * (0.5 * dot(residual, residual) + 3 * HALF_LOG_TWO_PI)
        const logQ = -0.5 * (e * e + f * f) - Math.log(sigma[0]! * sigma[1]!)
        kl += weight * (logQ + 0.5 * dot(z, z))
      }
    const params = linear(q.A, q.a, q.logVariance)
    const { terms } = cost({}, params, 4, 'once')
    expect(terms['latent-kl']).toBeCloseTo(kl, 5)
    const found = estimate({ samples: 4 }, params, 2000)
    expect(found.error).toBeLessThan(0.02)
    expect(Math.abs(found.mean - (nll + kl))).toBeLessThan(4.5 * found.error)
  })

  it('bounds −log p(x) from above, the tighter the larger K', () => {
    const params = linear(q.A, q.a, q.logVariance)
    const bounds = [1, 2, 8, 64].map((importanceSamples) => estimate({ importanceSamples }, params, 1500))
    for (const [place, { mean, error }] of bounds.entries()) {
      expect(mean + 4.5 * error).toBeGreaterThan(exactNll)
      if (place > 0) expect(mean).toBeLessThan(bounds[place - 1]!.mean)
    }
    expect(bounds[0]!.mean - exactNll).toBeGreaterThan(0.2)
    expect(bounds[3]!.mean - exactNll).toBeLessThan(0.05)
  })

  it('is −log p(x) to rounding, whatever is drawn, where q is the true posterior', () => {
    // DDᵀ is diagonal, and so is the posterior's covariance (I + DDᵀ)⁻¹; its mean is (x − c)Dᵀ(I + DDᵀ)⁻¹.
    expect(dot(D[0]!, D[1]!)).toBe(0)
    const variances = D.map((row) => 1 / (1 + dot(row, row)))
    const A = transposed(D).map((row) => row.map((value, j) => value * variances[j]!))
    const a = transposed(A).map((column) => -dot(column, c))
    const params = linear(A, a, variances.map(Math.log))
    for (const importanceSamples of [2, 7])
      expect(cost({ importanceSamples, samples: 2 }, params, 3, 'exact').value).toBeCloseTo(exactNll, 4)
    const elbo = estimate({}, params, 2000)
    expect(Math.abs(elbo.mean - exactNll)).toBeLessThan(4.5 * elbo.error)
  })

  it('stays finite where all weights underflow: −log w in the thousands', () => {
    const far = linear(q.A, [60, -60], q.logVariance)
    const { value, terms } = cost({ importanceSamples: 5 }, far, 2, 'far')
    expect(value).toBeGreaterThan(5000)
    expect(Number.isFinite(value)).toBe(true)
    expect(value).toBe(terms['bound'])
  })
})
