import { decodeCodes, encodeExamples, joined, rowOf } from './examples.js'
import type { PictureGrid } from './figure.js'
import type { Scene } from './scene.js'
import { showcase } from './showcase.js'

const PAIRS = 6
/** From t = 0 to t = 1. */
const STEPS = 10

/** (1 − t)h₁ + t·h₂ for t = 0, 1/steps, …, 1: [steps + 1, d_h]. */
export function interpolate(h1: Float32Array, h2: Float32Array, steps: number): Float32Array {
  return joined(
    Array.from({ length: steps + 1 }, (_, step) => {
      const t = step / steps
      return h1.map((value, place) => (1 - t) * value + t * h2[place]!)
    }),
  )
}

/** E[y | θ(h)] along the straight line between the codes of two test examples, of different classes where there are any. */
export function interpolations({ subject, params }: Scene): PictureGrid[] {
  const { dataset, model } = subject
  const { dimensions, range } = dataset.spec
  const { rows, codes, labels, count } = encodeExamples(
    subject,
    params,
    dataset.test,
    showcase(dataset.test, 2 * PAIRS),
  )
  const pairs = Array.from({ length: Math.floor(count / 2) }, (_, pair) => [2 * pair, 2 * pair + 1] as const)
  if (pairs.length === 0) return []
  const code = (example: number) => rowOf(codes, model.codeDimensions, example)
  const original = (example: number) => rowOf(rows, dimensions, example)
  const paths = pairs.map(([from, to]) => interpolate(code(from), code(to), STEPS))
  const decoded = decodeCodes(subject, params, joined(paths))
  const perPath = (STEPS + 1) * dimensions
  return [
    {
      file: 'interpolations.png',
      title: 'Interpolations',
      caption:
        'Between two test examples, which stand at the ends: what is decoded on the straight line between their codes, ' +
        `(1 − t)h₁ + t h₂, for t = 0 to 1 in steps of ${1 / STEPS}.`,
      pixels: joined(
        pairs.flatMap(([from, to], pair) => [original(from), rowOf(decoded, perPath, pair), original(to)]),
      ),
      columns: STEPS + 3,
      range,
      ...(labels !== undefined && { rowLabels: pairs.map(([from, to]) => `${labels[from]} → ${labels[to]}`) }),
    },
  ]
}
