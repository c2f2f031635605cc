import { createCpuEngine, free } from '@hourglass/engine'
import { memory, tensor2d } from '@tensorflow/tfjs-core'
import { beforeAll, expect, it } from 'vitest'

import { Clusters } from './clusters.js'

beforeAll(async () => void (await createCpuEngine()))

const codesOf = (...values: readonly number[]) => [tensor2d(values.map((value) => [value, 0]))]

it('takes the steps of k-means by hand: means, then nearest', () => {
  // 0, 1 | 2, 9 has the means ½ and 5½, nearer to which is 2? To ½: 1½ against 3½.
  const codes = codesOf(0, 1, 2, 9)
  const clusters = Clusters.of(codes, Int32Array.from([0, 0, 1, 1]), 2)
  expect(clusters.centres.arraySync()).toEqual([
    [0.5, 0],
    [5.5, 0],
  ])
  expect([...clusters.of(2)]).toEqual([5.5, 0])
  expect(clusters.update(codes)).toEqual({ changed: 1, filled: [] })
  expect([...clusters.of(2)]).toEqual([0.5, 0])
  expect(clusters.update(codes)).toEqual({ changed: 0, filled: [] })
  expect(clusters.centres.arraySync()).toEqual([
    [1, 0],
    [9, 0],
  ])
  clusters.dispose()
  free(...codes)
})

it('begins an empty cluster anew where the farthest example is', () => {
  const before = codesOf(0, 0, 5, 5, 10, 10)
  const clusters = Clusters.of(before, Int32Array.from([0, 0, 1, 1, 2, 2]), 3)
  // Codes have moved: the means are now 0, 5½, 11½, and the second is no example's nearest.
  const after = codesOf(0, 0, 0, 11, 10, 13)
  expect(clusters.update(after)).toEqual({ changed: 3, filled: [{ cluster: 1, example: 4 }] })
  expect(clusters.centres.arraySync().map(([first]) => first)).toEqual([0, 10, 11.5])
  expect([...clusters.of(4)]).toEqual([10, 0])
  expect([...clusters.of(3)]).toEqual([11.5, 0])
  clusters.dispose()
  free(...before, ...after)
})

it('goes on from its snapshot, and holds no more tensors after many updates than after one', () => {
  const codes = codesOf(3, 1, 4, 1, 5, 9, 2, 6)
  const count = memory().numTensors
  const clusters = Clusters.of(codes, Int32Array.from([0, 1, 2, 0, 1, 2, 0, 1]), 3)
  expect(memory().numTensors).toBe(count + 2)
  clusters.update(codes)
  const resumed = Clusters.resume(clusters.snapshot())
  for (let update = 0; update < 4; update++) expect(resumed.update(codes)).toEqual(clusters.update(codes))
  expect(resumed.centres.arraySync()).toEqual(clusters.centres.arraySync())
  clusters.dispose()
  resumed.dispose()
  expect(memory().numTensors).toBe(count)
  free(...codes)
})
