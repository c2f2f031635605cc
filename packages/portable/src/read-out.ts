import { type Params, READOUT } from '@hourglass/core'
import { add, matMul, type Tensor2D } from '@tensorflow/tfjs-core'

/** θ = hW + b of the classes, [n, d_h] → [n, classes]; argmax θ is the class, whatever the read-out was trained by. */
export function readOut(params: Params, h: Tensor2D): Tensor2D {
  return add(matMul(h, params[READOUT.weights] as Tensor2D), params[READOUT.bias]!)
}
