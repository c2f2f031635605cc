import { type OutputDistribution, type Random } from '@hourglass/core'
import {
  cast,
  clipByValue,
  customGrad,
  less,
  log,
  mul,
  neg,
  sigmoid,
  softplus,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core'

/**
 * y_i ~ Bernoulli(σ(θ_i)), independent: the network gives logits.
 *
 * −log p(y | θ) = −Σ_i [ y_i log σ(θ_i) + (1 − y_i) log(1 − σ(θ_i)) ] = Σ_i [ log(1 + e^{θ_i}) − y_i θ_i ],
 *
 * the cross-entropy between y and σ(θ); for grey values in [0, 1] it is that cross-entropy, and its least value is the
 * entropy of y, not 0. In nats, [batch, d] × [batch, d] → [batch]. The gradient is σ(θ) − y.
 * Source: Bishop 2006, §5.2, eq. 5.23; Vincent et al. 2010, §2.2.
 */
export function bernoulliLoss(random: Random): OutputDistribution {
  return {
    support: [0, 1],
    nll: (y, theta) => sum(crossEntropy(y, theta), 1),
    mean: (theta) => sigmoid(theta),
    sample: (theta, key) => cast(less(random.uniform(key, theta.shape), sigmoid(theta)), 'float32'),
    parametersFromMean(mean, margin = 1e-6) {
      const p = clipByValue(mean, margin, 1 - margin)
      return sub(log(p), log(sub(1, p)))
    },
  }
}

type SaveForGradient = (tensors: Tensor[]) => void

/** log(1 + e^θ) − yθ elementwise, with its gradient in closed form: one pass instead of three. */
const crossEntropy = customGrad((...args: (Tensor | SaveForGradient)[]) => {
  const [y, theta, save] = args as [Tensor2D, Tensor2D, SaveForGradient]
  save([y, theta])
  return {
    value: sub(softplus(theta), mul(y, theta)),
    gradFunc: (dy: Tensor, saved: Tensor[]) => {
      const [target, logits] = saved as [Tensor2D, Tensor2D]
      return [mul(dy, neg(logits)), mul(dy, sub(sigmoid(logits), target))]
    },
  }
}) as (y: Tensor2D, theta: Tensor2D) => Tensor2D
