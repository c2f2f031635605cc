import { describe, expect, it } from 'vitest'

import { minimise, norm, type Slope } from './lbfgs.js'

const options = { tolerance: 1e-9, iterations: 1000 }

/** Σ a_i(x_i − m_i)²/2, a_i from 1 to 1000. */
function bowl(middle: Float64Array) {
  const a = (i: number): number => 10 ** ((3 * i) / (middle.length - 1))
  return (x: Float64Array): Slope => ({
    value: x.reduce((sum, value, i) => sum + 0.5 * a(i) * (value - middle[i]!) ** 2, 0),
    gradient: x.map((value, i) => a(i) * (value - middle[i]!)),
  })
}

/** Rosenbrock 1960: a bent valley, its least value 0 at (1, 1). */
const valley = ([x, y]: Float64Array): Slope => ({
  value: (1 - x!) ** 2 + 100 * (y! - x! ** 2) ** 2,
  gradient: Float64Array.of(-2 * (1 - x!) - 400 * x! * (y! - x! ** 2), 200 * (y! - x! ** 2)),
})

describe('minimise', () => {
  it('finds the middle of a bowl a thousand times as steep one way as another', async () => {
    const middle = Float64Array.from({ length: 30 }, (_, i) => Math.sin(7 * i))
    const { x, converged, value } = await minimise(bowl(middle), new Float64Array(30), { ...options, tolerance: 1e-7 })
    expect(converged).toBe(true)
    x.forEach((found, i) => expect(found).toBeCloseTo(middle[i]!, 6))
    expect(value).toBeLessThan(1e-13)
  })

  it('follows a bent valley to its end', async () => {
    const { x, converged, iterations } = await minimise(valley, Float64Array.of(-1.2, 1), options)
    expect(converged).toBe(true)
    expect(x[0]).toBeCloseTo(1, 8)
    expect(x[1]).toBeCloseTo(1, 8)
    // Steepest descent takes thousands.
    expect(iterations).toBeLessThan(60)
  })

  it('stays where the slope is within the tolerance', async () => {
    const start = Float64Array.of(1, 1)
    expect(await minimise(valley, start, options)).toMatchObject({ iterations: 0, converged: true, x: start })
  })

  it('lowers the value all the same where it runs out of iterations, and says so', async () => {
    const start = Float64Array.of(-1.2, 1)
    const found = await minimise(valley, start, { ...options, iterations: 5 })
    expect(found).toMatchObject({ iterations: 5, converged: false })
    expect(found.value).toBeLessThan(valley(start).value)
    expect(norm(found.gradient)).toBe(norm(valley(found.x).gradient))
  })

  it('goes by the slope where rounding hides that the value still falls', async () => {
    // In float32, of a value near 1 nothing below 10⁻⁷ can be seen.
    const rounded = (x: Float64Array): Slope => ({ ...valley(x), value: Math.fround(1 + valley(x).value) })
    const { converged, x } = await minimise(rounded, Float64Array.of(-1.2, 1), options)
    expect(converged).toBe(true)
    expect(valley(x).value).toBeLessThan(1e-16)
  })

  it('ends, and says that it has not converged, where no step lowers the value', async () => {
    // Upwards, says its gradient, whichever way one goes.
    const wrong = ([x]: Float64Array): Slope => ({ value: Math.abs(x! - 1), gradient: Float64Array.of(1) })
    const found = await minimise(wrong, Float64Array.of(1), options)
    expect(found.converged).toBe(false)
    expect(found.x[0]).toBeCloseTo(1, 5)
  })

  it('keeps out of where there is no value', async () => {
    // x − log x, least at 1; of a negative number there is no logarithm.
    const f = ([x]: Float64Array): Slope => ({ value: x! - Math.log(x!), gradient: Float64Array.of(1 - 1 / x!) })
    const { x } = await minimise(f, Float64Array.of(0.001), options)
    expect(x[0]).toBeCloseTo(1, 8)
  })

  it('gives others a turn before each iteration, which may end it', async () => {
    let turns = 0
    const turn = async (): Promise<void> => {
      if (++turns === 3) throw new Error('enough')
    }
    await expect(minimise(valley, Float64Array.of(-1.2, 1), { ...options, turn })).rejects.toThrow('enough')
    expect(turns).toBe(3)
  })
})
