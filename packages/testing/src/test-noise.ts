import { type Key, NOISE, type NoiseModel, type Plugin } from '@hourglass/core'
import { type Tensor2D, tensor2d, tidy } from '@tensorflow/tfjs-core'
import { expect, it } from 'vitest'

import { describeVariant, type VariantCase } from './describe-variant.js'
import { kolmogorovSmirnov } from './kolmogorov-smirnov.js'
import { leakedTensors } from './leaked-tensors.js'
import {
  cleanRows,
  drawNoise,
  expectIndependent,
  expectMean,
  expectMoments,
  expectTouched,
  type NoiseDraws,
  type NoiseMoments,
  numbersIn,
  standardised,
  touchedShares,
} from './noise-draws.js'
import { rowsOf } from './numbers-of.js'

export interface NoiseCase extends VariantCase {
  /**
   * E[x̃_i | x] and Var[x̃_i | x] for x_i = x, computed in float64. `dimension` is i and `example` the whole x, for a
   * noise that treats places or neighbours differently.
   */
  moments(x: number, dimension: number, example: Float64Array): NoiseMoments
  /** P(x̃_i ≤ xTilde | x_i = x) of a continuous noise: its whole distribution is tested, not the moments alone. */
  cdf?(xTilde: number, x: number): number
  /** Whether a value x can become `xTilde`: of a discrete noise, or one that is bounded. */
  possible?(xTilde: number, x: number): boolean
  /** Expected share of an example's dimensions that are chosen to be corrupted. */
  readonly touchedFraction?: number
  /** How many dimensions of every example are chosen, where it is the same number each time. */
  readonly touchedPerExample?: number
  /** The dimensions of one example are not corrupted independently of one another. */
  readonly dependentDimensions?: boolean
  /** Options of strength zero, with which x̃ = x to the bit. */
  readonly zero?: Readonly<Record<string, unknown>>
  /** What the clean examples hold, where the noise cannot take any number; absent: 0, and inside and far outside of [0, 1]. */
  readonly values?: readonly number[]
}

const VALUES: readonly number[] = [-4, 0, 0.3, 1, 2.5, 100]

/**
 * Describes the tests of a noise: fresh on every draw, the same for the same key; x̃ has the shape of x, and x stays as it
 * is; the moments (and distribution) of the case, on data of any sign and size; rows, draws and, unless the case says
 * otherwise, dimensions are corrupted independently; `touched` tells the draw that `corrupt` makes; compiled as eager;
 * no tensor is left behind.
 */
