import { expect, it } from 'vitest'

import { fillEmptyClusters } from './fill-empty-clusters.js'

const fill = (assignments: readonly number[], squaredDistances: readonly number[], k: number) => {
  const given = { assignments: Int32Array.from(assignments), squaredDistances: Float32Array.from(squaredDistances) }
  const { assignments: after, filled } = fillEmptyClusters(given, k)
  expect([...given.assignments], 'what it was given').toEqual(assignments)
  return { after: [...after], filled }
}

it('changes nothing where no cluster is empty', () => {
  expect(fill([1, 0, 1], [5, 1, 2], 2)).toEqual({ after: [1, 0, 1], filled: [] })
})

it('moves the farthest example into an empty cluster', () => {
  expect(fill([0, 0, 0, 2], [1, 9, 3, 4], 3)).toEqual({
    after: [0, 1, 0, 2],
    filled: [{ cluster: 1, example: 1 }],
  })
})

it('fills several, each with another example', () => {
  expect(fill([0, 0, 0, 0], [1, 9, 3, 4], 3)).toEqual({
    after: [0, 1, 0, 2],
    filled: [
      { cluster: 1, example: 1 },
      { cluster: 2, example: 3 },
    ],
  })
})

it('empties no cluster for another: an example alone in its cluster stays, though it is the farthest', () => {
  expect(fill([0, 0, 1], [1, 2, 100], 3)).toEqual({ after: [0, 2, 1], filled: [{ cluster: 2, example: 1 }] })
})

it('takes the first of several that are equally far', () => {
  expect(fill([0, 0, 0], [7, 7, 7], 2).filled).toEqual([{ cluster: 1, example: 0 }])
})
