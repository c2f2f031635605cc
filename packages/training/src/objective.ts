import type {
  Key,
  OutputDistribution,
  Params,
  Autoencoder,
  NoiseModel,
  Random,
  WeightedRegularizer,
} from '@hourglass/core'
import { addN, concat, mean, mul, type Scalar, type Tensor2D, tile } from '@tensorflow/tfjs-core'

export interface ObjectiveParts {
  readonly model: Autoencoder
  readonly loss: OutputDistribution
  readonly noise?: NoiseModel
  /** L. */
  readonly noiseSamples: number
  readonly regularizers: readonly WeightedRegularizer[]
  readonly random: Random
}

export interface ObjectiveValue {
  readonly value: Scalar
  /** `nll` and each regularizer by name, unweighted. */
  readonly terms: Readonly<Record<string, Scalar>>
}

/** A pure function of parameters, a batch [batch, d_x], and a key. */
export type Objective = (params: Params, x: Tensor2D, key: Key) => ObjectiveValue

/**
 * The denoising objective, averaged over the batch, in nats:
 *
 *   J(params) = (1/L) Σ_l −log p(x | θ(h(x̃_l))) + Σ_r λ_r R_r,   x̃_l ~ q(x̃ | x).
 *
 * The L corruptions of a batch stand below each other in one batch of L times the rows, so that every matrix product
 * is one call and a penalty's mean over rows is the mean over corruptions. Without noise L is 1 and x̃ = x.
 * Source: Vincent et al. 2008, §2.3, eq. 6; L samples: Kingma and Welling 2014 use the same estimator.
 */
export function denoisingObjective(parts: ObjectiveParts): Objective {
  const { model, loss, noise, random, regularizers } = parts
  const samples = noise === undefined ? 1 : parts.noiseSamples
  return (params, x, key) => {
    const target = samples === 1 ? x : tile(x, [samples, 1])
    const xTilde = noise === undefined ? x : stack(samples, (l) => noise.corrupt(x, random.fold(key, 'noise', l)))
    const h = model.encode(params, xTilde)
    const nll = mean(loss.nll(target, model.decode(params, h))) as Scalar
    const terms: Record<string, Scalar> = { nll }
    const summands: Scalar[] = [nll]
    for (const [place, { name, weight, regularizer }] of regularizers.entries()) {
      const point = { x: target, xTilde, h, params, model, key: random.fold(key, 'regularizer', place) }
      terms[name] = regularizer.penalty(point)
      summands.push(mul(terms[name], weight))
    }
    return { value: addN(summands) as Scalar, terms }
  }
}

function stack(samples: number, draw: (l: number) => Tensor2D): Tensor2D {
  return samples === 1
    ? draw(0)
    : concat(
        Array.from({ length: samples }, (_, l) => draw(l)),
        0,
      )
}
