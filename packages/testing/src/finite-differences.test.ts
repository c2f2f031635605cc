import { expect, it } from 'vitest'

import { finiteDifferences } from './finite-differences.js'
import { relativeError } from './relative-error.js'

it('agrees with a gradient known in closed form', () => {
  // Rosenbrock's function Σ 100(x_{i+1} − x_i²)² + (1 − x_i)², with a term in y.
  const f = ({ x, y }: Record<string, Float64Array>) =>
    100 * (x![1]! - x![0]! ** 2) ** 2 + (1 - x![0]!) ** 2 + Math.sin(y![0]!)
  const [x0, x1, y0] = [-1.2, 1, 300]
  const gradient = finiteDifferences(f as never, { x: Float64Array.of(x0, x1), y: Float64Array.of(y0) })
  const exact = { x: [-400 * x0 * (x1 - x0 ** 2) - 2 * (1 - x0), 200 * (x1 - x0 ** 2)], y: [Math.cos(y0)] }
  expect(relativeError(gradient, exact)).toBeLessThan(1e-5)
  expect(relativeError({ x: gradient['x']! }, { x: exact.x })).toBeLessThan(1e-9)
})

it('leaves its argument alone', () => {
  const at = { x: Float64Array.of(1, 2) }
  finiteDifferences(({ x }) => x![0]! * x![1]!, at)
  expect([...at.x]).toEqual([1, 2])
})
