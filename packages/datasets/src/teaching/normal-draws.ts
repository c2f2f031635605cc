import type { RandomDraws } from '../random-draws.js'

/** √(−2 ln 2⁻³²) = 6.66…: uniform draws have 32 bits, so that no normal one, and no pair, is farther from 0. */
export const FARTHEST_DRAW = Math.sqrt(64 * Math.LN2)

/**
 * Independent draws from N(0, 1), in pairs: √(−2 ln u) cos 2πv, then √(−2 ln u) sin 2πv, u and v uniform.
 *
 * Source: Box and Muller 1958, "A Note on the Generation of Random Normal Deviates".
 */
export function normalDraws({ uniform }: RandomDraws): () => number {
  let second: number | undefined
  return () => {
    if (second !== undefined) {
      const draw = second
      second = undefined
      return draw
    }
    // 1 − uniform() is in (0, 1], where the logarithm is finite.
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
    const angle = 2 * Math.PI * uniform()
    second = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }
}
