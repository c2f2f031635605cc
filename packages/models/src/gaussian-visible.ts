import type { Random } from '@hourglass/core'
import { add, div, mul, square, sub, sum, type Tensor2D } from '@tensorflow/tfjs-core'

import type { VisibleUnits } from './visible-units.js'

/**
 * v ∈ ℝ^d:  U(v) = ‖v − c‖²/(2σ²),  p(v | h) = N(θ, σ²I),  θ = c + σ²Wh.
 *
 * The interaction vᵀWh is not divided by σ (Hinton 2010, §13.2, eq. 17 divides it): with this W the code is
 * σ(vW + b) whatever σ is, as an encoder layer has it. At σ = 1 the two are the same; else W here is W/σ there.
 * A chain begins with N(0, σ²I). Source: Welling et al. 2004, §3; Hinton 2010, §13.2.
 */
export function gaussianVisible(sigma: number, random: Random): VisibleUnits {
  const variance = sigma ** 2
  const logNormaliser = 0.5 * Math.log(2 * Math.PI * variance)
  return {
    energy: (v, c) => div(sum(square(sub(v, c)), 1), 2 * variance),
    biasStatistic: (v, c) => div(sub(v, c), variance),
    scale: variance,
    mean: (theta) => theta,
    sample: (theta, key) => add(theta, random.normal(key, theta.shape, 0, sigma)),
    nll: (v, theta) => add(mul(sum(square(sub(v, theta)), 1), 0.5 / variance), logNormaliser * theta.shape[1]),
    start: (count, dimensions, key) => random.normal(key, [count, dimensions], 0, sigma) as Tensor2D,
  }
}
