import type { Key, Metric } from '@hourglass/core'
import {
  add,
  div,
  mul,
  reshape,
  sqrt,
  square,
  squaredDifference,
  stack,
  sum,
  type Tensor2D,
  tile,
} from '@tensorflow/tfjs-core'

import { meanRowOverExamples } from './mean-over-examples.js'
import { measurement } from './measurement.js'
import { spreadExamples } from './spread-examples.js'

export interface ContractionOptions {
  /** Distances r in input space. */
  readonly radii: readonly number[]
  /** Evenly spaced through the split. */
  readonly examples: number
  /** Neighbours of each example; the same directions for every radius. */
  readonly directions: number
}

/**
 * How much nearer than their inputs the codes of neighbours lie: the contraction ratio
 *
 *   E ‖h(x) − h(x′)‖/‖x − x′‖,   x′ uniform on the sphere of radius r around x,
 *
 * averaged over examples and directions; as a curve against r, the number being that of the smallest r. Where r → 0 it
 * is E ‖Ju‖ over unit vectors u, at most ‖J‖_F/√d_x. x′ is not cut to the range of the data.
 * Source: Rifai et al. 2011, §5.3.
 */
export function contraction(options: ContractionOptions): Metric {
  const radii = [...new Set(options.radii)].toSorted((a, b) => a - b)
  const { directions } = options
  return {
    needsEncoder: true,
    async measure(context) {
      const { model, engine } = context
      const unitVectors = (key: Key, shape: [number, number]): Tensor2D => {
        const normal = engine.random.normal(key, shape)
        return div(normal, sqrt(sum(square(normal), 1, true)))
      }
      const { ratios } = meanRowOverExamples(
        context,
        ({ params, x, key }) => {
          const [n, dimensions] = x.shape
          const u = unitVectors(key, [n * directions, dimensions])
          const centres = tile(x, [directions, 1])
          const h = tile(model.encode(params, x), [directions, 1])
          const ofRadius = radii.map((r) => {
            const neighbours = model.encode(params, add(centres, mul(u, r)))
            const distances = sqrt(sum(squaredDifference(h, neighbours), 1))
            return div(sum(reshape(distances, [directions, n]), 0), r * directions)
          })
          return { ratios: stack(ofRadius, 1) }
        },
        { split: spreadExamples(context.split, options.examples), batch: 100, stream: 'direction' },
      )
      const curve = {
        x: { label: 'r = ‖x − x′‖', values: radii },
        y: { label: '‖h(x) − h(x′)‖ / ‖x − x′‖', values: [...ratios] },
      }
      return [measurement('contraction-ratio', `contraction ratio, r = ${radii[0]}`, ratios[0]!, { curve })]
    },
  }
}
