import type { DatasetSource } from '@hourglass/core'
import { z } from 'zod'

import { type Manifold, noisyManifold, noisyManifoldOptions } from './noisy-manifold.js'
import { publishedWith } from '../published-with.js'

export const twoMoonsOptions = z.strictObject(noisyManifoldOptions(0.05))

const OUTLINE = 500
/** Of both half circles, so that the two together are as wide as [−1, 1]. */
const RADIUS = 2 / 3

/** The upper half circle about (−1/3, −1/6), or that turned by 180° about (0, 0). */
function moon(label: number, angle: number): [number, number] {
  const [x, y] = [RADIUS * Math.cos(angle) - 1 / 3, RADIUS * Math.sin(angle) - 1 / 6]
  return label === 0 ? [x, y] : [-x, -y]
}

const moons: Manifold = {
  name: 'two-moons',
  dimensions: 2,
  classes: 2,
  draw: ({ uniform }, label) => moon(label, Math.PI * uniform()),
  outline: () =>
    [0, 1].flatMap((label) =>
      Array.from({ length: OUTLINE }, (_, place) => moon(label, (Math.PI * place) / (OUTLINE - 1))),
    ),
}

/**
 * Points around two half circles that reach into each other, a class each: the upper half of a circle of radius 2/3
 * about (−1/3, −1/6), class 0, and the lower half of one about (1/3, 1/6), class 1. The angle is uniform, the noise
 * N(0, σ²I). At their nearest they are 1/3 apart. It is the shape of scikit-learn's `make_moons`, moved to the middle
 * and scaled by 2/3.
 */
export function twoMoons(options: z.output<typeof twoMoonsOptions>): DatasetSource {
  return noisyManifold(
    moons,
    options,
    publishedWith(twoMoonsOptions, options, {
      examples: '0862a4e8044e738c9be6a5bbc57a9ee05e1161014aa3c5329cd2a5a5442a1b84',
      labels: '6a5bcdefa4219c3909c06c5dfc1286e4e2a5eee5929c464f375b1e22204d4688',
    }),
  )
}
