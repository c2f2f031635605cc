import { describe, expect, it } from 'vitest'

import { solveSvmDual } from './smo.js'
import { CLOUD_LABELS, CLOUDS, kernelOf, REFERENCE } from './three-classes.fixture.js'

type Points = readonly (readonly number[])[]

function solve(
  points: Points,
  signs: readonly number[],
  { cost = 1, kernel = { use: 'linear' } as Parameters<typeof kernelOf>[0], tolerance = 1e-10, maxSteps = 1e6 } = {},
) {
  const rows = points.map((x) => Float64Array.from(points, (z) => kernelOf(kernel, x, z)))
  const solution = solveSvmDual({
    signs: Int8Array.from(signs),
    row: (t) => rows[t]!,
    diagonal: Float64Array.from(rows, (row, t) => row[t]!),
    cost,
    tolerance,
    maxSteps,
  })
  const f = rows.map((row) => row.reduce((sum, k, s) => sum + solution.coefficients[s]! * k, solution.bias))
  return { ...solution, f }
}

describe('solveSvmDual', () => {
  it('puts the border of two points half-way between them: β = 2/‖x − z‖², b = (‖z‖² − ‖x‖²)/‖x − z‖²', () => {
    const { coefficients, bias, objective, steps, f } = solve(
      [
        [1, 2],
        [4, 6],
      ],
      [1, -1],
    )
    expect(coefficients[0]).toBeCloseTo(2 / 25, 12)
    expect(coefficients[1]).toBeCloseTo(-2 / 25, 12)
    expect(bias).toBeCloseTo((52 - 5) / 25, 12)
    // −½‖w‖² = −½ (2/‖x − z‖)².
    expect(objective).toBeCloseTo(-2 / 25, 12)
    // The first pair is the only one, and its step is exact.
    expect(steps).toBe(1)
    expect(f[0]).toBeCloseTo(1, 12)
    expect(f[1]).toBeCloseTo(-1, 12)
  })

  it('stops at C where the two points are nearer than √(2/C)', () => {
    const { coefficients, bias } = solve([[1], [2]], [1, -1], { cost: 0.5 })
    expect(Array.from(coefficients)).toEqual([0.5, -0.5])
    // w = −½, and b may be anything in 0 … 3/2: the middle puts the border at x = 3/2.
    expect(bias).toBeCloseTo(0.75, 12)
  })

  it('finds w = (1, 0), b = 0 of points on either side of a strip, and no more support vectors than touch it', () => {
    const points = [-3, -1, 0, 2].flatMap((v) => [
      [1, v],
      [-1, v],
      [5, v],
      [-4, v],
    ])
    const { coefficients, bias, objective } = solve(
      points,
      points.map(([u]) => Math.sign(u!)),
      { cost: 100 },
    )
    const w = [0, 1].map((d) => points.reduce((sum, x, t) => sum + coefficients[t]! * x[d]!, 0))
    expect(w[0]).toBeCloseTo(1, 9)
    expect(w[1]).toBeCloseTo(0, 9)
    expect(bias).toBeCloseTo(0, 9)
    expect(objective).toBeCloseTo(-0.5, 9)
    points.forEach(([u], t) => Math.abs(u!) > 1 && expect(coefficients[t]).toBe(0))
  })

  it('gives up on equal points of both classes at C, and says that the border is nowhere', () => {
    const { coefficients, bias, f } = solve(
      [
        [1, 1],
        [1, 1],
      ],
      [1, -1],
      { cost: 7 },
    )
    expect(Array.from(coefficients)).toEqual([7, -7])
    expect(bias).toBe(0)
    expect(f).toEqual([0, 0])
  })

  it.each(REFERENCE)('finds what LIBSVM finds: $kernel', ({ kernel, pair }) => {
    const examples = CLOUDS.map((_, t) => t).filter((t) => CLOUD_LABELS[t]! < 2)
    const signs = examples.map((t) => (CLOUD_LABELS[t] === 0 ? 1 : -1))
    const { coefficients, objective } = solve(
      examples.map((t) => CLOUDS[t]!),
      signs,
      { cost: 2, kernel },
    )
    expect(examples.filter((_, place) => coefficients[place] !== 0)).toEqual(pair.support)
    expect(objective).toBeCloseTo(pair.objective, 8)
    const found = [1, -1].map((sign) => Array.from(coefficients, (value) => value * sign).filter((value) => value > 0))
    found.forEach((values, side) =>
      values.forEach((value, place) => expect(value).toBeCloseTo(pair.coefficients[side]![place]!, 6)),
    )
  })

  it('leaves no example further than the tolerance from its condition, at the tolerance that is used', () => {
    const points = Array.from({ length: 300 }, (_, t) => [Math.sin(t * 1.3) * 2, Math.cos(t * 0.7), Math.sin(t * 2.9)])
    const signs = points.map(([u, v, w]) => (u! * v! + 0.7 * w! > 0 ? 1 : -1))
    const [cost, tolerance] = [3, 1e-3]
    const { coefficients, f } = solve(points, signs, { cost, tolerance, kernel: { use: 'rbf', gamma: 0.4 } })
    expect(coefficients.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 9)
    const kinds = { out: 0, free: 0, bounded: 0 }
    for (const [t, sign] of signs.entries()) {
      const [alpha, margin] = [sign * coefficients[t]!, sign * f[t]!]
      if (alpha < cost) expect(margin).toBeGreaterThanOrEqual(1 - tolerance)
      if (alpha > 0) expect(margin).toBeLessThanOrEqual(1 + tolerance)
      expect(alpha).toBeGreaterThanOrEqual(0)
      expect(alpha).toBeLessThanOrEqual(cost)
      kinds[alpha === 0 ? 'out' : alpha < cost ? 'free' : 'bounded']++
    }
    for (const count of Object.values(kinds)) expect(count).toBeGreaterThan(5)
  })

  it('says so where the steps are not enough, rather than giving what it has', () => {
    const few = () =>
      solve(
        CLOUDS,
        CLOUD_LABELS.map((label) => (label === 0 ? 1 : -1)),
        { cost: 1000, maxSteps: 3 },
      )
    expect(few).toThrow(expect.objectContaining({ code: 'diverged' }))
  })
})
