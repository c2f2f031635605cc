import { type BaselineContext, HourglassError } from '@hourglass/core'
import { batchTensor, inOrder } from '@hourglass/engine'
import { max, mean, min, type Tensor2D, tidy } from '@tensorflow/tfjs-core'

/** Validation examples on which a margin is chosen. */
const EXAMPLES = 1000
/** Margins looked at first, each √10 times the one before, the largest last. */
const FIRST_LOOK = 13
/** Golden sections of the interval between the best one's neighbours: to 0.7 % of a margin. */
const REFINEMENTS = 12
const GOLDEN = (Math.sqrt(5) - 1) / 2

/**
 * How uncertain a baseline should be of its reconstruction, the `margin` of `parametersFromMean`: how far inside a
 * bounded support it is moved (PCA leaves [0, 1], where the Bernoulli loss has no value), or the scale of a distribution
 * that learns one. The margin with the least mean NLL on validation, so that the comparison is as kind as can be: a grid
 * over six powers of ten, then golden-section search in log margin between the best one's neighbours.
 *
 * @throws HourglassError `diverged` where no margin gives a finite NLL
 */
export function bestMargin(context: BaselineContext, reconstructMean: (x: Tensor2D) => Tensor2D): number {
  const { dataset, loss } = context
  return tidy(() => {
    const x = batchTensor(dataset.validation, inOrder(Math.min(EXAMPLES, dataset.validation.size)))
    const reconstruction = reconstructMean(x)
    const nll = (logMargin: number): number => {
      const margin = Math.exp(logMargin)
      const [value] = tidy(() => mean(loss.nll(x, loss.parametersFromMean(reconstruction, margin)))).dataSync()
      // NaN is less than nothing, and must not be chosen.
      return Number.isFinite(value) ? value! : Number.POSITIVE_INFINITY
    }
    return Math.exp(leastAt(nll, Math.log(largestMargin(context, x)), Math.log(10) / 2))
  })
}

/** Just under half of a bounded support; else the width of the data, which hardly an error is beyond. */
function largestMargin({ dataset, loss }: BaselineContext, x: Tensor2D): number {
  const width = loss.support[1] - loss.support[0]
  if (Number.isFinite(width)) return 0.49 * width
  const [low, high] = dataset.spec.range
  if (Number.isFinite(high - low)) return high - low
  const [[least], [most]] = [min(x).dataSync(), max(x).dataSync()]
  return Math.max(most! - least!, 1e-6)
}

/** Where f is least at or below `largest`, of all places that it was asked at. */
function leastAt(f: (at: number) => number, largest: number, spacing: number): number {
  let best = { at: largest, value: Number.POSITIVE_INFINITY }
  const tried = (at: number): { at: number; value: number } => {
    const point = { at, value: f(at) }
    if (point.value < best.value) best = point
    return point
  }
  for (let place = 0; place < FIRST_LOOK; place++) tried(largest - place * spacing)
  if (best.value === Number.POSITIVE_INFINITY)
    throw new HourglassError('diverged', 'a baseline has no finite NLL on validation at any margin', {
      expected: 'examples that the loss gives a probability to',
      remedy: 'look at the data and the support of the loss, or leave the baseline out',
    })
  let low = best.at - spacing
  let high = Math.min(best.at + spacing, largest)
  let left = tried(high - GOLDEN * (high - low))
  let right = tried(low + GOLDEN * (high - low))
  for (let time = 0; time < REFINEMENTS; time++)
    if (left.value < right.value) {
      high = right.at
      right = left
      left = tried(high - GOLDEN * (high - low))
    } else {
      low = left.at
      left = right
      right = tried(low + GOLDEN * (high - low))
    }
  return best.at
}
