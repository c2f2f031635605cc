import type { PenaltyPoint } from '@hourglass/core'
import type { Tensor2D } from '@tensorflow/tfjs-core'

/**
 * h(x̃) as `model.encode` has it, [n, d_h]: the code of the point where that is the same, so that nothing is computed
 * twice. A model with a cost of its own may hand over another code, such as a draw from q(h | x̃).
 */
export function encoderOutput({ model, params, xTilde, h }: PenaltyPoint): Tensor2D {
  return model.cost === undefined ? h : model.encode(params, xTilde)
}
