import { describe, expect, it } from 'vitest'

import { cellsFrom } from './sweep.fixture.js'

/** What the trials of a search try, as records. */
function tried(select: object): Record<string, unknown>[] {
  const [cell] = cellsFrom(JSON.stringify({ select }))
  return cell!.search!.trials.map(({ changes }) => Object.fromEntries(changes.map(({ path, value }) => [path, value])))
}

describe('a random search', () => {
  const over = { rate: { 'log-uniform': [1e-4, 1] }, depth: { integer: [1, 3] }, kind: ['x', 'y'] }

  it('has the same first trials whatever the budget, and whatever else is searched', () => {
    const many = tried({ budget: 50, over })
    expect(tried({ budget: 7, over })).toEqual(many.slice(0, 7))
    const { rate } = over
    expect(tried({ budget: 7, over: { more: { uniform: [0, 1] }, rate } }).map((trial) => trial['rate'])).toEqual(
      many.slice(0, 7).map((trial) => trial['rate']),
    )
  })

  it('is another one with another seed', () =>
    expect(tried({ budget: 5, over })).not.toEqual(tried({ budget: 5, over, seed: 2 })))

  /** Kolmogorov's distance of numbers in [0, 1] from the uniform distribution. */
  function distance(numbers: readonly number[]): number {
    const sorted = numbers.toSorted((a, b) => a - b)
    return Math.max(...sorted.map((u, n) => Math.max(u - n / sorted.length, (n + 1) / sorted.length - u)))
  }

  /** Below it with a probability of 99.9 % (Kolmogorov's distribution), plus what rounding to three digits moves. */
  const tolerance = 1.95 / Math.sqrt(2000) + 0.005

  it.each([
    ['uniform', (x: number) => (x + 3) / 10, [-3, 7]],
    ['log-uniform', (x: number) => Math.log(x / 1e-4) / Math.log(1e4), [1e-4, 1]],
  ])('draws %s numbers within their bounds, of three digits', (kind, quantile, bounds) => {
    const drawn = tried({ budget: 2000, over: { a: { [kind]: bounds } } }).map(({ a }) => a as number)
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(bounds[0]!)
    expect(Math.max(...drawn)).toBeLessThanOrEqual(bounds[1]!)
    expect(drawn.every((value) => Number(value.toPrecision(3)) === value)).toBe(true)
    expect(distance(drawn.map(quantile))).toBeLessThan(tolerance)
  })

  it('draws options independently of each other', () => {
    const trials = tried({ budget: 2000, over: { a: { uniform: [-1, 1] }, b: { uniform: [-1, 1] } } })
    // E[ab] = 0 with a variance of 1/9 each: four standard deviations of the mean.
    const product = trials.reduce((sum, { a, b }) => sum + (a as number) * (b as number), 0) / 2000
    expect(Math.abs(product)).toBeLessThan((4 * (1 / 3)) / Math.sqrt(2000))
  })

  it('draws every whole number, and every value, about as often', () => {
    const trials = tried({ budget: 3000, over })
    for (const [path, value, expected] of [
      ...[1, 2, 3].map((depth) => ['depth', depth, 1000] as const),
      ...['x', 'y'].map((kind) => ['kind', kind, 1500] as const),
    ]) {
      const count = trials.filter((trial) => trial[path] === value).length
      // Four standard deviations of a binomial count.
      expect(Math.abs(count - expected)).toBeLessThan(4 * Math.sqrt(expected * (1 - expected / 3000)))
    }
  })

  it('draws whole numbers of a logarithmic range, small ones more often', () => {
    const drawn = tried({ budget: 2000, over: { n: { 'log-integer': [1, 1000] } } }).map(({ n }) => n as number)
    expect(drawn.every((n) => Number.isInteger(n) && n >= 1 && n <= 1000)).toBe(true)
    // Whole numbers are what rounds to them: from 0.5 to 1000.5.
    const below = Math.log(31.5 / 0.5) / Math.log(1000.5 / 0.5)
    expect(Math.abs(drawn.filter((n) => n <= 31).length / 2000 - below)).toBeLessThan(4 * Math.sqrt(0.25 / 2000))
  })
})

describe('a grid search', () => {
  it('tries every combination, steps at equal distances or ratios', () => {
    const over = {
      a: { 'log-uniform': [0.001, 1], steps: 4 },
      b: { uniform: [0, 1], steps: 3 },
      c: { integer: [4, 5] },
    }
    const trials = tried({ method: 'grid', over })
    expect(trials).toHaveLength(4 * 3 * 2)
    expect(new Set(trials.map(({ a }) => a))).toEqual(new Set([0.001, 0.01, 0.1, 1]))
    expect(new Set(trials.map(({ b }) => b))).toEqual(new Set([0, 0.5, 1]))
    expect(new Set(trials.map((trial) => JSON.stringify(trial))).size).toBe(24)
  })
})
