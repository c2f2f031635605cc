import type { Autoencoder, Cost, CostPoint, GaussianPosterior, Params, Random, Regularizer } from '@hourglass/core'
import { stopGradient } from '@hourglass/engine'
import {
  add,
  concat,
  exp,
  log,
  max,
  mean,
  mul,
  reshape,
  type Scalar,
  slice,
  square,
  squeeze,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core'

export interface VariationalBound {
  /** L, estimates of the bound that are averaged for each example. */
  readonly samples: number
  /** K of the importance-weighted bound; 1: the evidence lower bound. */
  readonly importanceSamples: number
  /** β, the factor of the divergence; only with K = 1. */
  readonly beta: number
  /** KL[q(h | x) ‖ N(0, I)], averaged over the batch; only with K = 1. */
  readonly latentKl?: Regularizer
}

/**
 * With z = μ(x̃) + σ(x̃) ⊙ ε, ε ~ N(0, I), the negative evidence lower bound, the expectation by L draws and the
 * divergence in closed form,
 *
 *   −log p(x) ≤ E_q[−log p(x | z)] + β·KL[q(z | x̃) ‖ p(z)]     (β = 1),
 *
 * or the importance-weighted bound, −E log (1/K) Σ_k w_k, w_k = p(x | z_k) p(z_k)/q(z_k | x̃), where
 *
 *   log w_k = log p(x | z_k) − ½‖z_k‖² + ½‖ε_k‖² + ½ Σ_j log σ_j²,
 *
 * the sum taken relative to its largest summand. In nats, averaged over the batch; gradients go through z. Terms: `nll`
 * = E_q[−log p(x | z)], and `latent-kl` or `bound`.
 * Source: Kingma and Welling 2014, eq. 7 and 10; β: Higgins et al. 2017; K: Burda et al. 2016, eq. 8.
 */
export function variationalCost(
  model: Autoencoder,
  params: Params,
  { x, xTilde, nll, key }: CostPoint,
  { samples, importanceSamples, beta, latentKl }: VariationalBound,
  random: Random,
): Cost {
  const q = model.posterior!(params, xTilde)
  const [n, d] = q.mean.shape
  const draws = samples * importanceSamples
  const epsilon = random.normal(random.fold(key, 'epsilon'), [draws, n, d]) as Tensor3D
  const z: Tensor3D = add(q.mean, mul(exp(mul(q.logVariance, 0.5)), epsilon))
  // One product for all draws; then a piece for each, because the loss is against the n examples of the batch.
  const theta = model.decode(params, reshape(z, [draws * n, d]))
  const nlls: Tensor1D[] = []
  for (let draw = 0; draw < draws; draw++) nlls.push(nll(slice(theta, [draw * n, 0], [n, theta.shape[1]])))
  const nllOfDraws = concat(nlls)
  const terms = { nll: mean(nllOfDraws) as Scalar }
  if (importanceSamples > 1) {
    const logPriorOverPosterior = mul(0.5, sum(add(sub(square(epsilon), square(z)), q.logVariance), 2))
    const logWeights = sub(logPriorOverPosterior, reshape(nllOfDraws, [draws, n]))
    const bound = negativeLogMean(reshape(logWeights, [samples, importanceSamples, n]))
    return { value: bound, h: q.mean, terms: { ...terms, bound } }
  }
  const penalty = { x, xTilde, h: q.mean, params, model: withKnownPosterior(model, xTilde, q) }
  const kl = latentKl!.penalty({ ...penalty, key: random.fold(key, 'latent-kl') })
  return { value: add(terms.nll, mul(kl, beta)), h: q.mean, terms: { ...terms, 'latent-kl': kl } }
}

/** −mean log (1/K) Σ_k w_k of [L, K, n] logarithms. */
function negativeLogMean(logWeights: Tensor3D): Scalar {
  const largest = stopGradient(max(logWeights, 1, true)) as Tensor3D
  const logSum = add(log(sum(exp(sub(logWeights, largest)), 1)), squeeze(largest, [1]))
  return sub(Math.log(logWeights.shape[1]), mean(logSum))
}

/** The model, its posterior at x̃ the one already computed, so that the encoder runs once. */
function withKnownPosterior(model: Autoencoder, xTilde: Tensor2D, known: GaussianPosterior): Autoencoder {
  return { ...model, posterior: (params, x) => (x === xTilde ? known : model.posterior!(params, x)) }
}
