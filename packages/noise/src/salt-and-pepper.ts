import { type NoiseModel, type Random } from '@hourglass/core'
import { add, mul, sub } from '@tensorflow/tfjs-core'

/**
 * Salt-and-pepper noise: with probability ν, x̃_i becomes the smallest or the largest value of the data by a fair coin.
 *
 * x, x̃: [batch, d_x]. Source: Vincent et al. 2010, §3.3.
 */
export function saltAndPepperNoise(
  fraction: number,
  [low, high]: readonly [low: number, high: number],
  random: Random,
): NoiseModel {
  return {
    corrupt(x, key) {
      const chosen = random.bernoulli(random.fold(key, 'chosen'), x.shape, fraction)
      const coin = random.bernoulli(random.fold(key, 'coin'), x.shape, 0.5)
      const extreme = add(mul(coin, high - low), low)
      // Two products rather than x + m(e − x), which rounds a chosen dimension off its extreme.
      return add(mul(x, sub(1, chosen)), mul(extreme, chosen))
    },
  }
}
