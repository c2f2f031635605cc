import {
  type DataSpec,
  HourglassError,
  type Metric,
  type MetricContext,
  type OutputDistribution,
} from '@hourglass/core'
import {
  add,
  cast,
  expandDims,
  eye,
  floor,
  greaterEqual,
  logSigmoid,
  mul,
  oneHot,
  reshape,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core'

import { type BatchInputs } from './evaluate-batches.js'
import { meanOverExamples } from './mean-over-examples.js'
import { measurement } from './measurement.js'
import { spreadExamples } from './spread-examples.js'

export interface PseudoLikelihoodOptions {
  /** Flip every bit of every example instead of one bit, drawn for each: d_x times the work. */
  readonly exact: boolean
  /** Evenly spaced through the split; absent: all. */
  readonly examples?: number | undefined
}

/** Rows that the exact sum puts into one call. */
const EXACT_ROWS = 8192

/**
 * Log pseudo-likelihood of an energy-based model of bits, averaged over the examples, in nats:
 *
 *   PL(x) = Σ_i log p(x_i | x_{−i}) = Σ_i log σ(F(x⁽ⁱ⁾) − F(x)),   x⁽ⁱ⁾ = x with bit i flipped,
 *
 * in which log Z cancels. Not `exact`: d_x·log σ(F(x⁽ⁱ⁾) − F(x)) for one i, drawn uniformly for each example, which has
 * the same expectation. Grey values are rounded to bits. Source: Besag 1975; Hyvärinen 2006.
 */
export function pseudoLikelihood({ exact, examples }: PseudoLikelihoodOptions): Metric {
  return {
    requires: ['freeEnergy'],
    async measure(context) {
      const split = spreadExamples(context.split, examples)
      const { dimensions } = context.dataset.spec
      const { value } = exact
        ? meanOverExamples(context, ofAllBits(context, dimensions), {
            split,
            batch: Math.max(1, Math.floor(EXACT_ROWS / dimensions)),
          })
        : meanOverExamples(context, ofOneBit(context, dimensions), { split })
      return [measurement('pseudo-likelihood', 'log pseudo-likelihood', value, { unit: 'nats', better: 'higher' })]
    },
  }
}

type Compute = (inputs: BatchInputs) => { readonly value: Tensor }

function ofOneBit({ model, engine }: MetricContext, dimensions: number): Compute {
  return ({ params, x, key }) => {
    const bits = toBits(x)
    const place = cast(floor(mul(engine.random.uniform(key, [x.shape[0]]), dimensions)), 'int32') as Tensor1D
    const flipped = flip(bits, cast(oneHot(place, dimensions), 'float32'))
    const gap = sub(model.freeEnergy!(params, flipped as Tensor2D), model.freeEnergy!(params, bits))
    return { value: mul(logSigmoid(gap), dimensions) }
  }
}

function ofAllBits({ model }: MetricContext, dimensions: number): Compute {
  return ({ params, x }) => {
    const bits = toBits(x)
    const flipped = flip(expandDims(bits, 1), expandDims(eye(dimensions), 0))
    const energies = model.freeEnergy!(params, reshape(flipped, [-1, dimensions]))
    const gaps = sub(reshape(energies, [-1, dimensions]), expandDims(model.freeEnergy!(params, bits), 1))
    return { value: sum(logSigmoid(gaps), 1) }
  }
}

function toBits(x: Tensor2D): Tensor2D {
  return cast(greaterEqual(x, 0.5), 'float32')
}

/** 1 − x where `which` is 1, x where it is 0. */
function flip(bits: Tensor, which: Tensor): Tensor {
  return add(bits, mul(which, sub(1, mul(bits, 2))))
}

/**
 * Refuses, before anything is trained, what has no bits to flip.
 *
 * @throws HourglassError `metric-data-mismatch`
 */
export function requireBits({ range }: DataSpec, { support }: OutputDistribution): void {
  if (range[0] >= 0 && range[1] <= 1 && support[0] === 0 && support[1] === 1) return
  throw new HourglassError('metric-data-mismatch', 'the pseudo-likelihood is defined for bits, which it flips', {
    expected: 'data in [0, 1], and a loss and a model of such data',
    remedy: 'leave the metric out, or model bits: visible: binary with loss: bernoulli',
  })
}
