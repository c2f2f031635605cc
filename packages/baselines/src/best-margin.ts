import { type BaselineContext, HourglassError } from '@hourglass/core'
import { mean, tensor2d, type Tensor2D, tidy } from '@tensorflow/tfjs-core'

const MARGINS = [1e-6, 1e-5, 1e-4, 1e-3, 3e-3, 0.01, 0.02, 0.03, 0.05, 0.1] as const
/** Validation examples on which a margin is chosen. */
const EXAMPLES = 1000

/**
 * How far inside the support a reconstruction is moved so that a loss with a bounded support can be taken of it (PCA
 * leaves [0, 1]): the margin with the least mean NLL on validation, so that the comparison is as kind as can be.
 */
export function bestMargin(context: BaselineContext, reconstructMean: (x: Tensor2D) => Tensor2D): number {
  const { dataset, loss } = context
  const size = Math.min(EXAMPLES, dataset.validation.size)
  const rows = dataset.validation.rows(Int32Array.from({ length: size }, (_, place) => place))
  const values = MARGINS.map((margin) => {
    const value = tidy(() => {
      const x = tensor2d(rows, [size, dataset.spec.dimensions])
      return mean(loss.nll(x, loss.parametersFromMean(reconstructMean(x), margin)))
    })
    const [nll] = value.dataSync()
    value.dispose()
    return nll!
  })
  const best = values.indexOf(Math.min(...values))
  if (best < 0) throw new HourglassError('diverged', 'a baseline has no finite NLL on validation at any margin')
  return MARGINS[best]!
}
