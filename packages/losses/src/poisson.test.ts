import { type DataSpec } from '@hourglass/core'
import { testEngines, testLoss } from '@hourglass/testing'
import { tensor2d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import losses from './index.js'
import { stirlingRemainder } from './stirling-remainder.js'

const counts = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, place) => first + place)

/** log 0!, log 1!, …, by adding up. */
const LOG_FACTORIALS = counts(1, 20_000).reduce((sums, y) => (sums.push(sums.at(-1)! + Math.log(y)), sums), [0])

const negativeLogProbability = (y: number, [theta]: readonly number[]) =>
  Math.exp(theta!) - y * theta! + LOG_FACTORIALS[y]!

const data: DataSpec = { dimensions: 6, range: [0, 255] }

testLoss(losses, 'poisson', [
  { nll: negativeLogProbability, data, values: counts(0, 60), theta: [-4, 2.7], extremes: [-80, -20, 50, 80] },
  // Around the rate of 16, from which on draws are made another way.
  { nll: negativeLogProbability, data, values: counts(0, 70), theta: [Math.log(14), Math.log(18)] },
  { nll: negativeLogProbability, data, values: counts(0, 400), theta: [3, 5.3] },
  { nll: negativeLogProbability, data, values: counts(0, 10_000), theta: [8.5, 9.1] },
])

describe.each(testEngines())('stirlingRemainder on $name', ({ create }) => {
  beforeAll(async () => void (await create()))
  const remainder = (y: number[]) => [...stirlingRemainder(tensor2d([y])).dataSync()]
  const mainPart = (y: number) => (y === 0 ? 0 : y * Math.log(y) - y)

  it('leaves of log y! what adding up logarithms leaves, to 10⁻⁵, for y = 0 … 10 000', () => {
    for (const [y, found] of remainder(counts(0, 10_000)).entries())
      expect(Math.abs(found - (LOG_FACTORIALS[y]! - mainPart(y))), `y = ${y}`).toBeLessThan(1e-5)
  })

  it('between the whole numbers: Γ(½ + n) = √π · (2n − 1)!!/2ⁿ', () => {
    const halves = counts(0, 20).map((n) => n - 0.5 + 1)
    const logGamma = (n: number) =>
      counts(1, n).reduce((sum, j) => sum + Math.log(2 * j - 1), 0.5 * Math.log(Math.PI)) - n * Math.LN2
    for (const [place, found] of remainder(halves).entries()) {
      const y = halves[place]!
      expect(Math.abs(found - (logGamma(place + 1) - mainPart(y))), `y = ${y}`).toBeLessThan(1e-5)
    }
  })
})
