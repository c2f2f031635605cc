import { definePlugin, ENGINE, type NoiseModel, NOISE, type Random } from '@hourglass/core'
import { createCpuEngine } from '@hourglass/engine'
import { add, cast, clipByValue, mul, notEqual, sub } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

import {
  cleanRows,
  drawNoise,
  expectIndependent,
  expectMean,
  expectMoments,
  expectTouched,
  standardised,
  touchedShares,
} from './noise-draws.js'
import { normalCdf } from './normal-cdf.js'
import { testNoise } from './test-noise.js'

const plugin = definePlugin({
  name: 'honest-noises',
  apiVersion: 1,
  register: (registry) =>
    registry
      .add(NOISE, 'dimming', {
        summary: 'x̃_i = u_i·x_i, u_i ~ U[least, 1)',
        options: z.strictObject({ least: z.number().min(0).max(1).default(0.5) }),
        create: ({ least }, { resolve }) => {
          const { random } = resolve(ENGINE)
          return { corrupt: (x, key) => mul(x, random.uniform(key, x.shape, least, 1)) }
        },
      })
      .add(NOISE, 'brightness', {
        summary: 'x̃ = x + b·(1, …, 1), b ~ N(0, σ²)',
        options: z.strictObject({ sigma: z.number().min(0).default(0.1) }),
        create: ({ sigma }, { resolve }) => {
          const { random } = resolve(ENGINE)
          return { corrupt: (x, key) => add(x, random.normal(key, [x.shape[0], 1], 0, sigma)) }
        },
      }),
})

testNoise(plugin, 'dimming', [{ moments: (x) => ({ mean: 0.75 * x, variance: (0.5 * x) ** 2 / 12 }) }])
testNoise(plugin, 'brightness', [
  {
    moments: (x) => ({ mean: x, variance: 0.01 }),
    cdf: (xTilde, x) => normalCdf((xTilde - x) / 0.1),
    zero: { sigma: 0 },
    dependentDimensions: true,
  },
])

describe('finds out a noise that', () => {
  let random: Random
  beforeAll(async () => void ({ random } = await createCpuEngine()))
  const clean = cleanRows([-4, 0, 0.3, 1, 100], 12_000, 4)
  const unit = (x: number) => ({ mean: x, variance: 1 })
  const draw = (noise: NoiseModel, seed = 1) => drawNoise(noise, clean, random.key(seed))
  const normal = (change: (x: never, epsilon: never) => unknown = add as never) =>
    draw({ corrupt: (x, key) => change(x as never, random.normal(key, x.shape) as never) as typeof x })

  it('(but not one that is right)', () => {
    const right = normal()
    expectMoments(right, unit)
    const z = standardised(right, unit)
    expectIndependent(z.slice(1), z.slice(0, -1), 'rows')
    expectTouched(right)
    expectMean(touchedShares(right), 1, 'share')
  })

  it('is biased, too strong, clips, or changes what it should not', () => {
    const moments = (change: (x: never, epsilon: never) => unknown) => () => expectMoments(normal(change), unit)
    expect(moments((x, epsilon) => add(add(x, epsilon), 0.03))).toThrow(/the mean of x̃/)
    expect(moments((x, epsilon) => add(x, mul(epsilon, 1.03)))).toThrow(/the variance of x̃/)
    expect(moments((x, epsilon) => clipByValue(add(x, epsilon), 0, 101))).toThrow(/x̃/)
    expect(() => expectMoments(normal(), (x) => ({ mean: x, variance: 0 }))).toThrow(/without variance/)
  })

  it('is wrong for one value or in one dimension alone', () => {
    const all = normal()
    const spoil = (belongs: (x: number, i: number) => boolean) => ({
      ...all,
      xTilde: all.xTilde.map((row, r) => row.map((value, i) => value + (belongs(clean[r]![i]!, i) ? 0.07 : 0))),
    })
    expect(() =>
      expectMoments(
        spoil((x) => x === -4),
        unit,
      ),
    ).toThrow()
    expect(() =>
      expectMoments(
        spoil((_, i) => i === 3),
        unit,
      ),
    ).toThrow()
  })

  it('gives all rows one draw, or pairs of rows opposite ones', () => {
    const z = standardised(draw({ corrupt: (x, key) => add(x, random.normal(key, [1, 4])) }), unit)
    expect(() => expectIndependent(z.slice(1), z.slice(0, -1), 'rows')).toThrow(/rows: the correlation is/)
    // Of random signs, but equally large.
    const sizes = standardised(normal(), unit)
    const signed = sizes.map((row, r) => row.map((value) => (r % 3 === 0 ? value : -value)))
    expect(() => expectIndependent(sizes, signed, 'draws')).toThrow(/correlation/)
    const fair = sizes.map((row, r) => row.map((value) => (r % 2 === 0 ? value : -value)))
    expect(() => expectIndependent(sizes, fair, 'draws')).toThrow(/correlation of squares/)
  })

  it('ignores its key', () => {
    const forgetful: NoiseModel = { corrupt: (x) => add(x, random.normal(random.key(7), x.shape)) }
    const [a, b] = [1, 2].map((seed) => standardised(draw(forgetful, seed), unit))
    expect(() => expectIndependent(a!, b!, 'draws')).toThrow(/correlation/)
  })

  it('tells of another draw than it made, or sees no black pixel masked', () => {
    const corrupt: NoiseModel['corrupt'] = (x, key) => mul(x, random.bernoulli(key, x.shape, 0.75))
    const touched: NonNullable<NoiseModel['touched']> = (x, key) => sub(1, random.bernoulli(key, x.shape, 0.75))
    const right = draw({ corrupt, touched })
    expectTouched(right)
    expectMean(touchedShares(right), 0.25, 'share')
    const other = draw({ corrupt, touched: (x, key) => touched(x, random.fold(key, 'other')) })
    expect(() => expectTouched(other)).toThrow(/the very draw/)
    const half = draw({ corrupt, touched: (x, key) => mul(0.5, touched(x, key)) })
    expect(() => expectTouched(half)).toThrow(/neither 0 nor 1/)
    const blind = draw({ corrupt, touched: (x, key) => cast(notEqual(corrupt(x, key), x), 'float32') })
    expect(() => expectMean(touchedShares(blind), 0.25, 'share')).toThrow(/share/)
  })
})
