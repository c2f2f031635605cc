import { add, neg, relu, type Tensor } from '@tensorflow/tfjs-core'

/** |x| with the derivative sign(x) and 0 at 0: the tensor library's `abs` has the derivative −1 there. */
export function magnitude<T extends Tensor>(x: T): T {
  return add(relu(x), relu(neg(x)))
}
