import { type DataSpec, HourglassError, type OutputDistribution } from '@hourglass/core'
import { tensor2d, tidy } from '@tensorflow/tfjs-core'

import type { VisibleUnits } from './visible-units.js'

/** What each kind of visible units needs of the loss that its decoder feeds. */
const NEEDS = {
  binary: {
    support: [0, 1],
    expected: 'a loss for values in [0, 1] with one number a dimension, its logit',
    remedy: 'loss: bernoulli, or visible: gaussian',
  },
  gaussian: {
    support: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    expected: 'a loss for all real values with one number a dimension, its mean',
    remedy: 'loss: gaussian, or visible: binary',
  },
} as const

export type VisibleKind = keyof typeof NEEDS

/**
 * The loss and the data must be of the kind of the visible units: p(v | h) is the distribution that the loss measures.
 *
 * @throws HourglassError `model-loss-mismatch`, `model-data-mismatch`
 */
export function checkVisibleFit(
  kind: VisibleKind,
  units: VisibleUnits,
  loss: OutputDistribution,
  { range }: DataSpec,
): void {
  const { support, expected, remedy } = NEEDS[kind]
  const { parametersPerDimension: p } = loss
  if (p !== 1 || loss.support[0] !== support[0] || loss.support[1] !== support[1])
    throw new HourglassError(
      'model-loss-mismatch',
      `an RBM with ${kind} visible units does not fit a loss for values in ${interval(loss.support)} that takes ${p} ` +
        `${p === 1 ? 'number' : 'numbers'} a dimension`,
      { place: { path: 'model.visible' }, expected, remedy },
    )
  if (!measuresAlike(units, loss))
    throw new HourglassError('model-loss-mismatch', `the loss measures another distribution than p(v | h) of an RBM`, {
      place: { path: 'model.visible' },
      expected: kind === 'gaussian' ? `${expected}, and the same sigma in model and loss` : expected,
      remedy: kind === 'gaussian' ? 'e.g. loss: { use: gaussian, sigma: 1 } with model: { …, sigma: 1 }' : remedy,
    })
  if (kind === 'binary' && (range[0] < 0 || range[1] > 1))
    throw new HourglassError(
      'model-data-mismatch',
      `an RBM with binary visible units cannot model values in ${interval(range)}`,
      {
        place: { path: 'model.visible' },
        expected: 'data in [0, 1]: bits, or probabilities of bits',
        remedy: 'visible: gaussian with loss: gaussian, or data scaled to [0, 1]',
      },
    )
}

/** Whether −log p(v | h) is the loss at a few points: support and number of parameters alone do not tell. */
function measuresAlike(units: VisibleUnits, loss: OutputDistribution): boolean {
  const [ours, theirs] = tidy(() => {
    const v = tensor2d([[0, 1, 0.25, 0.5, 1, 0]])
    const theta = tensor2d([[-2, 0.5, 1, -0.3, 3, 0.1]])
    return [units.nll(v, theta), loss.nll(v, theta)].map((nll) => nll.dataSync()[0]!)
  }) as unknown as [number, number]
  return Math.abs(ours - theirs) <= 1e-3 * (1 + Math.abs(ours))
}

function interval([low, high]: readonly [number, number]): string {
  const end = (value: number) => (Number.isFinite(value) ? `${value}` : value < 0 ? '−∞' : '∞')
  return `[${end(low)}, ${end(high)}]`
}
