import { tensor2d, type Tensor2D, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { createCpuEngine } from '../cpu-engine.js'
import { createWasmEngine } from '../wasm-engine.js'
import { nearestCentres } from './nearest-centres.js'

describe.each([
  { name: 'cpu', create: createCpuEngine },
  { name: 'wasm', create: createWasmEngine },
])('nearestCentres on $name', ({ create }) => {
  beforeAll(async () => void (await create()))

  const found = (x: number[][], centres: number[][]) =>
    tidy(() => {
      const nearest = nearestCentres(tensor2d(x), tensor2d(centres))
      expect(nearest.assignments.dtype).toBe('int32')
      return {
        assignments: [...nearest.assignments.dataSync()],
        centres: (nearest.centres as Tensor2D).arraySync(),
        squaredDistances: [...nearest.squaredDistances.dataSync()],
      }
    })

  it('assigns the nearest, not the farthest, and tells how far it is', () => {
    expect(
      found(
        [
          [0, 0],
          [3, 4],
          [9, 9],
        ],
        [
          [0, 0],
          [10, 10],
        ],
      ),
    ).toEqual({
      assignments: [0, 0, 1],
      centres: [
        [0, 0],
        [0, 0],
        [10, 10],
      ],
      squaredDistances: [0, 25, 2],
    })
  })

  it('takes the first of equally near centres', () => {
    expect(found([[1], [0], [2]], [[0], [2], [0], [2]]).assignments).toEqual([0, 0, 1])
  })

  it('knows near from far where both are far from the origin', () => {
    // ‖x‖² is 10⁸ here, whose neighbours in float32 are 8 apart.
    expect(found([[10_000.25], [10_000.75]], [[10_000], [10_001]])).toMatchObject({
      assignments: [0, 1],
      squaredDistances: [0.0625, 0.0625],
    })
  })
})
