import { describe, expect, it } from 'vitest'

import { studentCentralProbability, studentQuantile } from './student-t.js'

describe('studentQuantile', () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, columns 0.975 and 0.995.
  it.each([
    [1, 12.706, 63.657],
    [2, 4.303, 9.925],
    [3, 3.182, 5.841],
    [4, 2.776, 4.604],
    [5, 2.571, 4.032],
    [9, 2.262, 3.25],
    [10, 2.228, 3.169],
    [29, 2.045, 2.756],
    [30, 2.042, 2.75],
    [100, 1.984, 2.626],
  ])('agrees with the published table at %i degrees of freedom', (n, at95, at99) => {
    expect(Math.abs(studentQuantile(0.95, n) - at95)).toBeLessThanOrEqual(0.0005)
    expect(Math.abs(studentQuantile(0.99, n) - at99)).toBeLessThanOrEqual(0.0005)
  })

  it.each([0.1, 0.5, 0.9, 0.95, 0.999])('is the closed form for 1, 2 and 4 degrees of freedom at %d', (p) => {
    // Cauchy's; p√(2/(1 − p²)); and Shaw 2006: 2√(cos(arccos(√a)/3)/√a − 1) with a = 1 − p².
    expect(studentQuantile(p, 1)).toBeCloseTo(Math.tan((Math.PI * p) / 2), 8)
    expect(studentQuantile(p, 2)).toBeCloseTo(p * Math.sqrt(2 / (1 - p * p)), 8)
    const a = 1 - p * p
    expect(studentQuantile(p, 4)).toBeCloseTo(
      2 * Math.sqrt(Math.cos(Math.acos(Math.sqrt(a)) / 3) / Math.sqrt(a) - 1),
      8,
    )
  })

  it('comes to the normal quantile', () => expect(studentQuantile(0.95, 100_001)).toBeCloseTo(1.959964, 4))

  it.each([
    [0, 3],
    [1, 3],
    [0.95, 0],
    [0.95, 1.5],
  ])('refuses probability %d with %d degrees of freedom', (p, n) =>
    expect(() => studentQuantile(p, n)).toThrow(RangeError),
  )
})

describe('studentCentralProbability', () => {
  it.each([3, 5, 6, 8])('is the integral of the density, %i degrees of freedom', (n) => {
    const density = (t: number): number => (1 + (t * t) / n) ** (-(n + 1) / 2)
    const integral = (to: number, steps: number): number => {
      const h = to / steps
      return Array.from({ length: steps }, (_, k) => density((k + 0.5) * h) * h).reduce((sum, value) => sum + value, 0)
    }
    // The constant of the density by its own integral: the tail beyond 2000 is below 1e-9.
    const half = integral(2000, 400_000)
    expect(studentCentralProbability(1.7, n)).toBeCloseTo(integral(1.7, 20_000) / half, 6)
  })
})
