import { HourglassError, type NoiseModel, type Random } from '@hourglass/core'
import { add, mul, sub } from '@tensorflow/tfjs-core'

/**
 * Salt-and-pepper noise: with probability ν, x̃_i becomes the smallest or the largest value of the data by a fair coin.
 *
 * x, x̃: [batch, d_x]. Source: Vincent et al. 2010, §3.3.
 *
 * @throws HourglassError `unbounded-data` where the data have no smallest or no largest value
 */
export function saltAndPepperNoise(
  fraction: number,
  [low, high]: readonly [low: number, high: number],
  random: Random,
): NoiseModel {
  if (!Number.isFinite(low) || !Number.isFinite(high))
    throw new HourglassError('unbounded-data', 'salt-and-pepper noise needs a smallest and a largest value', {
      expected: `data within bounds, not within [${low}, ${high}]`,
      remedy: 'gaussian or masking noise',
    })
  const touched: NonNullable<NoiseModel['touched']> = (x, key) =>
    random.bernoulli(random.fold(key, 'chosen'), x.shape, fraction)
  return {
    touched,
    corrupt(x, key) {
      const chosen = touched(x, key)
      const coin = random.bernoulli(random.fold(key, 'coin'), x.shape, 0.5)
      // Products with 0 and 1 alone: low + c(high − low), and x + m(e − x), would round off the extremes.
      const extreme = add(mul(coin, high), mul(sub(1, coin), low))
      return add(mul(x, sub(1, chosen)), mul(extreme, chosen))
    },
  }
}
