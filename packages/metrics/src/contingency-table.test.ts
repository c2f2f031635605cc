import { expect, it } from 'vitest'

import { contingencyTable } from './contingency-table.js'
import { classes, clusters } from './partitions.fixture.js'

it('counts by hand', () => {
  expect(contingencyTable([0, 0, 1, 1, 1], [2, 5, 5, 5, 2])).toEqual({
    counts: [
      [1, 1],
      [1, 2],
    ],
    clusterNames: [0, 1],
    classNames: [2, 5],
    clusters: [2, 3],
    classes: [2, 3],
    examples: 5,
  })
})

it('counts as scikit-learn does', () => {
  // scikit-learn 1.9.1: contingency_matrix(u, v), i = np.arange(200), u = (i*i + i//7) % 5, v = (i*i + 3*(i//11)) % 4.
  expect(contingencyTable(clusters, classes).counts).toEqual([
    [16, 11, 12, 12],
    [9, 10, 7, 10],
    [16, 4, 13, 8],
    [8, 12, 9, 9],
    [11, 8, 8, 7],
  ])
})

it('leaves out numbers that do not occur', () => {
  expect(contingencyTable([9, 9, 3], [0, 0, 0])).toMatchObject({
    ...{ counts: [[1], [2]], clusterNames: [3, 9], classNames: [0] },
    ...{ clusters: [1, 2], classes: [3] },
  })
})

it('refuses no examples, and classes of other examples', () => {
  expect(() => contingencyTable([], [])).toThrow(RangeError)
  expect(() => contingencyTable([1], [1, 2])).toThrow(RangeError)
})
