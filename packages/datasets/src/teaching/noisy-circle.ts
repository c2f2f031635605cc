import type { DatasetSource } from '@hourglass/core'
import { z } from 'zod'

import { type Manifold, noisyManifold, noisyManifoldOptions } from './noisy-manifold.js'
import { publishedWith } from '../published-with.js'

export const noisyCircleOptions = z.strictObject(noisyManifoldOptions(0.05))

const OUTLINE = 1000

const at = (angle: number) => [Math.cos(angle), Math.sin(angle)]

const circle: Manifold = {
  name: 'noisy-circle',
  dimensions: 2,
  draw: ({ uniform }) => at(2 * Math.PI * uniform()),
  outline: () => Array.from({ length: OUTLINE }, (_, place) => at((2 * Math.PI * place) / OUTLINE)),
}

/**
 * Points around a circle of radius 1 about (0, 0): x = (cos t, sin t) + ε, t ~ U[0, 2π), ε ~ N(0, σ²I). The distance
 * from the centre has Rice's distribution, E r² = 1 + 2σ².
 */
export function noisyCircle(options: z.output<typeof noisyCircleOptions>): DatasetSource {
  return noisyManifold(
    circle,
    options,
    publishedWith(noisyCircleOptions, options, {
      examples: 'd020897c889c914b7e5e76dd229b774f1300a7fe310f8d811916883dc8382bb8',
    }),
  )
}
