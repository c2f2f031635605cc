import { expect, it } from 'vitest'

import { confusionMatrix } from './confusion-matrix.js'
import { classes, clusters } from './partitions.fixture.js'

it('counts by hand: rows are true classes, columns what they were taken for', () => {
  expect(confusionMatrix([0, 0, 1, 2, 2, 2], [0, 2, 1, 2, 2, 0], 3)).toEqual({
    rows: { label: 'true class', names: ['0', '1', '2'] },
    columns: { label: 'predicted class', names: ['0', '1', '2'] },
    values: [
      [1, 0, 1],
      [0, 1, 0],
      [1, 0, 2],
    ],
  })
})

it('has a row and a column of zeros for a class that does not occur', () => {
  expect(confusionMatrix(Uint8Array.of(1, 1), Float32Array.of(1, 0), 3).values).toEqual([
    [0, 0, 0],
    [1, 1, 0],
    [0, 0, 0],
  ])
})

it('counts as scikit-learn does', () => {
  // The transpose of scikit-learn's contingency_matrix(u, v) in contingency-table.test.ts.
  expect(confusionMatrix(classes, clusters, 5).values).toEqual([
    [16, 9, 16, 8, 11],
    [11, 10, 4, 12, 8],
    [12, 7, 13, 9, 8],
    [12, 10, 8, 9, 7],
    [0, 0, 0, 0, 0],
  ])
})

it.each([
  ['a prediction too few', [0, 1], [0]],
  ['a class that is none', [0, 1], [0, 3]],
  ['a negative class', [0, 1], [0, -1]],
  ['half a class', [0, 1], [0, 0.5]],
  ['no number', [0, 1], [0, NaN]],
  ['a label that is none', [0, 3], [0, 1]],
])('refuses %s', (_, labels, predictions) => {
  expect(() => confusionMatrix(labels, predictions, 3)).toThrow(RangeError)
})
