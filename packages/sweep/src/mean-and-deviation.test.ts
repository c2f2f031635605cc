import { describe, expect, it } from 'vitest'

import { spread } from './mean-and-deviation.js'

describe('spread', () => {
  it("is mean, deviation with n − 1, and Student's interval", () => {
    // Of 1, …, 5: mean 3, variance 10/4, t(4) = 2.776.
    const { count, mean, deviation, interval } = spread([1, 2, 3, 4, 5])
    expect({ count, mean }).toEqual({ count: 5, mean: 3 })
    expect(deviation).toBeCloseTo(Math.sqrt(2.5), 12)
    expect(interval).toBeCloseTo((2.776445 * Math.sqrt(2.5)) / Math.sqrt(5), 5)
  })

  it('knows of one run no spread', () => expect(spread([4])).toEqual({ count: 1, mean: 4 }))

  it('refuses no values', () => expect(() => spread([])).toThrow(RangeError))
})