export function testNoise(plugin: Plugin, name: string, cases: readonly NoiseCase[]): void {
  describeVariant<NoiseModel, NoiseCase>(NOISE, plugin, name, cases, (bench, given) => {
    const values = given.values ?? VALUES
    const { dimensions } = bench.data
    const rows = Math.min(15_000, Math.max(1200, Math.round(90_000 / dimensions)))
    const made = new Map<string, NoiseDraws>()
    /** Made when a test first asks for them: the bench is not there before. */
    const draws = (label: string): NoiseDraws => {
      const present = made.get(label)
      if (present !== undefined) return present
      const drawn = drawNoise(bench.variant, cleanRows(values, rows, dimensions), bench.key(label))
      made.set(label, drawn)
      return drawn
    }
    const moments: NoiseCase['moments'] = (x, dimension, example) => given.moments(x, dimension, example)
    const few = (count: number) => {
      const numbers = cleanRows(values, count, dimensions).flatMap((row) => [...row])
      return tensor2d(numbers, [count, dimensions])
    }
    const corrupt = (x: Tensor2D, key: Key, noise = bench.variant) => numbersIn(() => noise.corrupt(x, key))
    const mask = (x: Tensor2D, key: Key) => numbersIn(() => bench.variant.touched!(x, key))

    it.each([1, 7])('gives x̃ the shape of x, %i rows, and finite numbers', (count) => {
      const xTilde = bench.variant.corrupt(few(count), bench.key('shape'))
      expect([xTilde.shape, xTilde.dtype]).toEqual([[count, dimensions], 'float32'])
      expect([...xTilde.dataSync()].filter((value) => !Number.isFinite(value))).toEqual([])
    })

    it('draws the same for the same key, and anew for a new one', () => {
      const x = few(200)
      const first = corrupt(x, bench.key('draw', 1))
      expect(corrupt(x, bench.key('draw', 1)), 'two draws with one key differ').toEqual(first)
      const isRandom = rowsOf(x).some((row) => row.some((value, i) => moments(value, i, row).variance > 0))
      if (isRandom) expect(corrupt(x, bench.key('draw', 2)), 'draws with different keys are equal').not.toEqual(first)
    })

    it('never changes the clean x', () => {
      const x = few(7)
      const before = [...x.dataSync()]
      const xTilde = bench.variant.corrupt(x, bench.key('clean'))
      expect(xTilde, 'x̃ is the tensor x itself, which whoever disposes of x̃ would lose: clone it').not.toBe(x)
      bench.variant.touched?.(x, bench.key('clean'))
      expect(x.isDisposed, 'x was disposed of').toBe(false)
      expect([...x.dataSync()]).toEqual(before)
    })

    it('has the mean and the variance of the case, whatever the data', () => {
      expectMoments(draws('a'), moments)
    })

    if (given.cdf !== undefined)
      it('has the distribution of the case', () => {
        const { x, xTilde } = draws('a')
        // One dimension of each row: independent numbers, also where those of a row are not.
        const probabilities = xTilde.flatMap((row, r) => {
          const i = Math.floor(r / values.length) % dimensions
          const random = moments(x[r]![i]!, i, x[r]!).variance > 0
          return random ? [given.cdf!(row[i]!, x[r]![i]!)] : []
        })
        const { distance, pValue } = kolmogorovSmirnov(probabilities, (u) => Math.min(1, Math.max(0, u)))
        expect(pValue, `x̃ is not distributed as \`cdf\` says: D = ${distance}`).toBeGreaterThan(1e-5)
      })

    if (given.possible !== undefined)
      it('makes nothing of a value that the case calls impossible', () => {
        const { x, xTilde } = draws('a')
        for (const [r, row] of xTilde.entries())
          for (const [i, value] of row.entries())
            if (!given.possible!(value, x[r]![i]!)) expect.fail(`x = ${x[r]![i]} became ${value}`)
      })

    it('corrupts rows, and draws with different keys, independently', () => {
      const z = standardised(draws('a'), moments)
      expectIndependent(z, standardised(draws('b'), moments), 'two draws with different keys')
      for (const lag of [1, values.length, Math.floor(rows / 2)])
        expectIndependent(z.slice(lag), z.slice(0, -lag), `rows ${lag} apart in one batch`)
    })

    if (given.dependentDimensions !== true && dimensions > 1)
      it('corrupts dimensions independently', () => {
        const z = standardised(draws('a'), moments)
        for (let lag = 1; lag < Math.min(dimensions, 6); lag++) {
          const [right, left] = [z.map((row) => row.subarray(lag)), z.map((row) => row.subarray(0, -lag))]
          expectIndependent(right, left, `dimensions ${lag} apart (unless the case says \`dependentDimensions\`)`)
        }
      })

    it('tells by `touched` the very draw that `corrupt` makes', () => {
      expectTouched(draws('a'))
      const { touched } = bench.variant
      if (touched === undefined) return
      const [x, key] = [few(200), bench.key('touched')]
      expect(mask(x, key), 'touched differs between two calls with one key').toEqual(mask(x, key))
      const one = bench.variant.touched!(few(1), bench.key('touched'))
      expect([one.shape, one.dtype]).toEqual([[1, dimensions], 'float32'])
    })

    if (given.touchedFraction !== undefined)
      it('chooses the fraction of dimensions that the case gives', () => {
        expectMean(touchedShares(draws('a')), given.touchedFraction!, 'the share of touched dimensions')
      })

    if (given.touchedPerExample !== undefined)
      it('chooses as many dimensions of every example as the case gives', () => {
        const counts = touchedShares(draws('a')).map((share) => Math.round(share * dimensions))
        expect([...new Set(counts)]).toEqual([given.touchedPerExample])
      })

    if (given.zero !== undefined)
      it('changes nothing at strength zero', () => {
        const noise = bench.scope.create(NOISE, { use: name, ...given.options, ...given.zero })
        const x = few(200)
        expect(corrupt(x, bench.key('zero'), noise)).toEqual(rowsOf(x))
      })

    it('draws in a compiled step what it draws outside, with every key', () => {
      const compiled = bench.engine.compile(({ x, key }: { x: Tensor2D; key: Key }) => ({
        xTilde: bench.variant.corrupt(x, key),
        ...(bench.variant.touched === undefined ? {} : { touched: bench.variant.touched(x, key) }),
      }))
      for (const time of [1, 2]) {
        const [x, key] = [few(7), bench.key('compiled', time)]
        const { xTilde, touched } = compiled({ x, key })
        expect(rowsOf(xTilde), 'the compiled x̃ differs').toEqual(corrupt(x, key))
        if (touched !== undefined) expect(rowsOf(touched), 'the compiled touched differs').toEqual(mask(x, key))
      }
    })

    it('leaves no tensors behind', async () => {
      const [x, key] = [few(7), bench.key('leak')]
      const { engine, variant } = bench
      expect(await leakedTensors(engine, () => tidy(() => variant.corrupt(x, key))), 'by corrupt').toBe(0)
      if (variant.touched !== undefined)
        expect(await leakedTensors(engine, () => tidy(() => variant.touched!(x, key))), 'by touched').toBe(0)
    })
  })
}
