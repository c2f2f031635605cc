import { definePlugin, ENGINE, type Engine, LOSS, type OutputDistribution, type Random } from '@hourglass/core'
import { createCpuEngine, stopGradient } from '@hourglass/engine'
import { add, div, exp, fill, log, maximum, mul, neg, square, sub, sum, type Tensor2D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { SIX_PIXELS } from './describe-variant.js'
import { gaussianOutput } from './gaussian-output.js'
import { LOSS_CHECKS, type LossCase, testLoss } from './test-loss.js'

/** p(y | θ) = λe^{−λy} on [0, ∞), λ = e^θ: the example of docs/extension-points/loss.md. */
function exponentialLoss(random: Random): OutputDistribution {
  const nllPerDimension = (y: Tensor2D, theta: Tensor2D): Tensor2D => sub(mul(exp(theta), y), theta)
  return {
    support: [0, Number.POSITIVE_INFINITY],
    parametersPerDimension: 1,
    nllPerDimension,
    nll: (y, theta) => sum(nllPerDimension(y, theta), 1),
    mean: (theta) => exp(neg(theta)),
    sample: (theta, key) => div(neg(log(sub(1, random.uniform(key, theta.shape)))), exp(theta)),
    entropy: (theta) => sum(sub(1, theta), 1),
    parametersFromMean: (mean, margin = 1e-6) => neg(log(maximum(mean, margin))),
  }
}

const plugin = definePlugin({
  name: 'example',
  apiVersion: 1,
  register: (registry) =>
    registry
      .add(LOSS, 'exponential', {
        summary: 'Σ e^θ x − θ: waiting times with log rates θ',
        options: z.strictObject({}),
        create: (_, { resolve }) => exponentialLoss(resolve(ENGINE).random),
      })
      .add(LOSS, 'joint', {
        summary: 'a loss that does not factorise, as far as anyone can tell',
        options: z.strictObject({}),
        create: (_, { resolve }) => ({ ...gaussianOutput(resolve(ENGINE)), nllPerDimension: undefined as never }),
      }),
})

const gaussian: LossCase = { nll: (y, [mu]) => (y - mu!) ** 2 / 2 + 0.5 * Math.log(2 * Math.PI) }

testLoss(plugin, 'exponential', [{ nll: (y, [theta]) => Math.exp(theta!) * y - theta! }])
testLoss(plugin, 'joint', [{ ...gaussian, data: { dimensions: 1, range: [0, 1] } }])

describe('testLoss finds', () => {
  let engine: Engine
  let good: OutputDistribution
  beforeAll(async () => {
    engine = await createCpuEngine()
    good = gaussianOutput(engine)
  })
  /** Titles of the checks that fail. */
  const failures = async (wrong: Partial<OutputDistribution>) => {
    const root = engine.random.key('wrong')
    const variant = { ...good, ...wrong }
    const bench = {
      engine,
      variant,
      data: SIX_PIXELS,
      key: (...label: (string | number)[]) => engine.random.fold(root, ...label),
    }
    const failed: string[] = []
    for (const [title, check] of Object.entries(LOSS_CHECKS))
      try {
        await check(bench, gaussian)
      } catch {
        failed.push(title)
      }
    return failed
  }
  const wrongs: [string, () => Partial<OutputDistribution>, string][] = [
    ['a constant left out', () => both((y, theta) => mul(square(sub(y, theta)), 0.5)), 'probabilities add up to 1'],
    [
      'a mean over dimensions',
      () => ({ nll: (y, theta) => div(good.nll(y, theta), 6) }),
      'nll is the sum of nllPerDimension',
    ],
    [
      'a gradient cut off',
      () => both((y, theta) => good.nllPerDimension!(y, add(mul(theta, 0.5), stopGradient(mul(theta, 0.5))))),
      'the gradient of nll in θ',
    ],
    [
      'infinity far out',
      () => both((y, theta) => add(good.nllPerDimension!(y, theta), mul(exp(mul(square(theta), 0.1)), 1e-30))),
      'all stays finite',
    ],
    ['a wrong mean', () => ({ mean: (theta) => mul(theta, 1.001) }), 'mean is E[y | θ]'],
    [
      'a wrong entropy',
      () => ({ entropy: (theta) => fill([theta.shape[0]], 6 * 0.5 * Math.log(2 * Math.PI)) }),
      'entropy is E[−log p(y | θ)]',
    ],
    [
      'draws too wide',
      () => ({ sample: (theta, key) => add(theta, engine.random.normal(key, theta.shape, 0, 1.05)) }),
      'sample is drawn',
    ],
    [
      'draws of another shape',
      () => ({
        sample: (theta, key) => add(theta, engine.random.uniform(key, theta.shape, -Math.sqrt(3), Math.sqrt(3))),
      }),
      'sample is drawn',
    ],
    [
      'one draw for all dimensions',
      () => ({ sample: (theta, key) => add(theta, engine.random.normal(key, [theta.shape[0], 1])) }),
      'sample is drawn',
    ],
    [
      'a key that is not used',
      () => ({ sample: (theta) => add(theta, engine.random.normal(engine.random.key(1), theta.shape)) }),
      'sample draws the same',
    ],
    [
      'an inverse that is none',
      () => ({ parametersFromMean: (mean) => mul(mean, 2) }),
      'parametersFromMean undoes mean',
    ],
    ['θ itself as the mean', () => ({ mean: (theta) => theta }), 'leaves what it is given'],
  ]
  const both = (nllPerDimension: (y: Tensor2D, theta: Tensor2D) => Tensor2D): Partial<OutputDistribution> => ({
    nllPerDimension,
    nll: (y, theta) => sum(nllPerDimension(y, theta), 1),
  })

  it('nothing wrong with what is right', async () => expect(await failures({})).toEqual([]))

  it.each(wrongs)('%s', async (_, wrong, title) => {
    expect(await failures(wrong())).toContainEqual(expect.stringContaining(title))
  })
})
