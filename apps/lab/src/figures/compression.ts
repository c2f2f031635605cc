import type { MeasuredCurve, MeasuredLine } from '@hourglass/report'

import { finiteRows } from './code-plane.js'
import { decodeCodes, encodeExamples, evenly } from './examples.js'
import { principalAxes, project, unproject } from './principal-axes.js'
import { columnRanges, quantise } from './quantise.js'
import type { Scene } from './scene.js'

/** Training examples that ranges and components are taken from, and test examples that errors are taken over. */
const TRAINING = 2000
const TEST = 500
/** Bits of each number of a code. */
const BITS = [1, 2, 3, 4, 5, 6, 7, 8]
/** With more, PCA would take longer than all the other figures. */
const MOST_COMPONENTS = 200
const MOST_PIXELS = 5000

/** Something that pictures are told by: codes of training and of test examples, and the way back. */
interface Coder {
  readonly label: string
  readonly dimensions: number
  readonly train: Float32Array
  readonly test: Float32Array
  decode(codes: Float32Array): Float32Array
}

/**
 * Mean squared error per pixel of test pictures against bits per pixel, b·d_h/d_x: codes with each number rounded to b
 * bits between its least and greatest value on training examples (`quantise`), decoded. Beside it PCA of as many
 * components, where those are fewer than pixels, and not many. Nothing where the data are no pictures.
 */
export function compression({ subject, params, key }: Scene): MeasuredCurve[] {
  const { dataset, model, engine } = subject
  const { image, dimensions: d, range } = dataset.spec
  if (image === undefined) return []
  const encode = (split: 'train' | 'test', most: number) =>
    encodeExamples(subject, params, dataset[split], evenly(dataset[split].size, most))
  const [train, test] = [encode('train', TRAINING), encode('test', TEST)]
  const coders: Coder[] = [
    {
      label: 'this model',
      dimensions: model.codeDimensions,
      train: train.codes,
      test: test.codes,
      decode: (codes) => decodeCodes(subject, params, codes),
    },
  ]
  const k = model.codeDimensions
  const pixels = finiteRows(train.rows, d)
  const withPca = k < d && k <= MOST_COMPONENTS && d <= MOST_PIXELS && pixels.length > 0
  if (withPca) {
    const own = engine.random.fold(key, 'principal-axes')
    const axes = principalAxes(pixels, d, k, engine, own)
    own.dispose()
    coders.push({
      label: `PCA, ${k} component${k === 1 ? '' : 's'}`,
      dimensions: k,
      train: project(axes, pixels),
      test: project(axes, test.rows),
      decode: (codes) => unproject(axes, codes).map((value) => Math.min(range[1], Math.max(range[0], value))),
    })
  }
  return [
    {
      title: 'Compression',
      xLabel: 'bits per pixel',
      yLabel: 'mean squared error per pixel',
      caption:
        `Codes with every number rounded to 1, 2, …, 8 bits, decoded; over ${test.count} test pictures. In the legend the ` +
        `error of codes that are not rounded. ${beside(k, d, withPca, train.count)}`,
      lines: coders.map((coder) => line(coder, test.rows, d)),
    },
  ]
}

function beside(k: number, d: number, withPca: boolean, count: number): string {
  if (withPca) return `PCA is that of ${count.toLocaleString('en-US')} training pictures.`
  return k >= d
    ? `A code of ${k} numbers for ${d} pixels does not compress: PCA of as many would give the picture itself.`
    : `PCA is left out, as it takes long with more than ${MOST_COMPONENTS} components or ${MOST_PIXELS} pixels.`
}

function line(coder: Coder, rows: Float32Array, d: number): MeasuredLine {
  const ranges = columnRanges(coder.train, coder.dimensions)
  const error = (codes: Float32Array) => meanSquaredError(coder.decode(codes), rows)
  return {
    label: coder.label,
    value: error(coder.test),
    x: BITS.map((bits) => (bits * coder.dimensions) / d),
    y: BITS.map((bits) => error(quantise(coder.test, ranges, bits))),
  }
}

export function meanSquaredError(ours: Float32Array, theirs: Float32Array): number {
  let sum = 0
  for (let at = 0; at < ours.length; at++) sum += (ours[at]! - theirs[at]!) ** 2
  return sum / ours.length
}
