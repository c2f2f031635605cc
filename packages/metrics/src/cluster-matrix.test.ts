import { expect, it } from 'vitest'

import { clusterMatrix } from './cluster-matrix.js'
import { contingencyTable } from './contingency-table.js'
import { matchedAccuracy } from './matched-accuracy.js'
import { classes, clusters, renamed } from './partitions.fixture.js'

it('orders clusters by the class that they are matched to', () => {
  // Cluster 8 is class 1, cluster 2 is class 4.
  expect(clusterMatrix(contingencyTable([8, 8, 8, 2, 2, 2], [1, 1, 4, 4, 4, 4]))).toEqual({
    rows: { label: 'cluster', names: ['8', '2'] },
    columns: { label: 'class', names: ['1', '4'] },
    values: [
      [2, 1],
      [0, 3],
    ],
  })
})

it('puts clusters without a class last', () => {
  const { rows, values } = clusterMatrix(contingencyTable([0, 1, 1, 1, 2, 2], [7, 7, 7, 7, 3, 3]))
  expect(rows.names).toEqual(['2', '1', '0'])
  expect(values).toEqual([
    [2, 0],
    [0, 3],
    [0, 1],
  ])
})

it('has what the accuracy counts as right on its diagonal, whatever the clusters are called', () => {
  for (const names of [clusters, renamed]) {
    const table = contingencyTable(names, classes)
    const { values } = clusterMatrix(table)
    // 51 of 200 by SciPy's matching: agreement.test.ts.
    expect(values.reduce((sum, row, place) => sum + (row[place] ?? 0), 0)).toBe(51)
    expect(matchedAccuracy(table)).toBe(51 / 200)
    expect(values.flat().reduce((a, b) => a + b)).toBe(200)
  }
})
