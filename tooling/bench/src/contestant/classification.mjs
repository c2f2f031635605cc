import { add, logSoftmax, matMul, mean, mul, neg, sigmoid, sum } from '@tensorflow/tfjs-core'

/** θ = h⁽ᴷ⁾W + b, h⁽ᵏ⁾ = σ(h⁽ᵏ⁻¹⁾W_k + b_k): [batch, classes] from [batch, d_x]. */
export function forward({ layers }, params, x) {
  return layers.reduce((h, { weights, bias, activation }) => {
    const a = add(matMul(h, params[weights]), params[bias])
    return activation === 'identity' ? a : sigmoid(a)
  }, x)
}

/**
 * A deep classifier's objective: the mean of −log p(y | x), p = softmax(θ), in nats.
 *
 * @param labels [batch, classes], zeros and a one in every row
 */
export function classification(row, labels) {
  return (params, x) => {
    const nll = neg(mean(sum(mul(labels, logSoftmax(forward(row, params, x))), 1)))
    return { value: nll, terms: { nll } }
  }
}
