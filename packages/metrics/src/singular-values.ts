import type { Metric } from '@hourglass/core'

import { jacobians } from './jacobians.js'
import { measurement, requireFinite } from './measurement.js'
import { gramEigenvalues } from './semidefinite-eigenvalues.js'
import { spreadExamples } from './spread-examples.js'

export interface SingularValuesOptions {
  /** Evenly spaced through the split. */
  readonly examples: number
}

/**
 * In how many directions the encoder still listens: the singular values σ_1 ≥ σ_2 ≥ … of J = ∂h/∂x at each of some
 * examples, min(d_h, d_x) of them. Averaged over these examples:
 *
 *   the effective rank e^{H(p)}, p_i = σ_i/Σσ, H(p) = −Σ p_i log p_i (0 where J = 0);   σ_1;   and as a curve each σ_i.
 *
 * The roots of the eigenvalues of JJᵀ in float64; J itself is float32, so that what lies below 10⁻⁶ σ_1 is rounding.
 * Source: Rifai et al. 2011 (the spectrum); Roy and Vetterli 2007 (effective rank).
 */
export function singularValues({ examples }: SingularValuesOptions): Metric {
  return {
    requires: ['linearize'],
    needsEncoder: true,
    async measure(context) {
      const { codeDimensions } = context.model
      const split = spreadExamples(context.split, examples)
      let rank = 0
      let spectrum: number[] = []
      for (const transposed of jacobians(context, split)) {
        requireFinite('Jacobian', transposed)
        const sigma = gramEigenvalues(transposed, transposed.length / codeDimensions, codeDimensions).map(Math.sqrt)
        rank += effectiveRank(sigma) / split.size
        spectrum = sigma.map((value, place) => (spectrum[place] ?? 0) + value / split.size)
      }
      const curve = {
        x: { label: 'i, the largest first', values: spectrum.map((_, place) => place + 1) },
        y: { label: 'σ_i of ∂h/∂x, mean over examples', values: spectrum },
      }
      return [
        measurement('jacobian-effective-rank', 'effective rank of ∂h/∂x', rank, { curve }),
        measurement('jacobian-largest-singular-value', 'largest singular value of ∂h/∂x', spectrum[0]!),
      ]
    },
  }
}

function effectiveRank(sigma: readonly number[]): number {
  const total = sigma.reduce((sum, value) => sum + value, 0)
  if (total === 0) return 0
  const entropy = sigma.reduce((sum, value) => (value === 0 ? sum : sum - (value / total) * Math.log(value / total)), 0)
  return Math.exp(entropy)
}
