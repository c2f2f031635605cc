import { expect, it } from 'vitest'

import { classes, clusters, renamed } from './partitions.fixture.js'
import { silhouette } from './silhouette.js'

it('is by hand on a line', () => {
  // 0 and 1 against 4: a = 1; b = 4 and 3; the point alone counts 0.
  expect(silhouette([[0], [1], [4]], [0, 0, 1])).toBeCloseTo((3 / 4 + 2 / 3 + 0) / 3, 12)
  // 0 with 4, 1 alone: a = 4 for both, b = 1 and 3.
  expect(silhouette([[0], [1], [4]], [0, 1, 0])).toBeCloseTo((-3 / 4 + 0 - 1 / 4) / 3, 12)
})

it('is what scikit-learn computes', () => {
  // scikit-learn 1.9.1, i, u and v of contingency-table.test.ts: silhouette_score(x, u), silhouette_score(x, v) with
  // x = np.stack([np.sin(1.7*i)*3 + 5*u, np.cos(2.3*i)*2 - 4*(u%3)], 1).
  const points = clusters.map((u, i) => [Math.sin(1.7 * i) * 3 + 5 * u, Math.cos(2.3 * i) * 2 - 4 * (u % 3)])
  expect(silhouette(points, clusters)).toBeCloseTo(0.46667059319811544, 12)
  expect(silhouette(points, renamed)).toBeCloseTo(0.46667059319811544, 12)
  expect(silhouette(points, classes)).toBeCloseTo(-0.03876405327807242, 12)
})

it('is 1 for points that are their cluster, 0 where there is one cluster or all points are one', () => {
  expect(silhouette([[0], [0], [5], [5]], [0, 0, 1, 1])).toBe(1)
  expect(silhouette([[0], [1], [2]], [4, 4, 4])).toBe(0)
  expect(silhouette([[1], [1], [1], [1]], [0, 0, 1, 1])).toBe(0)
})
