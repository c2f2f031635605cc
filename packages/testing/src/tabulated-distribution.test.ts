import { describe, expect, it } from 'vitest'

import { normalCdf } from './normal-cdf.js'
import { intervalOf, tabulate } from './tabulated-distribution.js'

const REAL_LINE = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const

describe.each([
  [0, 1],
  [-3.21, 0.01],
  [700, 40],
])('N(%d, %d²)', (mu, sigma) => {
  const nll = (y: number) => ((y - mu) / sigma) ** 2 / 2 + Math.log(sigma * Math.sqrt(2 * Math.PI))
  const table = tabulate(nll, { interval: intervalOf(nll, REAL_LINE) })

  it('has the moments and the entropy of its closed forms', () => {
    expect(table.mass).toBeCloseTo(1, 10)
    expect((table.mean - mu) / sigma).toBeCloseTo(0, 9)
    expect(table.variance / sigma ** 2).toBeCloseTo(1, 9)
    expect(table.fourthMoment / sigma ** 4).toBeCloseTo(3, 8)
    expect(table.entropy).toBeCloseTo(Math.log(sigma) + 0.5 * Math.log(2 * Math.PI * Math.E), 9)
  })

  it('has the distribution function of its closed form', () => {
    for (const z of [-30, -3, -1.234, 0, 0.5, 2, 30]) expect(table.cdf(mu + z * sigma)).toBeCloseTo(normalCdf(z), 5)
  })
})

it('a density with a cliff at the end of its support: the exponential distribution of rate 5', () => {
  const nll = (y: number) => 5 * y - Math.log(5)
  const table = tabulate(nll, { interval: intervalOf(nll, [0, Number.POSITIVE_INFINITY]) })
  expect([table.mass, table.mean, table.variance, table.entropy]).toEqual(
    [1, 0.2, 0.04, 1 - Math.log(5)].map((value) => expect.closeTo(value, 5)),
  )
  expect(table.cdf(0.3)).toBeCloseTo(1 - Math.exp(-1.5), 5)
})

it('a bounded support stays whole where the density does not fade out', () => {
  expect(intervalOf(() => Math.log(2), [1, 3])).toEqual([1, 3])
})

it('listed values: a fair die', () => {
  const die = tabulate(() => Math.log(6), { values: [1, 2, 3, 4, 5, 6] })
  expect([die.mass, die.mean, die.variance, die.entropy, die.cdf(4)]).toEqual(
    [1, 3.5, 35 / 12, Math.log(6), 4 / 6].map((value) => expect.closeTo(value, 12)),
  )
})

it('says so where a density does not fade out', () => {
  expect(() => intervalOf(() => 1, REAL_LINE)).toThrow(/interval/)
})
