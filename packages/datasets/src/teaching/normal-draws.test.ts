import { seedWords } from '@hourglass/engine'
import { correlation, kolmogorovSmirnov, normalCdf } from '@hourglass/testing'
import { describe, expect, it } from 'vitest'

import { randomDraws } from '../random-draws.js'
import { FARTHEST_DRAW, normalDraws } from './normal-draws.js'

const fixed = (...uniforms: number[]) => ({ uniform: () => uniforms.shift()!, integer: () => 0 })

describe('normalDraws', () => {
  it('is N(0, 1), each draw unrelated to the next one', () => {
    const draws = Array.from({ length: 50_000 }, normalDraws(randomDraws(seedWords(1))))
    expect(kolmogorovSmirnov(draws, normalCdf).pValue).toBeGreaterThan(1e-4)
    // √n·r is about N(0, 1).
    for (const lag of [1, 2]) {
      const r = correlation(draws.slice(lag), draws.slice(0, -lag))
      expect(Math.abs(r) * Math.sqrt(draws.length)).toBeLessThan(4)
    }
  })

  it('makes of u = e⁻², v = 1/8 the pair √4·(√½, √½)', () => {
    const normal = normalDraws(fixed(1 - Math.exp(-2), 1 / 8))
    expect([normal(), normal()]).toEqual([expect.closeTo(Math.SQRT2, 12), expect.closeTo(Math.SQRT2, 12)])
  })

  it('is finite at both ends of the uniform draws, and no farther from 0 than promised', () => {
    expect(normalDraws(fixed(0, 0))()).toBeCloseTo(0, 15)
    expect(normalDraws(fixed(1 - 2 ** -32, 0))()).toBeCloseTo(FARTHEST_DRAW, 12)
  })
})
