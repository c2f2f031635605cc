import type { Key, Layer, Linearization, Params, Random } from '@hourglass/core'
import { add, matMul, mul, reshape, type Tensor, type Tensor1D, type Tensor2D, zeros } from '@tensorflow/tfjs-core'

import { initialWeights } from './initial-weights.js'

/** Fresh parameters of dense layers: weights as in `initialWeights`, each from a stream of its name; biases 0. */
export function initialLayers(layers: readonly Layer[], key: Key, random: Random): Record<string, Tensor> {
  const params: Record<string, Tensor> = {}
  for (const { inputs, units, activation, weights, bias } of layers) {
    params[weights] = initialWeights(inputs, units, activation, random.fold(key, weights), random)
    params[bias] = zeros([units])
  }
  return params
}

/** s(hW + b). */
export function applyLayer({ activation, weights, bias }: Layer, params: Params, h: Tensor2D): Tensor2D {
  return activation.apply(add(matMul(h, params[weights] as Tensor2D), params[bias] as Tensor1D))
}

/** h⁽ᵏ⁾ = s_k(h⁽ᵏ⁻¹⁾W_k + b_k), h⁽⁰⁾ = x; the last of them. */
export function applyLayers(layers: readonly Layer[], params: Params, x: Tensor2D): Tensor2D {
  return layers.reduce((h, layer) => applyLayer(layer, params, h), x)
}

/**
 * The layers at x with their Jacobian J = D_K W_Kᵀ ⋯ D_1 W_1ᵀ, D_k = diag s′(a⁽ᵏ⁾), by forward mode: v goes through every
 * layer as v ← (vW_k) ⊙ s′(a⁽ᵏ⁾), s′ written in terms of the layer's output, so that it is differentiated only once.
 */
export function linearizeLayers(layers: readonly Layer[], params: Params, x: Tensor2D): Linearization {
  let h = x
  const slopes = layers.map((layer) => {
    h = applyLayer(layer, params, h)
    return layer.activation.derivativeFromOutput(h)
  })
  return {
    h,
    push: (v) =>
      layers.reduce((pushed, { weights }, k) => scaleRows(matMul(pushed, params[weights] as Tensor2D), slopes[k]!), v),
  }
}

/** Row r of v times row r mod n of the n factors, elementwise: [m·n, d] by [n, d]. */
export function scaleRows(v: Tensor2D, factors: Tensor2D): Tensor2D {
  const [n, d] = factors.shape
  return reshape(mul(reshape(v, [v.shape[0] / n, n, d]), factors), v.shape)
}
