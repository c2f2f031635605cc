import { HourglassError } from '@hourglass/core'
import { hostRandom } from '@hourglass/engine'
import { type NoiseCase, testNoise } from '@hourglass/testing'
import { expect, it } from 'vitest'

import plugin, { saltAndPepperNoise } from './index.js'

const saltAndPepper = (fraction: number, range: readonly [number, number]): NoiseCase => {
  const [low, high] = range.map(Math.fround) as [number, number]
  return {
    options: { fraction },
    data: { dimensions: 6, range },
    moments(x) {
      const mean = (1 - fraction) * x + (fraction * (low + high)) / 2
      const square = (1 - fraction) * x ** 2 + (fraction * (low ** 2 + high ** 2)) / 2
      return { mean, variance: square - mean ** 2 }
    },
    possible: (xTilde, x) => xTilde === low || xTilde === high || (fraction < 1 && xTilde === x),
    touchedFraction: fraction,
    zero: { fraction: 0 },
  }
}

testNoise(plugin, 'salt-and-pepper', [
  saltAndPepper(0.25, [0, 1]),
  saltAndPepper(0.4, [-0.3, 0.9]),
  saltAndPepper(1, [-1, 1]),
])

it.each([
  [0, Infinity],
  [-Infinity, 1],
] as const)('refuses data within [%d, %d], whose extremes would be NaN', (...range) => {
  const make = () => saltAndPepperNoise(0.5, range, hostRandom)
  expect(make).toThrow(HourglassError)
  expect(make).toThrow(expect.objectContaining({ code: 'unbounded-data', remedy: expect.any(String) }))
})
