import {
  type Autoencoder,
  type Cost,
  type CostPoint,
  HourglassError,
  type NoiseModel,
  type NoiseUse,
  type Objective,
  type OutputDistribution,
  type Params,
  type Random,
  type WeightedRegularizer,
} from '@hourglass/core'
import { add, addN, mean, mul, type Scalar, sum, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core'

import { corruptBatch } from './corrupt-batch.js'

export interface ObjectiveParts {
  readonly model: Autoencoder
  readonly loss: OutputDistribution
  readonly noise?: NoiseModel | undefined
  readonly noiseUse: NoiseUse
  readonly regularizers: readonly WeightedRegularizer[]
  readonly random: Random
}

/**
 * The denoising objective, averaged over the batch, in nats:
 *
 *   J(params) = (1/L) Σ_l −log p(x | θ(h(x̃_l))) + Σ_r λ_r R_r,   x̃_l ~ q(x̃ | x).
 *
 * The L corruptions of a batch, and those of a walkback, stand below each other in one batch of so many times the rows,
 * so that every matrix product is one call and a penalty's mean over rows is the mean over corruptions. Without noise L
 * is 1 and x̃ = x. A model with a cost of its own (a variational bound) has it in the place of the negative
 * log-likelihood.
 * Source: Vincent et al. 2008, §2.3; L samples: Kingma and Welling 2014 use the same estimator.
 *
 * @throws HourglassError `emphasis-unsupported` where a loss that does not factorise over dimensions is emphasised
 */
export function denoisingObjective(parts: ObjectiveParts): Objective {
  const { model, random, regularizers } = parts
  const negativeLogLikelihood = emphasised(parts)
  const cost = model.cost?.bind(model) ?? reconstructionCost(model)
  return (params, x, key) => {
    const { target, xTilde, touched } = corruptBatch(parts, params, x, key)
    const nll = (theta: Tensor2D) => negativeLogLikelihood(target, theta, touched)
    const { value, h, terms } = cost(params, { x: target, xTilde, nll, key: random.fold(key, 'cost') })
    return withPenalties({ value, terms }, regularizers, (place) => {
      return { x: target, xTilde, h, params, model, key: random.fold(key, 'regularizer', place) }
    })
  }
}

/** What a model without a cost of its own minimises: the mean of −log p(x | θ(h(x̃))). */
function reconstructionCost(model: Autoencoder): (params: Params, point: CostPoint) => Cost {
  return (params, { xTilde, nll }) => {
    const h = model.encode(params, xTilde)
    const value = mean(nll(model.decode(params, h))) as Scalar
    return { value, h, terms: { nll: value } }
  }
}

type Touched = () => Tensor2D

/**
 * Emphasised denoising: Σ_i (α m_i + β (1 − m_i)) · −log p(x_i | θ_i), m_i = 1 where the noise chose to corrupt.
 *
 * Source: Vincent et al. 2010, §3.4 (double emphasis α = 1, β = ½; full emphasis α = 1, β = 0).
 */
function emphasised({
  loss,
  noise,
  noiseUse,
}: ObjectiveParts): (y: Tensor2D, theta: Tensor2D, touched: Touched) => Tensor1D {
  const { emphasis } = noiseUse
  if (noise === undefined || emphasis === undefined) return (y, theta) => loss.nll(y, theta)
  const { corrupted: alpha, untouched: beta } = emphasis
  const nllPerDimension = loss.nllPerDimension?.bind(loss)
  if (nllPerDimension === undefined)
    throw new HourglassError('emphasis-unsupported', 'this loss does not tell its parts by dimension', {
      place: { path: 'noise.emphasis' },
      expected: 'a loss that is a sum over dimensions',
      remedy: 'leave emphasis out, or take another loss',
    })
  return (y, theta, touched) => sum(mul(nllPerDimension(y, theta), add(mul(touched(), alpha - beta), beta)), 1)
}

/** Adds Σ_r λ_r R_r to a value, and each R_r, unweighted, to its terms. */
export function withPenalties(
  { value, terms }: ReturnType<Objective>,
  regularizers: readonly WeightedRegularizer[],
  pointFor: (place: number) => Parameters<WeightedRegularizer['regularizer']['penalty']>[0],
): ReturnType<Objective> {
  const all: Record<string, Scalar> = { ...terms }
  const summands: Scalar[] = [value]
  for (const [place, { name, weight, regularizer }] of regularizers.entries()) {
    if (name in terms)
      throw new HourglassError('duplicate-term', `the model has a term "${name}" of its own already`, {
        place: { path: `regularizers[${place}]` },
        expected: 'every term of the objective once',
        remedy: `leave the regularizer "${name}" out; the model's options weigh its own terms`,
      })
    const penalty = regularizer.penalty(pointFor(place))
    all[name] = penalty
    summands.push(mul(penalty, weight))
  }
  return { value: addN(summands) as Scalar, terms: all }
}
