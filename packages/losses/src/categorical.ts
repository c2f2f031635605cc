import { HourglassError, type OutputDistribution, type Random } from '@hourglass/core'
import { stopGradient } from '@hourglass/engine'
import {
  abs,
  add,
  cast,
  clipByValue,
  cumsum,
  customGrad,
  equal,
  exp,
  expandDims,
  floor,
  lessEqual,
  linspace,
  log,
  max,
  mul,
  neg,
  range,
  relu,
  reshape,
  slice,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core'

import { independent } from './independent.js'

/**
 * y_i is one of G levels v_g, equally spaced from the smallest to the largest value of the data, and
 * P(y_i = v_g) = softmax_g(θ_i): the network gives G logits a dimension, θ = [θ⁽¹⁾ | … | θ⁽ᴳ⁾]. y is rounded to the
 * nearest level first.
 *
 * −log p(y | θ) = Σ_i [ log Σ_g e^{θ_i⁽ᵍ⁾} − θ_i⁽ᵏ⁽ʸ⁽ⁱ⁾⁾⁾ ],   k(y) the level nearest to y_i.
 *
 * The gradient is softmax(θ) − onehot(k). Mean Σ_g v_g softmax_g(θ). In nats, [batch, d] × [batch, d·G] → [batch].
 * Source: van den Oord, Kalchbrenner & Kavukcuoglu 2016, "Pixel Recurrent Neural Networks", §2.2.
 *
 * @throws HourglassError `unbounded-data` where the range is not finite or has no width
 */
export function categoricalLoss(
  levels: number,
  [low, high]: readonly [number, number],
  random: Random,
): OutputDistribution {
  if (!Number.isFinite(high - low) || high <= low)
    throw new HourglassError('unbounded-data', `grey levels cannot be laid over values from ${low} to ${high}`, {
      expected: 'data with a finite smallest and a larger finite largest value',
      remedy: 'take a loss for unbounded values, such as gaussian or laplace, or a data set that is scaled to [0, 1]',
    })
  const spacing = (high - low) / (levels - 1)
  /** [batch, d·G] → [batch, G, d]: the blocks lie one after the other. */
  const blocks = (theta: Tensor2D): Tensor3D => reshape(theta, [theta.shape[0], levels, theta.shape[1] / levels])
  /** Where y lies among the levels, 0 … G − 1 and anything between, [batch, 1, d]. */
  const place = (y: Tensor2D): Tensor3D =>
    expandDims(clipByValue(mul(sub(y, low), 1 / spacing), 0, levels - 1), 1) as Tensor3D
  /** 0 … G − 1, [1, G, 1]. */
  const places = (): Tensor3D => reshape(range(0, levels, 1, 'float32'), [1, levels, 1])

  return independent({
    support: [low, high],
    parametersPerDimension: levels,
    nllPerDimension(y, theta) {
      const chosen = cast(equal(floor(add(place(y), 0.5)), places()), 'float32') as Tensor3D
      return crossEntropy(stopGradient(chosen), blocks(theta))
    },
    mean(theta) {
      const values = reshape(linspace(low, high, levels), [1, levels, 1])
      return sum(mul(exp(logSoftmax(blocks(theta))), values), 1)
    },
    sample(theta, key) {
      const cumulative = cumsum(exp(logSoftmax(blocks(theta))), 1)
      const [batch, , d] = cumulative.shape
      // Times the sum, which rounding leaves beside 1: so u stays below it, and a level of probability 0 is never drawn.
      const total = slice(cumulative, [0, levels - 1, 0], [batch, 1, d])
      const u = mul(random.uniform(key, [batch, 1, d]), total)
      const passed = lessEqual(slice(cumulative, [0, 0, 0], [batch, levels - 1, d]), u)
      return clipByValue(add(mul(sum(cast(passed, 'float32'), 1), spacing), low), low, high)
    },
    entropyPerDimension(theta) {
      const logP = logSoftmax(blocks(theta))
      return neg(sum(mul(exp(logP), logP), 1))
    },
    parametersFromMean(mean, margin = 1e-6) {
      // A share of uniform whose mean keeps the margin at the edges; the neighbours make up for how it moves the mean.
      const uniform = Math.min((2 * margin) / (high - low), 0.999)
      const centre = (low + high) / 2
      const t = place(mul(sub(mean, uniform * centre), 1 / (1 - uniform)))
      const neighbours = relu(sub(1, abs(sub(t, places()))))
      const p = add(mul(neighbours, 1 - uniform), uniform / levels)
      return reshape(log(p), [mean.shape[0], levels * mean.shape[1]])
    },
  })
}

/** θ − log Σ_g e^θ over the levels, which are axis 1. */
function logSoftmax(theta: Tensor3D): Tensor3D {
  const shifted = sub(theta, stopGradient(max(theta, 1, true)))
  return sub(shifted, log(sum(exp(shifted), 1, true)))
}

type Save = (tensors: Tensor[]) => void

/** −Σ_g chosen_g log softmax_g(θ), [batch, G, d] × [batch, G, d] → [batch, d], with its gradient in θ in closed form. */
const crossEntropy = (chosen: Tensor3D, theta: Tensor3D): Tensor2D =>
  customGrad((...given: (Tensor | Save)[]) => {
    const [logits, save] = given as [Tensor3D, Save]
    const logP = logSoftmax(logits)
    save([sub(exp(logP), chosen)])
    return {
      value: neg(sum(mul(chosen, logP), 1)),
      gradFunc: (dy: Tensor, [gradient]: Tensor[]) => mul(expandDims(dy, 1), gradient!),
    }
  })(theta) as Tensor2D
