import type { Random, Regularizer } from '@hourglass/core'
import {
  add,
  mean,
  mul,
  type Rank,
  type Scalar,
  squaredDifference,
  sum,
  type Tensor2D,
  tile,
} from '@tensorflow/tfjs-core'

import { encoderOutput } from './encoder-output.js'
import { closedFormLayer, directions, type JacobianMethod, squaredNorms } from './jacobian-method.js'

export interface ContractiveHessianOptions extends JacobianMethod {
  /** σ of ε, in the unit of the data. */
  readonly sigma: number
  /** Draws of ε for each example. */
  readonly samples: number
}

/**
 * The second-order term of CAE+H: R = (1/n) Σ_x E‖J(x̃) − J(x̃ + ε)‖²_F, ε ~ N(0, σ²I), J = ∂h/∂x, the expectation by
 * the mean over `samples` draws. As σ → 0, R/σ² is the squared norm of the encoder's Hessian, Σ_j ‖∂²h_j/∂x²‖²_F. The
 * first-order term λ‖J‖²_F is `contractive`, taken at the same point.
 *
 * Encoder of one dense layer: ‖J − J′‖²_F = Σ_j (s′(h_j) − s′(h′_j))² Σ_i W_ij². Deeper: both Jacobians are pushed along
 * the same directions, each draw of ε along its own.
 *
 * Source: Rifai et al. 2011b (Higher Order Contractive Auto-Encoder).
 */
export function contractiveHessian(options: ContractiveHessianOptions, random: Random): Regularizer {
  const { sigma, samples } = options
  return {
    requires: ['linearize'],
    penalty(point) {
      const { model, params, xTilde, key } = point
      const [n, dimensions] = xTilde.shape
      const rows = [samples * n, dimensions] as [number, number]
      const epsilon = random.normal<Rank.R2>(random.fold(key, 'epsilon'), rows, 0, sigma)
      const moved: Tensor2D = add(below(xTilde, samples), epsilon)
      const layer = closedFormLayer(model, options)
      if (layer !== undefined) {
        const slopes = layer.activation.derivativeFromOutput(encoderOutput(point))
        const movedSlopes = layer.activation.derivativeFromOutput(model.encode(params, moved))
        const squares = mean(squaredDifference(below(slopes, samples), movedSlopes), 0)
        return sum(mul(squares, squaredNorms(params, layer))) as Scalar
      }
      const { v, factor } = directions(rows, options, random.fold(key, 'probes'), random)
      const here = model.linearize!(params, xTilde).push(v)
      const there = model.linearize!(params, moved).push(v)
      return mul(sum(squaredDifference(here, there)), factor)
    },
  }
}

/** The same rows `times` times below each other. */
function below(rows: Tensor2D, times: number): Tensor2D {
  return times === 1 ? rows : tile(rows, [times, 1])
}
