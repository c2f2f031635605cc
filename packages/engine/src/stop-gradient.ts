import { clone, customGrad, type Tensor } from '@tensorflow/tfjs-core'

/**
 * x as a constant: the value of x, the gradient 0. For what an objective compares, selects or draws, whose operations
 * (`greater`, `topk`, a sample's `less`) have no gradient in the tensor library and would stop differentiation with an
 * error, or whose gradient is not meant.
 */
export function stopGradient<T extends Tensor>(x: T): T {
  // A node without inputs cuts the tape: with x as its input, differentiation would still ask for the gradients of all
  // that x was made of, if only to multiply them by 0.
  return customGrad(() => ({ value: clone(x), gradFunc: () => [] as unknown as Tensor }))() as T
}
